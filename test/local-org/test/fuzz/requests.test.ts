import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import fc from 'fast-check';
import { startOrg } from '../../src/index.ts';
import type { RunningOrg } from '../../src/index.ts';
import { adminRequest } from './admin-request.ts';
import { assertAlive, assertAnswered, inParallel, tally } from './asked.ts';
import { csvUpload } from './csv-upload.ts';
import type { CsvUpload } from './csv-upload.ts';
import { casesOf } from './depth.ts';
import { deployRequest } from './deploy-request.ts';
import { openQueriedOrg } from './queried-org.ts';
import type { QueriedOrg } from './queried-org.ts';
import { fuzzedRequest } from './request.ts';
import type { FuzzedRequest, Known } from './fuzzed-request.ts';
import { routeRequest, servedRoutes } from './route-request.ts';
import { soapRequest } from './soap-request.ts';

const root = '/services/data/v65.0';
const json = { 'Content-Type': 'application/json' };
const seed = 20_261;

let org: QueriedOrg;
let known: Known;

async function send(
  { method, path, headers, body }: FuzzedRequest,
  { url, adminToken }: Pick<RunningOrg, 'url' | 'adminToken'> = org,
): Promise<{ answer: string; text: string }> {
  const response = await fetch(url + path, {
    method,
    headers: { Authorization: `Bearer ${adminToken}`, ...headers },
    ...(body === undefined ? {} : { body }),
  });
  const text = await response.text();
  const what = `${method} ${path} ${JSON.stringify(headers)} ${typeof body === 'string' ? body : ''}`;
  return { answer: assertAnswered(what, response.status, text, response.headers.get('content-type') ?? ''), text };
}

const post = (path: string, body: object): Promise<{ answer: string; text: string }> =>
  send({ method: 'POST', path, headers: json, body: JSON.stringify(body) });

async function started(path: string, body: object): Promise<string> {
  const { id } = JSON.parse((await post(`${root}/${path}`, body)).text) as { id: string };
  return id;
}

const idOf = async (soql: string): Promise<string> => String((await org.read(soql)).records[0]?.['Id']);

before(async () => {
  org = await openQueriedOrg();
  known = {
    leadId: await idOf('SELECT Id FROM Lead WHERE IsConverted = false LIMIT 1'),
    accountId: await started('sobjects/Account', { Name: 'Known' }),
    jobId: await started('jobs/ingest', { object: 'Lead', operation: 'insert' }),
    queryJobId: await started('jobs/query', { operation: 'query', query: 'SELECT Id FROM Lead' }),
    userId: await idOf("SELECT Id FROM User WHERE Username = 'rep@local.org'"),
  };
});
after(() => org.stop());

async function sendAll(requests: FuzzedRequest[]): Promise<string[]> {
  const answers: string[] = [];
  await inParallel(requests, async (request) => {
    answers.push((await send(request)).answer);
  });
  return answers;
}

test('requests to every route: never a crash, never a 500, always an error of the platform', async (t) => {
  const requests = [
    ...fc.sample(routeRequest(known), { numRuns: casesOf(4_850), seed }),
    ...fc.sample(fuzzedRequest(known), { numRuns: casesOf(2_000), seed }),
    ...fc.sample(soapRequest(known, org.adminToken), { numRuns: casesOf(1_500), seed }),
  ];
  const answers = await sendAll(requests);
  t.diagnostic(`${servedRoutes.length} routes: ${tally(answers)}`);
  assert.equal(answers.length, requests.length);
  // Neither side of the property is empty.
  assert.ok(answers.filter((answer) => /^20/.test(answer)).length > 0.23 * answers.length);
  assert.ok(answers.filter((answer) => /^4/.test(answer)).length > 0.35 * answers.length);
  await assertAlive(org);
});

test('deploys of metadata, right and broken: each succeeds or fails as a deploy, and the org continues', async (t) => {
  const empty = await startOrg();
  t.after(() => empty.stop());
  const outcomes: string[] = [];
  for (const request of fc.sample(deployRequest, { numRuns: casesOf(350), seed })) {
    const { answer, text } = await send(request, empty);
    if (answer !== '201') {
      outcomes.push(answer);
      continue;
    }
    const { id } = JSON.parse(text) as { id: string };
    const path = `${root}/metadata/deployRequest/${id}`;
    const status = await send({ method: 'GET', path, headers: json, body: undefined }, empty);
    const { deployResult } = JSON.parse(status.text) as { deployResult: { status: string } };
    outcomes.push(deployResult.status);
  }
  t.diagnostic(tally(outcomes));
  assert.ok(outcomes.includes('Succeeded') && outcomes.includes('Failed'));
  const query = `${root}/query?q=SELECT+FIELDS(ALL)+FROM+Lead+LIMIT+1`;
  assert.equal((await send({ method: 'GET', path: query, headers: {}, body: undefined }, empty)).answer, '200');
});

type Job = { state: string; errorMessage?: string };

async function runUpload({ job, csv }: CsvUpload): Promise<string> {
  const created = await post(`${root}/jobs/ingest`, job);
  if (created.answer !== '200') return created.answer;
  const path = `${root}/jobs/ingest/${(JSON.parse(created.text) as { id: string }).id}`;
  await send({
    method: 'PUT',
    path: `${path}/batches`,
    headers: { 'Content-Type': 'text/csv' },
    body: csv.toWellFormed(),
  });
  await send({ method: 'PATCH', path, headers: json, body: '{"state":"UploadComplete"}' });
  const { state, errorMessage = '' } = JSON.parse(
    (await send({ method: 'GET', path, headers: json, body: undefined })).text,
  ) as Job;
  for (const results of ['successfulResults', 'failedResults', 'unprocessedrecords']) {
    assert.equal(
      (await send({ method: 'GET', path: `${path}/${results}`, headers: json, body: undefined })).answer,
      '200',
    );
  }
  return `${state} ${errorMessage.split(' : ')[0] ?? ''}`.trim();
}

test('uploads of CSV, fitting and not: each job ends as completed or failed, with its results', async (t) => {
  const states: string[] = [];
  await inParallel(fc.sample(csvUpload(known.leadId), { numRuns: casesOf(400), seed }), async (upload) => {
    states.push(await runUpload(upload));
  });
  t.diagnostic(tally(states));
  assert.ok(states.includes('JobComplete') && states.some((state) => state.startsWith('Failed')));
  assert.ok(
    states.every((state) => /^(JobComplete|Failed \w+)$/.test(state)),
    tally(states),
  );
  await assertAlive(org);
});

test('requests to the admin routes and the page: malformed ones are refused, and all changes can be reset', async (t) => {
  const answers = await sendAll(fc.sample(adminRequest, { numRuns: casesOf(900), seed }));
  t.diagnostic(tally(answers));
  assert.equal((await post('/__org/faults', { reset: true })).answer, '200');
  assert.equal((await post('/__org/clock', { now: new Date().toISOString() })).answer, '200');
  assert.equal((await post('/__org/limits', { used: 0, dailyApiRequests: 100_000 })).answer, '200');
  await assertAlive(org);
  assert.ok((await org.read('SELECT Id FROM Lead LIMIT 1')).records.length === 1);
});
