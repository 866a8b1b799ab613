import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RecordInput } from '../local-org/src/index.ts';
import { packagedOrg } from './packaged-org.ts';
import type { PackagedOrg } from './packaged-org.ts';

const hourMs = 3_600_000;

const goal = (more: RecordInput = {}): RecordInput => ({
  ...{ Name: 'Goal', Unique_Name__c: 'Goal', Profile_Type__c: 'Person', Object__c: 'Lead', Active__c: true },
  ...{ Goal_Type__c: 'Lead converted', Timeframe_Days__c: '90', Merge_Policy__c: 'Lead first' },
  Condition_1__c: JSON.stringify({ field: 'Status', operator: 'equals', values: ['Closed - Converted'] }),
  ...{ Score_Field__c: 'Lead.Predictive_Score__c', Qualified_Statuses__c: 'Open - Not Contacted\nWorking - Contacted' },
  ...more,
});

const lead = (more: RecordInput = {}): RecordInput => ({ LastName: 'Lead', Company: 'Company', ...more });

test('all packaged flows are accepted and active', () => {
  const { flows } = packagedOrg();
  assert.deepEqual(
    flows.active.map(({ name }) => name),
    [
      'Evaluate_Predictive_Scores',
      'Evaluate_Qualified_Lead',
      'Late_Score_Run_Alerts',
      'Notify_Scoring_Admins',
      'Score_Run_Alerts',
      'Take_Score_Of_Closed_Lead',
    ],
  );
});

test('a lead that leaves the qualified statuses loses its score in the same save', () => {
  const { flows, insert, rows, update } = packagedOrg();
  insert('Score_Goal__c', goal());
  const scored = { Predictive_Score__c: 91, Predictive_Score_Band__c: 'High', Predictive_Score_Grade__c: 'A1' };
  const id = insert('Lead', lead({ Status: 'Working - Contacted', ...scored }));
  const shown = (): unknown[] => {
    const [row] = rows(
      `SELECT Predictive_Score__c, Predictive_Score_Band__c, Predictive_Score_Grade__c, Predictive_Score_Scored_At__c FROM Lead WHERE Id = '${id}'`,
    );
    return [row?.Predictive_Score__c, row?.Predictive_Score_Band__c, row?.Predictive_Score_Grade__c];
  };
  update('Lead', { Id: id, Status: 'Open - Not Contacted' });
  assert.deepEqual(shown(), [91, 'High', 'A1']);
  update('Lead', { Id: id, Status: 'Closed - Not Converted' });
  assert.deepEqual(shown(), [0, 'Not scored', null]);
  const covered = flows.coverage().find(({ flow }) => flow === 'Take_Score_Of_Closed_Lead');
  assert.deepEqual(covered?.covered, covered?.elements);
});

type Call = { name: string; inputs: Record<string, unknown>[] };

/** An org that records calls of Apex actions; `fails` is what they throw. */
function evaluatingOrg(fails?: string): PackagedOrg & { calls: Call[] } {
  const calls: Call[] = [];
  const opened = packagedOrg({
    invokeApex: async (_, name, inputs) => {
      calls.push({ name, inputs });
      await Promise.resolve();
      if (fails !== undefined) throw new Error(fails);
      return inputs.map(() => ({}));
    },
  });
  opened.insert('Score_Goal__c', goal({ Background_Update__c: true }));
  return { ...opened, calls };
}

