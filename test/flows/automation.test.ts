import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { startOrg } from '../local-org/src/index.ts';
import type { RecordInput, RunningOrg } from '../local-org/src/index.ts';
import { connectService } from '../e2e/stage/connect-service.ts';
import { ask, root } from '../local-org/test/server/connect.ts';
import { packageFolder } from './package-folder.ts';
import { startRecordingService } from './recording-service.ts';
import type { RecordingService } from './recording-service.ts';

const credentials = fileURLToPath(new URL('../../force-app/credentials', import.meta.url));
const qualified = 'Working - Contacted';

let org: RunningOrg;
let service: RecordingService;
let admin: string;

beforeEach(async () => {
  service = await startRecordingService();
  service.answer = { status: 200, body: { results: [] } };
  org = await startOrg({ metadata: [packageFolder(), credentials] });
  admin = org.org.userId('admin@local.org') ?? '';
  for (const name of ['ScoringAdmin', 'ScoringAdminCredential']) org.org.assignPermissionSet(admin, name);
  await connectService(org, { url: service.url, tokens: { manage: 'managing', score: 'scoring' } });
});
afterEach(async () => {
  await org.stop();
  await service.stop();
});

function save(operation: 'insert' | 'update' | 'delete', object: string, record: RecordInput, userId = admin): string {
  const result = org.org.write(userId, operation, object, record);
  assert.ok(result.success, JSON.stringify(result.errors));
  return result.id;
}

let goals = 0;
const insertGoal = (fields: RecordInput = {}): string => {
  goals += 1;
  return save('insert', 'Score_Goal__c', {
    ...{ Name: `Goal ${goals}`, Unique_Name__c: `Goal ${goals}`, Profile_Type__c: 'Person', Object__c: 'Lead' },
    ...{ Goal_Type__c: 'Lead converted', Timeframe_Days__c: '90', Merge_Policy__c: 'Lead first' },
    Condition_1__c: JSON.stringify({ field: 'Status', operator: 'equals', values: ['Closed - Converted'] }),
    // Two goals cannot share a score field.
    Score_Field__c: `Lead.Score_${goals}__c`,
    Background_Update__c: true,
    Active__c: true,
    Qualified_Statuses__c: `${qualified}\nSomething Else`,
    ...fields,
  });
};

const insertLead = (Status = 'Open - Not Contacted'): string =>
  save('insert', 'Lead', { LastName: 'Lead', Company: 'Company', Status });

const evaluated = (): unknown[] => service.calls.map(({ body }) => body);
const mails = (): string[] => org.flows.outbox.emails.map(({ subject }) => subject);

test('a lead that becomes qualified is evaluated for its goals by one callout of the package', async () => {
  const goalId = insertGoal();
  const recordId = insertLead();
  await org.settled();
  assert.deepEqual(service.calls, []);
  save('update', 'Lead', { Id: recordId, Status: qualified });
  await org.settled();
  assert.deepEqual(service.calls, [
    {
      ...{ method: 'POST', path: '/v1/evaluations', authorization: 'Bearer managing' },
      body: { goalIds: [goalId], recordIds: [recordId] },
    },
  ]);
  assert.deepEqual(mails(), []);
});

test('the score that the service writes evaluates nothing again, nor does an edit that leaves the status', async () => {
  insertGoal();
  service.onCall = ({ body }) => {
    save('update', 'Lead', { Id: (body as { recordIds: string[] }).recordIds[0] ?? '', Company: 'As scored' });
  };
  const recordId = insertLead(qualified);
  await org.settled();
  save('update', 'Lead', { Id: recordId, Company: 'Another' });
  save('update', 'Lead', { Id: recordId, Status: qualified });
  await org.settled();
  assert.equal(service.calls.length, 1);
});

test('a bulk load makes one callout for each transaction of at most 200 records', async () => {
  insertGoal();
  const lines = Array.from({ length: 250 }, (_, index) => `Lead ${index},Company,${qualified}`);
  const job = await ask(org, `${root}/jobs/ingest`, { method: 'POST', body: { object: 'Lead', operation: 'insert' } });
  const { id } = job.json as { id: string };
  const input = ['LastName,Company,Status', ...lines, ''].join('\n');
  await ask(org, `${root}/jobs/ingest/${id}/batches`, {
    method: 'PUT',
    body: input,
    headers: { 'Content-Type': 'text/csv' },
  });
  await ask(org, `${root}/jobs/ingest/${id}`, { method: 'PATCH', body: { state: 'UploadComplete' } });
  await org.settled();
  const counts = evaluated().map((body) => (body as { recordIds: string[] }).recordIds.length);
  assert.deepEqual(counts, [200, 50]);
});

test('a service that is down changes no save and raises no error mail', async () => {
  insertGoal();
  service.answer = { status: 503, body: { detail: 'Away', actions: [] } };
  const recordId = insertLead(qualified);
  await org.settled();
  assert.equal(service.calls.length, 1);
  assert.equal(org.org.inspect('SELECT "Status" FROM "Lead" WHERE "Id" = ?', recordId)[0]?.['Status'], qualified);
  assert.deepEqual(mails(), []);
});

test('a user who may not view scores saves a lead without a callout and without an error', async () => {
  insertGoal();
  const user = org.org.userId('rep@local.org') ?? '';
  save('insert', 'Lead', { LastName: 'Lead', Company: 'Company', Status: qualified }, user);
  await org.settled();
  assert.deepEqual([service.calls, mails()], [[], []]);
});

test('deleting goals asks the service to remove their scores', async () => {
  const ids = [insertGoal(), insertGoal()];
  service.answer = { status: 202, body: {} };
  org.org.writeMany(
    admin,
    'delete',
    'Score_Goal__c',
    ids.map((Id) => ({ Id })),
    { allOrNone: true },
  );
  await org.settled();
  const asked = service.calls
    .map(({ method, path, body }) => `${method} ${path} ${JSON.stringify(body ?? '')}`)
    .join('\n');
  for (const id of ids) assert.ok(asked.includes(id), asked);
});

test('a service that does not take deleted goals is asked three times', async () => {
  const Id = insertGoal();
  service.answer = { status: 503, body: { detail: 'Away', actions: [] } };
  save('delete', 'Score_Goal__c', { Id });
  await org.settled();
  assert.deepEqual(
    service.calls.map(({ path }) => path),
    ['/v1/score-deletions', '/v1/score-deletions', '/v1/score-deletions'],
  );
});
