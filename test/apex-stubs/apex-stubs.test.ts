import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { startOrg } from '../local-org/src/index.ts';
import type { Automation, RecordInput, RunningOrg } from '../local-org/src/index.ts';
import { ask, connect } from '../local-org/test/server/connect.ts';
import { startRecordingService } from './recording-service.ts';
import type { RecordingService } from './recording-service.ts';
import { stubs } from './stubs.ts';

const packageFolder = fileURLToPath(new URL('../../force-app/main/default/', import.meta.url));
const qualified = 'Working - Contacted';

let org: RunningOrg;
let service: RecordingService;
let automation: Automation;
let admin: string;

beforeEach(async () => {
  service = await startRecordingService();
  org = await startOrg({ metadata: [packageFolder] });
  admin = org.org.userId('admin@local.org') ?? '';
  org.org.assignPermissionSet(admin, 'ScoringAdmin');
  automation = org.automation;
  automation.register(stubs({ serviceUrl: service.serviceUrl, token: 'secret-token' }));
});
afterEach(async () => {
  await org.stop();
  await service.stop();
});

function insert(object: string, record: RecordInput): string {
  const result = org.org.write(admin, 'insert', object, record);
  assert.ok(result.success, JSON.stringify(result.errors));
  return result.id;
}

function update(object: string, record: RecordInput): void {
  const result = org.org.write(admin, 'update', object, record);
  assert.ok(result.success, JSON.stringify(result.errors));
}

let goals = 0;
const insertGoal = (fields: RecordInput = {}): string => {
  goals += 1;
  return insert('Score_Goal__c', {
    Name: `Goal ${goals}`,
    Unique_Name__c: `Goal ${goals}`,
    Profile_Type__c: 'Person',
    Object__c: 'Lead',
    Goal_Type__c: 'Lead converted',
    Condition_1__c: JSON.stringify({ field: 'Status', operator: 'equals', values: ['Closed - Converted'] }),
    Timeframe_Days__c: '90',
    Merge_Policy__c: 'Lead first',
    // Two goals cannot share a score field.
    Score_Field__c: `Lead.Score_${goals}__c`,
    Background_Update__c: true,
    Qualified_Statuses__c: `${qualified}\nSomething Else`,
    ...fields,
  });
};

const insertLead = (Status = 'Open - Not Contacted'): string =>
  insert('Lead', { LastName: 'Lead', Company: 'Company', Status });

const about = (goalId: string, ...recordIds: string[]) => ({ goalIds: [goalId], recordIds });
const scored = () => service.calls.map(({ body }) => body);

test('a lead that becomes qualified is evaluated for the goal, with the request of the contract', async () => {
  const goalId = insertGoal();
  const recordId = insertLead();
  await automation.settled();
  assert.deepEqual(service.calls, []);
  update('Lead', { Id: recordId, Status: qualified });
  await automation.settled();
  assert.deepEqual(service.calls, [
    { method: 'POST', path: '/v1/evaluations', authorization: 'Bearer secret-token', body: about(goalId, recordId) },
  ]);
});

test('a new lead in a qualified status is evaluated; without statuses every open lead is qualified', async () => {
  const named = insertGoal();
  const open = insertGoal({ Qualified_Statuses__c: null });
  const first = insertLead(qualified);
  const second = insertLead();
  await automation.settled();
  update('Lead', { Id: second, Status: 'Closed - Not Converted' });
  await automation.settled();
  assert.deepEqual(scored(), [about(named, first), about(open, first, second)]);
});

test('a goal counts when it is active, on leads, and updated in the background or with a model', async () => {
  insertGoal({ Active__c: false });
  insertGoal({ Background_Update__c: false });
  insertGoal({ Object__c: 'Contact', Score_Field__c: 'Contact.Predictive_Score__c' });
  const trained = insertGoal({ Background_Update__c: false });
  // The service writes the version of the model as the integration user.
  org.org.inspect('UPDATE "Score_Goal__c" SET "Model_Version__c" = ? WHERE "Id" = ?', 'v1', trained);
  const recordId = insertLead(qualified);
  await automation.settled();
  assert.deepEqual(scored(), [about(trained, recordId)]);
});

test('the score that the service writes evaluates nothing again, nor does an edit that leaves the status', async () => {
  insertGoal();
  service.onCall = ({ body }) => {
    update('Lead', { Id: (body as { recordIds: string[] }).recordIds[0] ?? '', Company: 'As scored' });
  };
  const recordId = insertLead(qualified);
  await automation.settled();
  update('Lead', { Id: recordId, Company: 'Another' });
  update('Lead', { Id: recordId, Status: qualified });
  await automation.settled();
  assert.equal(service.calls.length, 1);
});

test('a bulk load makes one call for each transaction of at most 200 records', async () => {
  insertGoal();
  const lines = Array.from({ length: 250 }, (_, index) => `Lead ${index},Company,${qualified}`);
  const input = ['LastName,Company,Status', ...lines, ''].join('\n');
  await connect(org).bulk2.loadAndWaitForResults({ object: 'Lead', operation: 'insert', input });
  await automation.settled();
  const sizes = scored().map((body) => (body as { recordIds: string[] }).recordIds.length);
  assert.deepEqual(sizes, [200, 50]);
  assert.equal(new Set(automation.outcomes.map(({ transaction }) => transaction)).size, 2);
});

test('a deleted goal has its scores cleared; a lead that is deleted starts nothing', async () => {
  const goalId = insertGoal();
  const lead = insertLead();
  org.org.write(admin, 'delete', 'Lead', { Id: lead });
  org.org.write(admin, 'delete', 'Score_Goal__c', { Id: goalId });
  await automation.settled();
  assert.deepEqual(service.calls, [
    {
      method: 'POST',
      path: '/v1/score-deletions',
      authorization: 'Bearer secret-token',
      body: { goalIds: [goalId] },
    },
  ]);
});

test('an outcome names what the stub replaces, the ids and the status, and no field values', async () => {
  const goalId = insertGoal();
  service.answer = { status: 409, body: { kind: 'goal.untrained', detail: 'about Lead' } };
  const recordId = insertLead(qualified);
  await automation.settled();
  const { json } = await ask(org, '/__org/automation');
  const { outcomes } = json as { outcomes: { at: string }[] };
  const [{ at, ...outcome } = { at: '' }] = outcomes;
  assert.ok(Date.parse(at) > 0);
  assert.deepEqual(outcome, {
    stub: 'evaluate-qualified-lead',
    replaces: { type: 'Flow', fullName: 'Evaluate_Qualified_Lead' },
    transaction: 1,
    about: { goalId, recordIds: [recordId] },
    status: 409,
    error: 'goal.untrained',
  });
});

test('a service that is not there is an outcome, and the save stands', async () => {
  insertGoal();
  await service.stop();
  const recordId = insertLead(qualified);
  await automation.settled();
  assert.deepEqual(
    automation.outcomes.map(({ status, error }) => [status, error]),
    [[undefined, 'ECONNREFUSED']],
  );
  assert.equal((await connect(org).query(`SELECT COUNT() FROM Lead WHERE Id = '${recordId}'`)).totalSize, 1);
  service = await startRecordingService();
});
