import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, before, test } from 'node:test';
import { callsOf } from '../connected-org.ts';
import { leadPlan } from '../lead-plan.ts';
import { openErrorStage, scoreOf, storedScores } from './error-stage.ts';
import type { ErrorStage } from './error-stage.ts';

let stage: ErrorStage;

before(async () => {
  stage = await openErrorStage();
});
afterEach(() => stage.running.faults.reset());
after(() => stage.running.stop());

const json = { 'content-type': 'application/json;charset=UTF-8' };

for (const [what, fault] of [
  ['a connection dropped before the answer', { drop: 'before' }],
  ['an answer that breaks off half-way', { drop: 'half' }],
  ['HTTP status 500', { status: 500 }],
  ['HTTP status 503 with a page that is no JSON', { status: 503, body: 'down for maintenance' }],
  ['HTTP status 429', { status: 429 }],
  ['a page of HTML', { status: 200, body: '<html>Please wait.</html>', headers: { 'content-type': 'text/html' } }],
  [
    'the page of a proxy',
    { status: 403, body: '<html>No.</html>', headers: { 'content-type': 'text/html; charset=UTF-8' } },
  ],
  [
    'half of an answer that ends as a whole one',
    { status: 200, body: '{"totalSize": 1, "records": [{', headers: json },
  ],
] as const) {
  test(`${what}: an idempotent call is repeated`, async () => {
    const [leadId = ''] = stage.leadIds;
    const salesforce = stage.connect();
    await salesforce.ping();
    stage.plant({ kind: 'call', path: '/query', ...fault });
    assert.equal((await salesforce.readGoal(stage.goal.id)).id, stage.goal.id);
    stage.plant({ kind: 'call', path: '/composite/sobjects', ...fault });
    assert.deepEqual(await salesforce.writeScores(stage.goal, [scoreOf(leadId, 41)]), [{ recordId: leadId }]);
    assert.deepEqual(salesforce.waits, [200, 200]);
  });

  test(`${what}: a call that must not run twice is not repeated but reported`, async () => {
    const salesforce = stage.connect({ mostCollectionWrites: 0 });
    await salesforce.ping();
    stage.plant({ kind: 'call', method: 'POST', path: '/jobs/ingest', ...fault });
    const { calls } = await callsOf(stage.running, () =>
      assert.rejects(salesforce.writeScores(stage.goal, [scoreOf(stage.leadIds[0] ?? '', 42)]), {
        kind: 'salesforce.unreachable',
      }),
    );
    assert.ok(calls.length <= 1, calls.join());
    assert.deepEqual(salesforce.waits, []);
  });
}

test('what is kept for some minutes is asked again after a refusal', async () => {
  const salesforce = stage.connect();
  await salesforce.ping();
  const refusal = { status: 400, body: '[{"errorCode":"MALFORMED_QUERY","message":"No."}]', headers: json };
  stage.plant({ kind: 'call', path: '/query', ...refusal });
  await assert.rejects(salesforce.reasonLanguage(), { kind: 'salesforce.refused' });
  assert.equal(await salesforce.reasonLanguage(), 'en');
  stage.plant({ kind: 'call', path: '/describe', ...refusal });
  await assert.rejects(salesforce.scoreParts(stage.goal), { kind: 'salesforce.refused' });
  assert.ok(Array.isArray(await salesforce.scoreParts(stage.goal)));
});

test('an org that does not answer within the timeout is not asked again', async () => {
  const salesforce = stage.connect({ timeoutMs: 500 });
  await salesforce.ping();
  stage.plant({ kind: 'call', path: '/query', latencyMs: 1500, times: 10 });
  await assert.rejects(salesforce.ping(), { kind: 'salesforce.unreachable', message: /within 500 ms/ });
  assert.deepEqual(salesforce.waits, []);
});

test('a slow org is waited for', async () => {
  const salesforce = stage.connect({ timeoutMs: 5000 });
  stage.plant({ kind: 'call', path: '/query', latencyMs: 30 });
  assert.equal((await salesforce.readGoal(stage.goal.id)).id, stage.goal.id);
});

test('a bulk job that fails in the middle: the next one writes the unprocessed records', async () => {
  const salesforce = stage.connect({ mostCollectionWrites: 0 });
  stage.plant({ kind: 'job', job: 'ingest', object: 'Lead', afterRecords: 230 });
  const writes = stage.leadIds.map((id, index) => scoreOf(id, 1 + (index % 90)));
  const { calls, result } = await callsOf(stage.running, () => salesforce.writeScores(stage.goal, writes));
  assert.deepEqual(
    result,
    writes.map(({ recordId }) => ({ recordId })),
  );
  assert.deepEqual(
    storedScores(stage, stage.leadIds),
    writes.map(({ score }) => score),
  );
  assert.equal(calls.filter((call) => call === 'POST /jobs/ingest').length, 2);
  assert.deepEqual(
    salesforce.waits.filter((ms) => ms >= 500),
    [500],
  );
});

test('a bulk job that fails repeatedly: unwritten records are reported with the reason', async () => {
  const salesforce = stage.connect({ mostCollectionWrites: 0 });
  stage.plant({ kind: 'job', job: 'ingest', afterRecords: 10, times: 100, code: 'ApiBatchItems' });
  const writes = stage.leadIds.slice(0, 100).map((id) => scoreOf(id, 43));
  const results = await salesforce.writeScores(stage.goal, writes);
  const unwritten = results.filter(({ error }) => error);
  // Six jobs of ten records each.
  assert.equal(unwritten.length, 40);
  assert.equal(unwritten[0]?.error?.code, 'NOT_PROCESSED');
  assert.match(unwritten[0].error.message, /ApiBatchItems/);
  const written = results.filter(({ error }) => !error).map(({ recordId }) => recordId);
  assert.ok(storedScores(stage, written).every((score) => score === 43));
});

