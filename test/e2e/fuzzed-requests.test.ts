import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import pMap from 'p-map';
import { caseCount } from '../depth.ts';
import { differenceOf } from './fuzz/api-description.ts';
import { fuzzRequests } from './fuzz/requests.ts';
import type { FuzzedRequest } from './fuzz/requests.ts';
import { issueToken } from './stage/service-process.ts';
import { openTrainedStage } from './stage/stage.ts';
import type { Stage } from './stage/stage.ts';

const count = caseCount(250, 10_000);
const seed = 20_261;

let stage: Stage;
let requests: FuzzedRequest[];

before(async () => {
  stage = await openTrainedStage('leads', { environment: { PLUMBLINE_REQUESTS_A_MINUTE: '1000000' } });
  const tokens = [stage.token, await issueToken({ org: stage.org, dataFolder: stage.dataFolder }, 'score')];
  const { records } = await stage.org.admin.query<{ Id: string }>('SELECT Id FROM Lead LIMIT 20');
  const runs = await stage.org.admin.query<{ Run_Key__c: string }>('SELECT Run_Key__c FROM Score_Run__c');
  const recordId = records.map(({ Id }) => Id);
  const values = {
    ...{ recordId, recordIds: recordId, goalId: [stage.goalId], goalIds: [stage.goalId], version: ['v1'] },
    ...{ key: runs.records.map(({ Run_Key__c }) => Run_Key__c), receiptId: ['1', '2', '17'], number: ['0', '1'] },
    ...{ field: ['Status', 'LeadSource', 'NumberOfEmployees'], changes: ['LeadSource', 'Industry', 'calls_30_days'] },
    ...{ scoreField: ['Lead.Predictive_Score__c'], qualifiedStatuses: ['Open - Not Contacted'] },
  };
  requests = fuzzRequests({ values, tokens }, { seed, count });
});
after(() => stage.stop());

/** What is wrong with the reply to a request; undefined where nothing is. */
async function problemWith({ operation, method, path, headers, body }: FuzzedRequest): Promise<string | undefined> {
  const response = await fetch(`${stage.service.url}${path}`, { method, headers, ...(body !== undefined && { body }) });
  const [{ status }, text] = [response, await response.text()];
  statuses.set(status, (statuses.get(status) ?? 0) + 1);
  if (status >= 500) return `status ${status}: ${text}`;
  if (response.headers.get('x-content-type-options') !== 'nosniff') return 'without nosniff';
  if (response.headers.get('cache-control') !== 'no-store') return 'without no-store';
  const type = headers['content-type'] ?? '';
  const isJson = /^application\/json(; charset=utf-8)?$/i.test(type);
  const hasBody = body !== undefined && body.length > 0;
  if (status === 415 && (type === '' || isJson)) return 'a body of JSON was refused for its type';
  if (operation === undefined) {
    const isExpected = method === 'HEAD' || status < 300 || [400, 401, 404, 405, 415, 429].includes(status);
    return isExpected ? undefined : `status ${status}`;
  }
  if (
    type !== '' &&
    !isJson &&
    (hasBody || !['GET', 'DELETE'].includes(method)) &&
    ![401, 415, 400, 429].includes(status)
  )
    return `${type} was answered with ${status}`;
  return differenceOf(operation, { status, type: response.headers.get('content-type') ?? '', text });
}

const statuses = new Map<number, number>();

test('no request derived from the description of the API has an answer that it does not document, or a 5xx', async (t) => {
  const problems = await pMap(
    requests,
    async (request) => {
      const problem = await problemWith(request);
      if (problem === undefined) return [];
      const { method, path, headers, body } = request;
      return [
        `${method} ${path.slice(0, 200)} ${JSON.stringify(headers['content-type'])} ${String(body).slice(0, 300)}: ${problem}`,
      ];
    },
    { concurrency: 8 },
  );
  t.diagnostic(
    `${requests.length} requests: ${[...statuses]
      .sort()
      .map(([status, n]) => `${status} × ${n}`)
      .join(', ')}`,
  );
  assert.deepEqual(problems.flat().slice(0, 20), []);
  for (const status of [200, 400, 401, 403, 404, 405, 415]) assert.ok(statuses.has(status), `no answer had ${status}`);
});
