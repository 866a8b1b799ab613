import assert from 'node:assert/strict';
import { test } from 'node:test';
import { truthOf } from '../../src/generator/lead-truth.ts';
import { formerStatus, translatedStatuses } from '../../src/generator/untidy-rows.ts';
import type { GeneratorOptions } from '../../src/generator/world.ts';
import type { StoredRow } from '../../src/generator/row-batch.ts';
import { captureRows, rowsOf } from './captured-rows.ts';

const options: GeneratorOptions = { seed: 5, leads: 1_200, endsAt: new Date('2026-01-01T00:00:00Z') };
const recordTypeIds = ['012000000000001AAA', '012000000000002AAA'];
const tidy = await captureRows(options);
const untidy = await captureRows({ ...options, untidy: { recordTypeIds } });
const leads = rowsOf(untidy, 'Lead');
const statuses = rowsOf(untidy, 'LeadHistory').filter((row) => row['Field'] === 'Status');
const count = (rows: StoredRow[], claim: (row: StoredRow) => boolean): number => rows.filter(claim).length;

test('an untidy org has the same leads with the same outcomes, owners and truth', () => {
  const kept = ['Id', 'CreatedDate', 'Status', 'IsConverted', 'OwnerId', 'LastName'];
  const outline = (rows: StoredRow[]) => rows.map((row) => kept.map((field) => row[field]));
  assert.deepEqual(outline(leads), outline(rowsOf(tidy, 'Lead')));
  assert.deepEqual(
    [...truthOf({ ...options, untidy: { recordTypeIds } })].map(({ id, eventual }) => [id, eventual]),
    [...truthOf(options)].map(({ id, eventual }) => [id, eventual]),
  );
});

test('every kind of untidiness is there', () => {
  const contacts = rowsOf(untidy, 'Contact');
  const events = rowsOf(untidy, 'Event');
  const found = {
    sharedAddresses: count(leads, ({ Email }) => Email === 'none@none.example'),
    recordTypes: new Set(leads.map(({ RecordTypeId }) => RecordTypeId)).size,
    currencies: new Set(leads.map(({ CurrencyIsoCode }) => CurrencyIsoCode)).size,
    formerStatus: count(statuses, ({ OldValue, NewValue }) => [OldValue, NewValue].includes(formerStatus)),
    labels: count(statuses, ({ NewValue }) => Object.values(translatedStatuses).includes(String(NewValue))),
    reopened: count(statuses, ({ OldValue }) => OldValue === 'Closed - Not Converted'),
    personAccounts: count(rowsOf(untidy, 'Account'), ({ IsPersonAccount }) => IsPersonAccount === 1),
    children: count(events, ({ IsChild }) => IsChild === 1),
    series: count(events, ({ IsRecurrence }) => IsRecurrence === 1),
    telephony: count(rowsOf(untidy, 'Task'), (row) => row['TaskSubtype'] === 'Task' && row['CallType'] !== null),
  };
  for (const [kind, rows] of Object.entries(found)) assert.ok(rows >= 2, `${kind}: ${rows}`);
  assert.equal(
    count(contacts, ({ IsPersonAccount }) => IsPersonAccount === 1),
    found.personAccounts,
  );
});

test('history starts 300 days before the end, or where it is said to', async () => {
  const first = (rows: StoredRow[]): number =>
    Math.min(...rows.map(({ CreatedDate }) => Date.parse(String(CreatedDate))));
  const days = (options.endsAt.getTime() - first(rowsOf(untidy, 'LeadHistory'))) / 86_400_000;
  assert.ok(days <= 300 && days > 290, String(days));
  const none = await captureRows({ ...options, leads: 100, historyDays: 0 });
  assert.deepEqual([rowsOf(none, 'LeadHistory').length, rowsOf(none, 'OpportunityFieldHistory').length], [0, 0]);
  assert.ok(rowsOf(none, 'OpportunityHistory').length > 0);
});

test('every id of an untidy org is there once, and rows of an object have the same fields', () => {
  const rows = [...untidy.rows.values()].flat();
  assert.equal(new Set(rows.map((row) => row['Id'])).size, rows.length);
  for (const [object, ofObject] of untidy.rows) {
    assert.equal(new Set(ofObject.map((row) => Object.keys(row).join())).size, 1, object);
  }
});