test('a bulk job that fails before its first record stops the writing with its code', async () => {
  const salesforce = stage.connect({ mostCollectionWrites: 0 });
  stage.plant({
    kind: 'job',
    job: 'ingest',
    afterRecords: 0,
    code: 'InvalidBatch',
    message: 'Field name not found : Fax__c',
  });
  await assert.rejects(salesforce.writeScores(stage.goal, [scoreOf(stage.leadIds[0] ?? '', 44)]), {
    kind: 'salesforce.no-access',
    message: /Fax__c/,
  });
});

test('a page of results that breaks repeatedly fails, and a later call continues from there', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'plumbline-broken-'));
  after(() => rm(folder, { recursive: true, force: true }));
  const salesforce = stage.connect({ maxRecordsPerPage: 200 });
  const tables = leadPlan.tables.filter(({ name }) => name === 'lead');
  stage.plant({ kind: 'call', path: '/results', drop: 'half', after: 1, times: 4 });
  await assert.rejects(salesforce.extract(tables, { folder }), { kind: 'salesforce.unreachable' });
  const { calls } = await callsOf(stage.running, () => salesforce.extract(tables, { folder }));
  assert.equal(calls.filter((call) => call.endsWith('/results')).length, 2);
});

test('a session that ends again while a call is repeated is renewed', async () => {
  const salesforce = stage.connect();
  await salesforce.ping();
  stage.plant({ kind: 'call', path: '/query', code: 'INVALID_SESSION_ID' });
  stage.plant({ kind: 'call', path: '/query', status: 503 });
  stage.plant({ kind: 'call', path: '/query', code: 'INVALID_SESSION_ID', times: 2 });
  assert.equal((await salesforce.readGoal(stage.goal.id)).id, stage.goal.id);
});

const leadTables = leadPlan.tables.filter(({ name }) => name === 'lead');
const folderFor = async (): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'plumbline-broken-'));
  after(() => rm(folder, { recursive: true, force: true }));
  return folder;
};

test('a query job that the org fails is made anew, after waits that grow', async () => {
  const salesforce = stage.connect();
  stage.plant({ kind: 'job', job: 'query', object: 'Lead', afterRecords: 0, times: 2, code: 'InternalServerError' });
  const { calls } = await callsOf(stage.running, async () =>
    salesforce.extract(leadTables, { folder: await folderFor() }),
  );
  assert.equal(calls.filter((call) => call === 'POST /jobs/query').length, 3);
  assert.deepEqual(
    salesforce.waits.filter((ms) => ms >= 2000),
    [2000, 10_000],
  );
});

test('a query job that fails every time passes, so that a run pauses', async () => {
  const salesforce = stage.connect();
  stage.plant({ kind: 'job', job: 'query', object: 'Lead', afterRecords: 0, times: 100, code: 'InternalServerError' });
  await assert.rejects(salesforce.extract(leadTables, { folder: await folderFor() }), {
    kind: 'salesforce.failed',
    message: /InternalServerError/,
  });
});

test('a query job that names a field without access is not made anew', async () => {
  const salesforce = stage.connect();
  const message = "No such column 'Secret__c' on entity 'Lead'";
  stage.plant({ kind: 'job', job: 'query', afterRecords: 0, times: 100, code: 'INVALIDENTITY', message });
  await assert.rejects(salesforce.extract(leadTables, { folder: await folderFor() }), { kind: 'salesforce.no-access' });
  assert.deepEqual(
    salesforce.waits.filter((ms) => ms >= 2000),
    [],
  );
});

for (const [what, status, body] of [
  ['HTML', 200, '<html>Please wait.</html>'],
  ['the HTML of a proxy', 403, '<html>No.</html>'],
  ['half of its rows', 200, '"Id","CreatedDate"\n"00Q'],
] as const) {
  test(`a page of a bulk query that is ${what} is read again`, async () => {
    const salesforce = stage.connect();
    const headers = { 'content-type': what.includes('HTML') ? 'text/html' : 'text/csv' };
    stage.plant({ kind: 'call', path: '/results', status, body, headers });
    await salesforce.extract(leadTables, { folder: await folderFor() });
    assert.ok(salesforce.waits.includes(200));
  });
}

test('an org in read-only mode: nothing is written or lost, and writing continues afterwards', async () => {
  const [leadId = ''] = stage.leadIds;
  const salesforce = stage.connect();
  await salesforce.writeScores(stage.goal, [scoreOf(leadId, 51)]);
  stage.running.faults.isReadOnly = true;
  await assert.rejects(salesforce.writeScores(stage.goal, [scoreOf(leadId, 52)]), { kind: 'salesforce.unreachable' });
  assert.deepEqual(storedScores(stage, [leadId]), [51]);
  stage.running.faults.isReadOnly = false;
  assert.deepEqual(await salesforce.writeScores(stage.goal, [scoreOf(leadId, 52)]), [{ recordId: leadId }]);
  assert.deepEqual(storedScores(stage, [leadId]), [52]);
});
