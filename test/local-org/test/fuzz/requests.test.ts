import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import fc from 'fast-check';
import { startOrg } from '../../src/index.ts';
import type { RunningOrg } from '../../src/index.ts';
import { ask, insertLeads, root } from '../server/connect.ts';
import { assertAlive, assertAnswered, inParallel, tally } from './asked.ts';
import { fuzzedRequest } from './request.ts';
import type { FuzzedRequest, Known } from './request.ts';

let org: RunningOrg;
let known: Known;

async function started(path: string, body: Record<string, string>): Promise<string> {
  const { json } = await ask(org, `${root}/${path}`, { method: 'POST', body });
  return (json as { id: string }).id;
}

before(async () => {
  org = await startOrg({ dailyApiLimit: 1_000_000 });
  const [leadId = ''] = insertLeads(org, 20);
  known = {
    leadId,
    accountId: await started('sobjects/Account', { Name: 'Known' }),
    jobId: await started('jobs/ingest', { object: 'Lead', operation: 'insert' }),
    queryJobId: await started('jobs/query', { operation: 'query', query: 'SELECT Id FROM Lead' }),
    userId: org.org.userId('rep@local.org') ?? '',
  };
});
after(() => org.stop());

async function send({ method, path, headers, body }: FuzzedRequest): Promise<string> {
  const response = await fetch(org.url + path, {
    method,
    headers: { Authorization: `Bearer ${org.adminToken}`, ...headers },
    ...(body === undefined ? {} : { body }),
  });
  const what = `${method} ${path} ${body ?? ''}`;
  return assertAnswered(what, response.status, await response.text(), response.headers.get('content-type') ?? '');
}

test('10,000 requests to every kind of route: never a crash, never a 500, always an error of the platform', async (t) => {
  const requests = fc.sample(fuzzedRequest(known), { numRuns: 10_000, seed: 20_261 });
  const answers: string[] = [];
  await inParallel(requests, async (request) => {
    answers.push(await send(request));
  });
  t.diagnostic(tally(answers));
  assert.equal(answers.length, 10_000);
  assert.ok(answers.filter((answer) => /^20/.test(answer)).length > 1_000);
  assert.ok(answers.filter((answer) => /^4/.test(answer)).length > 3_000);
  await assertAlive(org);
});
