import assert from 'node:assert/strict';
import { test } from 'node:test';
import { generateOrg } from '../../src/generator/generate-org.ts';
import { accountLookup, truthOf } from '../../src/generator/lead-truth.ts';
import type { StoredRow } from '../../src/generator/row-batch.ts';
import type { GeneratorOptions } from '../../src/generator/world.ts';
import { captureRows, rowsOf } from './captured-rows.ts';

const options: GeneratorOptions = { seed: 5, leads: 2_000, endsAt: new Date('2026-01-01T00:00:00Z') };
const captured = await captureRows(options);
const leads = rowsOf(captured, 'Lead');
const converted = leads.filter((lead) => lead['IsConverted'] === 1);
const tasks = rowsOf(captured, 'Task');
const byLead = Map.groupBy(rowsOf(captured, 'LeadHistory'), (change) => change['LeadId']);
const share = (rows: StoredRow[], claim: (row: StoredRow) => boolean): number =>
  rows.filter(claim).length / rows.length;

test('the same seed gives the same rows', async () => {
  assert.deepEqual((await captureRows(options)).rows, captured.rows);
});

test('another seed gives other rows', async () => {
  const other = await captureRows({ ...options, seed: 6 });
  assert.notDeepEqual(rowsOf(other, 'Lead').slice(0, 5), leads.slice(0, 5));
});

test('memory is bounded: no batch grows with the org', async () => {
  const larger = await captureRows({ ...options, leads: 8_000 });
  assert.ok(captured.largestTransaction <= 9_000, `${captured.largestTransaction} rows at once`);
  assert.ok(larger.largestTransaction <= 9_000, `${larger.largestTransaction} rows at once`);
});

test('every id is there once, and every reference leads somewhere', () => {
  const rows = [...captured.rows.values()].flat();
  const ids = new Set(rows.map((row) => row['Id']));
  assert.equal(ids.size, rows.length);
  const dangling = rows.flatMap((row) =>
    Object.entries(row).filter(
      ([field, value]) =>
        field.endsWith('Id') && field !== 'Id' && field !== 'ProfileId' && value !== null && !ids.has(value),
    ),
  );
  assert.deepEqual(dangling, []);
});

test('rows of an object all have the same fields in the same order', () => {
  for (const [object, rows] of captured.rows) {
    const shapes = new Set(rows.map((row) => Object.keys(row).join()));
    assert.equal(shapes.size, 1, object);
  }
});

test('stored leads agree with the truth, and only with what may be known', () => {
  const truths = [...truthOf(options)];
  assert.deepEqual(
    leads.map((lead) => [lead['Id'], lead['CreatedDate'], lead['IsConverted']]),
    truths.map((lead) => [lead.id, lead.created.toISOString(), lead.convertedAfterDays === undefined ? 0 : 1]),
  );
});

test('no hidden number is stored', () => {
  const hidden = new Set([...truthOf(options)].map(({ eventual }) => eventual));
  const values = [...captured.rows.values()].flat().flatMap((row) => Object.values(row));
  assert.ok(!values.some((value) => typeof value === 'number' && hidden.has(value)));
  assert.ok(values.every((value) => typeof value !== 'number' || Number.isInteger(value * 100)));
});

test('converted leads are really converted', () => {
  const contacts = new Map(rowsOf(captured, 'Contact').map((contact) => [contact['Id'], contact]));
  assert.ok(converted.length > 200);
  for (const lead of converted) {
    assert.equal(lead['Status'], 'Closed - Converted');
    assert.equal(lead['ConvertedDate'], String(lead['LastModifiedDate']).slice(0, 10));
    assert.equal(contacts.get(lead['ConvertedContactId'] ?? '')?.['AccountId'], lead['ConvertedAccountId']);
    assert.ok(byLead.get(lead['Id'] ?? '')?.some(({ Field }) => Field === 'leadConverted'));
  }
  const withOpportunity = share(converted, (lead) => lead['ConvertedOpportunityId'] !== null);
  assert.ok(withOpportunity > 0.6 && withOpportunity < 0.95);
});

test('activities of converted leads belong to the contact', () => {
  const convertedIds = new Set(converted.map((lead) => lead['Id']));
  const contactIds = new Set(converted.map((lead) => lead['ConvertedContactId']));
  assert.ok(!tasks.some((task) => convertedIds.has(task['WhoId'] ?? null)));
  assert.ok(tasks.filter((task) => contactIds.has(task['WhoId'] ?? null)).length > converted.length);
});

test('statuses follow their history', () => {
  for (const lead of leads) {
    const changes = byLead.get(lead['Id'] ?? '')?.filter(({ Field }) => Field === 'Status') ?? [];
    assert.equal(changes.at(-1)?.['NewValue'] ?? 'Open - Not Contacted', lead['Status']);
  }
});

