import {
  clientHeader,
  contractHeader,
  contractVersion,
  orgIdHeader,
  problemSchema,
  runSchema,
  scoreResultSchema,
  shortId,
} from '@plumbline/contract';
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createStartingApp } from '../../../scoring-service/src/http/app.ts';
import { createRouter } from '../../../scoring-service/src/http/router.ts';
import { statusOf } from '../../../scoring-service/src/http/problems.ts';
import { ScoringError } from '../../../scoring-service/src/domain/scoring-error.ts';
import type { ScoringErrorKind } from '../../../scoring-service/src/domain/scoring-error.ts';
import { asked, goalId, openApp, recordId, result, run, runKey } from './opened-app.ts';

const scoring = { goalId, recordId };

async function problemOf(response: Response) {
  assert.match(response.headers.get('Content-Type') ?? '', /^application\/problem\+json/);
  const problem = problemSchema.parse(await response.json());
  assert.equal(problem.status, response.status);
  return problem;
}

test('a caller with a token gets the score as the contract says', async () => {
  const { app } = openApp({
    scoreRecord: (goal, record) => Promise.resolve({ ...result, goalId: goal, recordId: record }),
  });
  const response = await app.request('/v1/scores', asked('scorer', scoring));
  assert.equal(response.status, 200);
  assert.deepEqual(scoreResultSchema.parse(await response.json()), result);
});

for (const token of [undefined, 'somebody', '']) {
  test(`the token ${token ?? 'that is not sent'} is refused, and nothing is done`, async () => {
    const { app } = openApp();
    const response = await app.request('/v1/scores', asked(token, scoring));
    assert.equal(response.headers.get('WWW-Authenticate'), 'Bearer realm="plumbline"');
    const { status, kind, actions } = await problemOf(response);
    assert.deepEqual([status, kind], [401, 'caller.unknown']);
    assert.match(actions.join(' '), /issue-token/);
  });
}

test('the id of a goal in its form of 15 letters is that of 18, in paths and bodies', async () => {
  const seen: string[] = [];
  const { app } = openApp({
    scoreRecord: (goal) => {
      seen.push(goal);
      return Promise.resolve(result);
    },
    requestRun: (goal) => {
      seen.push(goal);
      return Promise.resolve(run);
    },
  });
  const short = shortId(goalId);
  await app.request('/v1/scores', asked('scorer', { goalId: short, recordId }));
  await app.request(`/v1/goals/${short}/runs`, asked('manager', { jobType: 'Scoring' }));
  assert.deepEqual(seen, [goalId, goalId]);
});

test('a token that may evaluate may not start or delete', async () => {
  const { app } = openApp();
  const start = await app.request(`/v1/goals/${goalId}/runs`, asked('scorer', { jobType: 'Training' }));
  assert.equal((await problemOf(start)).status, 403);
  const remove = await app.request(`/v1/goals/${goalId}/scores`, { ...asked('scorer'), method: 'DELETE' });
  assert.equal((await problemOf(remove)).kind, 'caller.forbidden');
});

test('a started run is answered at once with the place where it can be followed', async () => {
  const requests: unknown[] = [];
  const { app } = openApp({
    requestRun: (goal, request) => {
      requests.push({ goal, ...request });
      return Promise.resolve(run);
    },
  });
  const response = await app.request(`/v1/goals/${goalId}/runs`, asked('manager', { jobType: 'Training' }));
  assert.equal(response.status, 202);
  assert.equal(response.headers.get('Location'), `/v1/runs/${runKey}`);
  assert.deepEqual(runSchema.parse(await response.json()), run);
  const removed = await app.request(`/v1/goals/${goalId}/scores`, { ...asked('manager'), method: 'DELETE' });
  assert.equal(removed.status, 202);
  assert.deepEqual(requests, [
    { goal: goalId, jobType: 'Training', trigger: 'API' },
    { goal: goalId, jobType: 'Deletion', trigger: 'API' },
  ]);
});

const unfit: [what: string, body: unknown, named: RegExp][] = [
  ['a record id that is none', { goalId, recordId: 'x' }, /recordId/],
  ['a goal id that is missing', { recordId }, /goalId/],
  ['a field nobody knows', { ...scoring, force: true }, /force/],
  ['a body that is no JSON', '{"goalId":', /JSON/],
  ['a body that is too large', { ...scoring, padding: 'x'.repeat(20_000) }, /larger/],
];

for (const [what, body, named] of unfit) {
  test(`${what} is refused by name`, async () => {
    const { app } = openApp();
    const init = asked('scorer', body);
    const headers = { ...init.headers, 'Content-Length': String((init.body as string).length) };
    const { status, detail } = await problemOf(await app.request('/v1/scores', { ...init, headers }));
    assert.equal(status, 400);
    assert.match(detail, named);
  });
}