test('a lead that becomes qualified is evaluated after the save, all leads of a transaction by one call', async () => {
  const { admin, calls, flows, insert, org, update } = evaluatingOrg();
  const records = ['Working - Contacted', 'Closed - Not Converted', 'Open - Not Contacted'].map((Status) =>
    lead({ Status }),
  );
  const saved = org.writeMany(admin, 'insert', 'Lead', records, { allOrNone: true });
  await flows.settled();
  const ids = saved.map(({ id }) => id);
  assert.deepEqual(calls, [{ name: 'EvaluatePredictiveScore', inputs: [{ recordId: ids[0] }, { recordId: ids[2] }] }]);
  update('Lead', { Id: ids[0] ?? '', Title: 'CEO' });
  await flows.settled();
  assert.equal(calls.length, 1);
  update('Lead', { Id: ids[0] ?? '', Status: 'Open - Not Contacted' });
  await flows.settled();
  assert.equal(calls.length, 2);
  assert.ok(insert('Lead', lead()));
});

test('users without the permission save leads, and nothing is evaluated', async () => {
  const { calls, flows, insert, org } = evaluatingOrg();
  insert('Lead', lead({ Status: 'Working - Contacted' }), org.userId('rep@local.org') ?? '');
  await flows.settled();
  assert.deepEqual(calls, []);
  assert.deepEqual(flows.outbox.emails, []);
});

test('a service that is down raises no error mail', async () => {
  const { calls, flows, insert } = evaluatingOrg('System.CalloutException: Read timed out');
  insert('Lead', lead({ Status: 'Working - Contacted' }));
  await flows.settled();
  assert.equal(calls.length, 1);
  assert.deepEqual(flows.outbox.emails, []);
});

const run = (more: RecordInput = {}): RecordInput => ({
  Goal_Name__c: 'Goal',
  Job_Type__c: 'Scoring',
  Status__c: 'Queued',
  ...more,
});

test('admins are notified once of a run that fails, by the set itself or by a group', () => {
  const { admin, flows, insert, org, rows, update } = packagedOrg();
  const integration = org.userId('integration@local.org') ?? '';
  const [set] = rows("SELECT Id FROM PermissionSet WHERE Name = 'ScoringAdmin'");
  const group = insert('PermissionSetGroup', { DeveloperName: 'Admins', MasterLabel: 'Admins' });
  insert('PermissionSetGroupComponent', { PermissionSetGroupId: group, PermissionSetId: String(set?.Id) });
  for (const AssigneeId of [admin, integration]) {
    insert('PermissionSetAssignment', { AssigneeId, PermissionSetGroupId: group });
  }
  const id = insert('Score_Run__c', run());
  assert.equal(flows.outbox.notifications.length, 0);
  update('Score_Run__c', { Id: id, Status__c: 'Failed' });
  update('Score_Run__c', { Id: id, Messages__c: 'again' });
  const [sent, ...more] = [...flows.outbox.notifications];
  assert.equal(more.length, 0);
  assert.deepEqual(new Set(sent?.recipientIds), new Set([admin, integration]));
  assert.equal(sent?.targetId, id);
  assert.match(sent.body, /Goal/);
  assert.deepEqual(flows.outbox.emails, []);
});

test('admins are notified of a run that has not ended a day after its start, and not of others', async () => {
  const { flows, insert, org, update } = packagedOrg();
  const Job_Start__c = '2026-03-16T12:00:00.000Z';
  const late = insert('Score_Run__c', run({ Job_Start__c }));
  const ended = insert('Score_Run__c', run({ Job_Start__c }));
  update('Score_Run__c', { Id: late, Status__c: 'Processing' });
  update('Score_Run__c', { Id: ended, Status__c: 'Successful' });
  org.clock.advance(23 * hourMs);
  await flows.runDue();
  assert.deepEqual(flows.outbox.notifications, []);
  org.clock.advance(2 * hourMs);
  await flows.runDue();
  assert.deepEqual(
    flows.outbox.notifications.map(({ targetId }) => targetId),
    [late],
  );
});

test('the list action shows its screen with the records that are selected', async () => {
  const { admin, flows } = packagedOrg();
  const shown = await flows.run('Evaluate_Predictive_Scores', { userId: admin, inputs: { ids: ['00Q1', '00Q2'] } });
  assert.equal(shown.waitsAt, 'Evaluate');
});