test('nothing happens before a record exists or after the end', () => {
  for (const [object, rows] of captured.rows) {
    for (const { CreatedDate, LastModifiedDate } of rows) {
      assert.ok(String(LastModifiedDate ?? CreatedDate) >= String(CreatedDate), object);
      assert.ok(String(LastModifiedDate ?? CreatedDate) < options.endsAt.toISOString(), object);
    }
  }
});

test('fields filled after the outcome are as good as empty before it', () => {
  const isFilled = (lead: StoredRow): boolean => lead['Contract_Type__c'] !== null || lead['Signed_Budget__c'] !== null;
  assert.ok(share(converted, isFilled) > 0.9);
  assert.ok(
    share(
      leads.filter((lead) => lead['IsConverted'] === 0),
      isFilled,
    ) < 0.04,
  );
});

test('people register again, match contacts, have missing values, and some have opted out', () => {
  const addresses = leads.flatMap(({ Email }) => (Email === null ? [] : [String(Email).toLowerCase()]));
  assert.ok(new Set(addresses).size < addresses.length * 0.98);
  const contactAddresses = new Set(rowsOf(captured, 'Contact').map(({ Email }) => Email));
  assert.ok(addresses.filter((address) => contactAddresses.has(address)).length > leads.length * 0.05);
  for (const field of ['Title', 'Industry', 'NumberOfEmployees', 'Email', 'Website_Visits__c']) {
    const holes = share(leads, (lead) => lead[field] === null);
    assert.ok(holes > 0.01 && holes < 0.25, `${field} ${holes}`);
  }
  const individuals = rowsOf(captured, 'Individual');
  assert.ok(individuals.some(({ HasOptedOutProfiling }) => HasOptedOutProfiling === 1));
  assert.ok(individuals.some(({ HasOptedOutProcessing }) => HasOptedOutProcessing === 1));
  assert.ok(individuals.some(({ ShouldForget }) => ShouldForget === 1));
});

test('registrations rest at weekends and users work in several time zones', () => {
  const atWeekend = share(leads, ({ CreatedDate }) => [0, 6].includes(new Date(String(CreatedDate)).getUTCDay()));
  assert.ok(atWeekend > 0.05 && atWeekend < 0.2, `${atWeekend}`);
  assert.ok(new Set(rowsOf(captured, 'User').map(({ TimeZoneSidKey }) => TimeZoneSidKey)).size >= 5);
});

test('opportunities end where their stage history ends', () => {
  const histories = Map.groupBy(rowsOf(captured, 'OpportunityHistory'), ({ OpportunityId }) => OpportunityId);
  const opportunities = rowsOf(captured, 'Opportunity');
  assert.ok(share(opportunities, ({ IsWon }) => IsWon === 1) > 0.15);
  for (const opportunity of opportunities) {
    assert.equal(histories.get(opportunity['Id'] ?? '')?.at(-1)?.['StageName'], opportunity['StageName']);
  }
});

test('an aborted generation stops between batches', async () => {
  const controller = new AbortController();
  let inserts = 0;
  const target = {
    transaction: <T>(work: () => T): T => work(),
    insertRaw: () => {
      inserts += 1;
      controller.abort();
    },
  };
  await assert.rejects(generateOrg(target, { ...options, signal: controller.signal }), { name: 'AbortError' });
  assert.ok(inserts < 20);
});

test('some people work for a company that has an account, which conversions take', () => {
  const accountOf = accountLookup(options);
  const byId = new Map(rowsOf(captured, 'Account').map((account) => [account['Id'], account]));
  const names = new Set(rowsOf(captured, 'Account').map(({ Name }) => Name));
  assert.ok(names.size > 0.95 * byId.size && names.size < byId.size, 'a few accounts are namesakes');
  const employed = leads.flatMap((lead) => {
    const [id = ''] = accountOf(String(lead['Id']), new Date(String(lead['CreatedDate'])));
    const account = byId.get(id);
    return account === undefined ? [] : [{ lead, account }];
  });
  assert.ok(employed.length > 0.12 * leads.length && employed.length < 0.25 * leads.length, `${employed.length}`);
  const isSpelledAlike = employed.filter(({ lead, account }) => lead['Company'] === account['Name']).length;
  assert.ok(isSpelledAlike > 0.05 * employed.length && isSpelledAlike < 0.6 * employed.length, `${isSpelledAlike}`);
  const converts = employed.filter(({ lead }) => lead['IsConverted'] === 1);
  const taken = converts.filter(({ lead, account }) => lead['ConvertedAccountId'] === account['Id']).length;
  assert.ok(taken > 0.85 * converts.length, `${taken} of ${converts.length}`);
});