test('every kind of error is a problem with its status and a next step', async () => {
  for (const [kind, status] of Object.entries(statusOf) as [ScoringErrorKind, number][]) {
    const { app } = openApp({
      scoreRecord: () => Promise.reject(new ScoringError(kind, { message: `It was ${kind}.`, actions: ['Do this.'] })),
    });
    const problem = await problemOf(await app.request('/v1/scores', asked('scorer', scoring)));
    assert.deepEqual([problem.kind, problem.status, problem.actions], [kind, status, ['Do this.']]);
  }
});

test('an unexpected error is logged, and its details are not sent', async () => {
  const { app, lines } = openApp({ scoreRecord: () => Promise.reject(new Error('secret of the database')) });
  const response = await app.request('/v1/scores', asked('scorer', scoring));
  const text = await response.clone().text();
  assert.equal((await problemOf(response)).kind, 'defect');
  assert.doesNotMatch(text, /secret/);
  assert.ok(lines.some(({ event, error }) => event === 'request.failed' && error instanceof Error));
});

test('a route that does not exist is a problem too', async () => {
  const { app } = openApp();
  assert.equal((await problemOf(await app.request('/v1/nothing', asked('scorer')))).status, 404);
});

test('a request keeps the id it came with, and gets one where it has none that is fit', async () => {
  const { app } = openApp();
  const given = await app.request('/healthz', { headers: { 'X-Request-Id': 'trace-1' } });
  assert.equal(given.headers.get('X-Request-Id'), 'trace-1');
  const unfitId = await app.request('/healthz', { headers: { 'X-Request-Id': 'a b<script>' } });
  assert.match(unfitId.headers.get('X-Request-Id') ?? '', /^[0-9a-f-]{36}$/);
});

test('the service is not ready while it stops or a part does not answer, but alive', async () => {
  const parts = [{ name: 'org', isReady: false, kind: 'salesforce.unreachable' }];
  const { app } = openApp({ checkHealth: () => Promise.resolve({ isReady: false, parts }) });
  const response = await app.request('/readyz');
  assert.equal(response.status, 503);
  assert.deepEqual(await response.json(), { isReady: false, parts });
  assert.equal((await openApp({}, { isStopping: () => true }).app.request('/readyz')).status, 503);
  assert.equal((await openApp().app.request('/readyz')).status, 200);
  assert.equal((await app.request('/healthz')).status, 200);
});

test('log and metrics name routes and ids of tokens, never records or values', async () => {
  const { app, lines } = openApp({
    readGoal: () => Promise.reject(new ScoringError('goal.not-found', { actions: ['-'] })),
  });
  await app.request(`/v1/goals/${goalId}`, asked('manager'));
  const [line] = lines;
  assert.equal(line?.fields['tokenId'], 'manager');
  assert.equal(line.fields['status'], 404);
  const metrics = await (await app.request('/metrics')).text();
  assert.match(metrics, /plumbline_request_seconds_count\{route="\/v1\/goals\/:goalId",method="GET",status="404"\} 1/);
  assert.doesNotMatch(metrics, new RegExp(goalId));
});

for (const [what, init] of [
  ['a form', { type: 'application/x-www-form-urlencoded', body: 'goalId=a&recordId=b' }],
  ['JSON of another kind', { type: 'application/merge-patch+json', body: JSON.stringify(scoring) }],
  ['JSON in another encoding', { type: 'application/json; charset=utf-16', body: JSON.stringify(scoring) }],
  ['a type without a body', { type: 'application/xml', body: '' }],
  ['a body of no type', { type: '', body: JSON.stringify(scoring) }],
] as const) {
  test(`${what} is 415, and nothing is done`, async () => {
    const { app } = openApp();
    for (const path of ['/v1/scores', `/v1/runs/${runKey}/resumptions`]) {
      const headers = { ...asked('manager').headers, 'Content-Type': init.type };
      const length = { 'Content-Length': String(init.body.length) };
      const response = await app.request(path, { method: 'POST', body: init.body, headers: { ...headers, ...length } });
      const { status, kind } = await problemOf(response);
      assert.deepEqual([status, kind], [415, 'request.wrong-type']);
    }
  });
}

test('a method that a path does not have is 405 with those that it has', async () => {
  const { app } = openApp();
  const response = await app.request(`/v1/goals/${goalId}/runs`, { ...asked('manager'), method: 'DELETE' });
  assert.equal(response.headers.get('Allow'), 'POST');
  assert.equal((await problemOf(response)).status, 405);
  assert.equal((await app.request('/healthz', { method: 'POST' })).headers.get('Allow'), 'GET, HEAD');
  const unknown = await app.request('/v1/scores', { method: 'PATCH' });
  assert.equal(unknown.status, 401, 'nobody without a token learns which routes there are');
});

