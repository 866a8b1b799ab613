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

test('a queue owns some of the leads that are not converted, and sales users have a role', async () => {
  const [queueId, roleId] = ['00G000000000001AAA', '00E000000000001AAA'];
  const shared = await captureRows({ ...options, untidy: { recordTypeIds, queueId, roleId } });
  const isQueued = ({ OwnerId }: StoredRow): boolean => OwnerId === queueId;
  const queued = rowsOf(shared, 'Lead').filter(isQueued);
  assert.ok(queued.length > 20, `${queued.length}`);
  assert.ok(queued.every(({ IsConverted }) => IsConverted === 0));
  assert.deepEqual(
    rowsOf(shared, 'Lead').map((row, index) => (isQueued(row) ? { ...row, OwnerId: leads[index]?.['OwnerId'] } : row)),
    leads,
  );
  assert.ok(rowsOf(shared, 'User').every(({ UserRoleId }) => UserRoleId === roleId));
});

test('every kind of untidiness is there', () => {
  const contacts = rowsOf(untidy, 'Contact');
  const events = rowsOf(untidy, 'Event');
  const tasks = rowsOf(untidy, 'Task');
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
    telephony: count(tasks, (row) => row['TaskSubtype'] === 'Task' && row['CallType'] !== null),
    callsByType: count(tasks, (row) => row['CallType'] === null && row['Type'] === 'Call'),
  };
  for (const [kind, rows] of Object.entries(found)) assert.ok(rows >= 2, `${kind}: ${rows}`);
  assert.equal(
    count(contacts, ({ IsPersonAccount }) => IsPersonAccount === 1),
    found.personAccounts,
  );
});

const isSent = ({ Status }: StoredRow): boolean => Status !== '5';
const isEmail = ({ TaskSubtype }: StoredRow): boolean => TaskSubtype === 'Email';

test('each e-mail of the tidy org is there once: as a task, as a message, or as a task with its message', () => {
  const emails = rowsOf(untidy, 'EmailMessage');
  const tasks = rowsOf(untidy, 'Task').filter(isEmail);
  const taskIds = new Set(tasks.map(({ Id }) => Id));
  const ofTasks = emails.filter(({ ActivityId }) => ActivityId !== null);
  const alone = emails.filter((row) => row['ActivityId'] === null && isSent(row));
  assert.ok(ofTasks.length > 100 && alone.length > 100, `${ofTasks.length} and ${alone.length}`);
  assert.ok(tasks.length > ofTasks.length + 100);
  assert.ok(count(emails, (row) => !isSent(row)) > 10);
  assert.ok(ofTasks.every(({ ActivityId }) => taskIds.has(ActivityId ?? null)));
  assert.equal(tasks.length + alone.length, count(rowsOf(tidy, 'Task'), isEmail));
});

test('an e-mail is related to its sender and its recipient, and the lead or contact is the one of the task', () => {
  const relations = Map.groupBy(rowsOf(untidy, 'EmailMessageRelation'), ({ EmailMessageId }) => EmailMessageId);
  const people = new Map(rowsOf(tidy, 'Task').map((row) => [row['Id'], row['WhoId']]));
  const emails = rowsOf(untidy, 'EmailMessage');
  assert.ok(emails.length > 200);
  for (const email of emails) {
    const related = relations.get(email['Id']) ?? [];
    assert.deepEqual(related.map(({ RelationType }) => RelationType).sort(), ['FromAddress', 'ToAddress']);
    const person = related.find(({ RelationObjectType }) => RelationObjectType !== 'User');
    assert.equal(person?.['RelationType'], email['Incoming'] === 1 ? 'FromAddress' : 'ToAddress');
    if (email['ActivityId'] !== null) assert.equal(person['RelationId'], people.get(email['ActivityId']));
  }
});

test('each person of an activity is related to it, and a further contact of the account is first in some', () => {
  for (const object of ['Task', 'Event']) {
    const activities = rowsOf(untidy, object).filter(({ IsChild }) => IsChild !== 1);
    const relations = rowsOf(untidy, `${object}Relation`).filter(
      (row) => row['IsWhat'] === 0 && row['IsInvitee'] !== 1,
    );
    const peopleOf = Map.groupBy(relations, (row) => row[`${object}Id`]);
    const tidyPeople = new Map(rowsOf(tidy, object).map((row) => [row['Id'], row['WhoId']]));
    const contacts = new Map(rowsOf(untidy, 'Contact').map((row) => [row['Id'], row['AccountId']]));
    let [shared, moved] = [0, 0];
    for (const activity of activities) {
      const people = (peopleOf.get(activity['Id']) ?? []).map(({ RelationId }) => RelationId ?? null);
      const before = tidyPeople.get(activity['Id']);
      assert.ok(people.includes(activity['WhoId'] ?? null));
      if (before !== undefined) assert.ok(people.includes(before));
      if (people.length > 1) shared += 1;
      if (before !== undefined && activity['WhoId'] !== before) moved += 1;
      assert.equal(new Set(people.map((id) => contacts.get(id))).size, 1, 'of one account, or a lead alone');
      if (String(activity['WhoId']).startsWith('00Q')) assert.equal(people.length, 1);
    }
    assert.ok(shared >= 10 && moved >= 4 && moved < shared, `${object}: ${shared} shared, ${moved} moved`);
  }
  const invited = count(rowsOf(untidy, 'EventRelation'), ({ IsInvitee }) => IsInvitee === 1);
  assert.equal(
    invited,
    count(rowsOf(untidy, 'Event'), ({ IsChild }) => IsChild === 1),
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
