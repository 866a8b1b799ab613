import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { SourceRow, SourceRows } from '../../../../scoring-service/src/domain/features/source-plan.ts';
import { callsOf, connectTo, insert, insertGoal, startScoringOrg } from './connected-org.ts';
import { leadPlan } from './lead-plan.ts';

const running = await startScoringOrg();
after(() => running.stop());
const goalId = insertGoal(running);
const salesforce = connectTo(running);
await salesforce.ping();

const insertLead = (index: number, email: string | null): string =>
  insert(running, 'Lead', {
    LastName: `Lead ${index}`,
    Company: 'Engines',
    Email: email,
    NumberOfEmployees: index + 1,
  });

/** 120 leads: some share an address with each other and with a contact, some have none, some awkward ones. */
const emails = [null, 'ada@example.com', "o'neil@example.com", 'ada+news@example.com'];
const leadIds = Array.from({ length: 120 }, (_, index) =>
  insertLead(index, index % 5 === 4 ? `own.${index}@example.com` : (emails[index % 5] ?? null)),
);
const accountId = insert(running, 'Account', { Name: 'Account', Industry: 'Energy' });
for (const email of ['ada@example.com', "o'neil@example.com"])
  insert(running, 'Contact', { LastName: 'Contact', AccountId: accountId, Email: email });
for (const id of leadIds.slice(0, 7)) insert(running, 'Task', { Subject: 'Call', WhoId: id, Status: 'Completed' });

const idsOf = (rows: SourceRow[] = []): string[] => rows.map((row) => String(row['id'])).sort();
const rowOf = (rows: SourceRows, id: string): SourceRow | undefined => rows.lead?.find((row) => row['id'] === id);

test('many records are read like one, each row once, in two requests for a hundred', async () => {
  const { result, calls } = await callsOf(running, () => salesforce.readRecords(goalId, leadPlan, leadIds));
  assert.deepEqual(calls, ['POST /composite', 'POST /composite', 'POST /composite', 'POST /composite']);
  assert.equal(result.goal.id, goalId);
  assert.deepEqual(result.foundIds.toSorted(), leadIds.toSorted());
  assert.deepEqual(idsOf(result.rows.lead), leadIds.toSorted());
  assert.deepEqual(idsOf(result.rows.account), [accountId]);
  assert.equal(result.rows.contact?.length, 2);
  assert.equal(result.rows.task?.length, 7);
  for (const id of leadIds.slice(0, 10)) {
    const { rows } = await salesforce.readRecord(goalId, leadPlan, id);
    assert.deepEqual(rowOf(result.rows, id), rowOf(rows, id));
    assert.ok(idsOf(rows.lead).every((other) => leadIds.includes(other)));
  }
});

test('leads that share an address but were not requested are counted too', async () => {
  const other = insertLead(500, 'shared@example.com');
  const asked = [insertLead(501, 'shared@example.com'), insertLead(502, 'shared@example.com')];
  const { rows } = await salesforce.readRecords(goalId, leadPlan, asked);
  assert.deepEqual(idsOf(rows.lead), [...asked, other].sort());
  assert.equal(rowOf(rows, other)?.['status'], undefined);
  assert.notEqual(rowOf(rows, asked[0] ?? '')?.['status'], undefined);
});

test('deleted records are not among the found; 15-character ids find their records', async () => {
  const [kept, gone] = [insertLead(600, null), insertLead(601, null)];
  running.org.write(running.org.userId('admin@local.org') ?? '', 'delete', 'Lead', { Id: gone });
  const { foundIds } = await salesforce.readRecords(goalId, leadPlan, [kept.slice(0, 15), gone]);
  assert.deepEqual(foundIds, [kept]);
});

test('a deleted goal is reported as not found', async () => {
  await assert.rejects(salesforce.readRecords('a00000000000099AAA', leadPlan, leadIds.slice(0, 2)), {
    kind: 'goal.not-found',
  });
});