test('text that no database can keep is refused before it reaches one', async () => {
  const { app } = openApp();
  for (const where of ['"Name = \'\\u0000\'"', '"\\ud800"', '"a\\udc00\\ud800b"']) {
    const body = `{"jobType":"Scoring","where":${where}}`;
    const problem = await problemOf(await app.request(`/v1/goals/${goalId}/runs`, asked('manager', body)));
    assert.deepEqual([problem.status, problem.kind], [400, 'request.invalid']);
    assert.match(problem.detail, /NUL character or half of a surrogate pair/);
  }
  const nested = `{"a":${'['.repeat(100_000)}"\\u0000"${']'.repeat(100_000)}}`;
  assert.equal((await problemOf(await app.request('/v1/scores', asked('manager', nested)))).status, 400);
});

test('ten thousand wrong ids are refused with the first of them', async () => {
  const recordIds = Array.from({ length: 10_000 }, () => '00Q000000000001AAA');
  const init = { ...asked('manager', { recordIds }), method: 'PUT' };
  const { status, detail } = await problemOf(await openApp().app.request(`/v1/id-lists/${runKey}/parts/0`, init));
  assert.equal(status, 400);
  assert.match(detail, /recordIds\.0: The last three letters of the id do not fit the others\..* And 9990 more\.$/);
});

test('no reply is stored by a cache or read as something else, refusals and errors too', async () => {
  const { app } = openApp({ scoreRecord: () => Promise.reject(new Error('x')) });
  const requests: [string, RequestInit?][] = [
    ['/healthz'],
    ['/openapi.json'],
    ['/nothing'],
    ['/v1/scores'],
    ['/v1/scores', asked('scorer', scoring)],
    ['/v1/scores', { method: 'PATCH' }],
  ];
  for (const [path, init] of requests) {
    const { headers } = await app.request(path, init);
    assert.equal(headers.get('X-Content-Type-Options'), 'nosniff', path);
    assert.equal(headers.get('Cache-Control'), 'no-store', path);
  }
});

test('with a listener of their own, health and metrics are not on the first', async () => {
  const healthApp = createRouter();
  const { app } = openApp({}, { healthApp });
  for (const path of ['/healthz', '/readyz', '/metrics']) {
    assert.equal((await app.request(path)).status, 404, path);
    assert.equal((await healthApp.request(path)).status, 200, path);
  }
  assert.equal((await healthApp.request('/v1/goals')).status, 404);
  assert.equal((await healthApp.request('/readyz')).headers.get('Cache-Control'), 'no-store');
});

test('a service that starts is alive and not ready, and asks to come again', async () => {
  const app = createStartingApp({ info: () => undefined, error: () => undefined });
  assert.equal((await app.request('/healthz')).status, 200);
  assert.equal((await app.request('/readyz')).status, 503);
  const response = await app.request('/v1/scores', asked('scorer', scoring));
  assert.equal(response.headers.get('Retry-After'), '60');
  assert.equal((await problemOf(response)).kind, 'service.starting');
});

test('the org and the version that a client names are passed on, and every reply has the version of the service', async () => {
  const senders: unknown[] = [];
  const clients: unknown[] = [];
  const { app } = openApp({
    authenticate: (_, sender) => {
      senders.push(sender);
      return Promise.resolve({ tokenId: 'manager', name: 'manager', rights: 'manage' });
    },
    checkConnection: (_, versions) => {
      clients.push(Object.fromEntries(versions ?? []));
      return Promise.resolve({ version: '1.0.0', contractVersion, rights: 'manage', checks: [] });
    },
  });
  const ask = (headers: Record<string, string>) =>
    app.request('/v1/connection', { headers: { Authorization: 'Bearer manager', ...headers } });
  const named = await ask({ [orgIdHeader]: '00D000000000001EAA', [clientHeader]: 'package', [contractHeader]: '7' });
  assert.equal(named.headers.get(contractHeader), String(contractVersion));
  await ask({});
  assert.deepEqual(senders, [{ orgId: '00D000000000001EAA' }, { orgId: undefined }]);
  assert.deepEqual(clients, [{ package: 7 }, { package: 7 }], 'the last version of each part is kept');
  for (const wrong of ['', '00Q000000000001EAA', '00D000000000001AAA', 'x']) {
    assert.equal((await problemOf(await ask({ [orgIdHeader]: wrong }))).status, 400, wrong);
  }
  assert.equal((await app.request('/healthz')).headers.get(contractHeader), String(contractVersion));
});
