import {
  deletionResultsSchema,
  idListSchema,
  mostIdsAPart,
  problemSchema,
  runProgressSchema,
  runResultPageSchema,
  runSchema,
} from '@plumbline/contract';
import type { RunProgress, RunResultPage } from '@plumbline/contract';
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { asked, goalId, openApp, recordId, run, runKey } from './opened-app.ts';

const progress: RunProgress = {
  ...{ key: runKey, jobType: 'Scoring', stage: 'Scoring', progressPercent: 50, total: 10 },
  ...{ read: 5, scored: 4, changed: 3, skipped: 1, failed: 0 },
};
const page: RunResultPage = {
  results: [{ recordId, score: 71, band: 'Medium', isChanged: true, factors: [] }],
  nextLocator: '1',
};
const listId = '5b0c8a52-7d3e-4a54-9f4b-3a1d8a7c0002';
const put = (body: unknown): RequestInit => {
  const text = JSON.stringify(body);
  const init = asked('manager', text);
  return { ...init, method: 'PUT', headers: { ...init.headers, 'Content-Length': String(text.length) } };
};

test('progress and results of a run are read with any token, page by page', async () => {
  const locators: number[] = [];
  const { app } = openApp({
    readRunProgress: () => Promise.resolve(progress),
    readRunResults: (_, locator) => {
      locators.push(locator);
      return Promise.resolve(page);
    },
  });
  const answered = await app.request(`/v1/runs/${runKey}/progress`, asked('scorer'));
  assert.deepEqual(runProgressSchema.parse(await answered.json()), progress);
  for (const query of ['', '?locator=7']) {
    const results = await app.request(`/v1/runs/${runKey}/results${query}`, asked('scorer'));
    assert.deepEqual(runResultPageSchema.parse(await results.json()), page);
  }
  assert.deepEqual(locators, [0, 7]);
  assert.equal((await app.request(`/v1/runs/${runKey}/results?locator=x`, asked('scorer'))).status, 400);
});

test('a run is cancelled and resumed only with the right to manage', async () => {
  const { app } = openApp({ cancelRun: () => Promise.resolve(run), resumeRun: () => Promise.resolve(run) });
  for (const path of ['cancellations', 'resumptions']) {
    const url = `/v1/runs/${runKey}/${path}`;
    const done = await app.request(url, { ...asked('manager'), method: 'POST' });
    assert.equal(done.status, 202);
    runSchema.parse(await done.json());
    assert.equal((await app.request(url, { ...asked('scorer'), method: 'POST' })).status, 403);
  }
});

test('a resumption can accept removals, which is passed on with what asks for it', async () => {
  const requests: unknown[] = [];
  const { app } = openApp({
    resumeRun: (_, request) => {
      requests.push(request);
      return Promise.resolve(run);
    },
  });
  const url = `/v1/runs/${runKey}/resumptions`;
  const accepted = await app.request(url, asked('manager', { acceptRemovals: true, trigger: 'Manual' }));
  assert.deepEqual([accepted.status, accepted.headers.get('location')], [202, `/v1/runs/${run.key}`]);
  assert.equal((await app.request(url, asked('manager', { acceptRemovals: 'yes' }))).status, 400);
  assert.deepEqual(requests, [{ acceptRemovals: true, trigger: 'Manual' }]);
});

test('a scoring may be of a condition or of a list of ids, not of both, and a training of neither', async () => {
  const requests: object[] = [];
  const { app } = openApp({
    requestRun: (_, request) => {
      requests.push(request);
      return Promise.resolve(run);
    },
  });
  const start = (body: object) => app.request(`/v1/goals/${goalId}/runs`, asked('manager', body));
  assert.equal((await start({ jobType: 'Scoring', where: "Country = 'DE'" })).status, 202);
  assert.equal((await start({ jobType: 'Scoring', idListId: listId })).status, 202);
  for (const body of [
    { jobType: 'Scoring', where: 'x', idListId: listId },
    { jobType: 'Training', where: 'x' },
    { jobType: 'Scoring', where: '' },
    { jobType: 'Scoring', idListId: 'mine' },
  ]) {
    assert.equal((await start(body)).status, 400, JSON.stringify(body));
  }
  assert.equal(requests.length, 2);
});

test('a list takes parts of ten thousand ids; other requests stay small', async () => {
  const sizes: number[] = [];
  const { app } = openApp({
    createIdList: () => Promise.resolve({ id: listId }),
    saveIdListPart: (_, __, ids) => {
      sizes.push(ids.length);
      return Promise.resolve();
    },
  });
  const created = await app.request('/v1/id-lists', { ...asked('manager'), method: 'POST' });
  assert.deepEqual([created.status, idListSchema.parse(await created.json()).id], [201, listId]);
  const part = `/v1/id-lists/${listId}/parts/0`;
  const ids = (count: number): string[] => Array.from({ length: count }, () => recordId);
  assert.equal((await app.request(part, put({ recordIds: ids(mostIdsAPart) }))).status, 200);
  for (const recordIds of [ids(mostIdsAPart + 1), [], ["00Q' OR 1=1"]]) {
    assert.equal((await app.request(part, put({ recordIds }))).status, 400);
  }
  assert.deepEqual(sizes, [mostIdsAPart]);
  const large = await app.request(`/v1/goals/${goalId}/runs`, {
    ...put({ padding: 'x'.repeat(20_000) }),
    method: 'POST',
  });
  assert.match(problemSchema.parse(await large.json()).detail, /larger than 16384 bytes/);
});

test('the scores of many goals are removed in one request, only with the right to manage', async () => {
  const requests: unknown[] = [];
  const other = 'a00000000000002AAA';
  const results = [
    { goalId, runKey },
    { goalId: other, problem: { kind: 'salesforce.refused', detail: 'The org refuses.', actions: ['Wait.'] } },
  ];
  const { app } = openApp({
    requestDeletions: (goalIds) => {
      requests.push(goalIds);
      return Promise.resolve({ results });
    },
  });
  const remove = (token: string, goalIds: string[]) => app.request('/v1/score-deletions', asked(token, { goalIds }));
  const accepted = await remove('manager', [goalId.slice(0, 15), other]);
  assert.equal(accepted.status, 202);
  assert.deepEqual(deletionResultsSchema.parse(await accepted.json()), { results });
  assert.equal((await remove('scorer', [goalId])).status, 403);
  assert.equal((await remove('manager', [])).status, 400);
  assert.equal(
    (
      await remove(
        'manager',
        Array.from({ length: 201 }, () => goalId),
      )
    ).status,
    400,
  );
  assert.equal(
    (
      await remove(
        'manager',
        Array.from({ length: 200 }, () => goalId),
      )
    ).status,
    202,
  );
  assert.deepEqual(requests[0], [goalId, other]);
});
