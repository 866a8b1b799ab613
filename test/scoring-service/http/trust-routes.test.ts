import assert from 'node:assert/strict';
import { test } from 'node:test';
import { problemSchema, receiptSchema, whatIfResultSchema } from '@plumbline/contract';
import type { ReceiptDetails, WhatIfResult } from '@plumbline/contract';
import { makeFullCard } from './model-page/card-fixture.ts';
import { asked, goalId, openApp, recordId } from './opened-app.ts';

const receipt: ReceiptDetails = {
  ...{ id: '12', goalId, recordId, modelVersion: 'v1', scoredAt: '2026-11-23T10:00:00.000Z', isReproducible: true },
  figures: { score: 71, band: 'Medium', probability: 0.7123, percentile: 94 },
};

test('a token that may only evaluate may not bring a model back or forget a record', async () => {
  const { app } = openApp();
  const activation = await app.request(`/v1/goals/${goalId}/models/v1/activations`, {
    ...asked('scorer'),
    method: 'POST',
  });
  const deletion = await app.request(`/v1/records/${recordId}`, { ...asked('scorer'), method: 'DELETE' });
  for (const response of [activation, deletion]) {
    assert.equal(problemSchema.parse(await response.json()).kind, 'caller.forbidden');
  }
});

test('the rights of the caller decide what a receipt shows', async () => {
  const shown: string[] = [];
  const { app } = openApp({
    readReceipt: (id, { rights }) => {
      shown.push(`${id} ${rights}`);
      return Promise.resolve(receipt);
    },
  });
  for (const token of ['scorer', 'manager']) {
    const response = await app.request('/v1/receipts/12', asked(token));
    assert.deepEqual(receiptSchema.parse(await response.json()), receipt);
  }
  assert.deepEqual(shown, ['12 score', '12 manage']);
});

for (const [path, named] of [
  ['/v1/receipts/abc', /receiptId: The id of a receipt is a number/],
  ['/v1/receipts/0', /receiptId/],
  [`/v1/goals/${goalId}/models/2`, /version: The version of a model is v and a number/],
] as const) {
  test(`${path} is refused by name`, async () => {
    const response = await openApp().app.request(path, asked('scorer'));
    assert.equal(response.status, 400);
    assert.match(problemSchema.parse(await response.json()).detail, named);
  });
}

const tried: WhatIfResult = {
  ...{ goalId, recordId, modelVersion: 'v1', basis: 'probability', factors: [], withoutEffect: [] },
  now: { score: 20, band: 'Low' },
  then: { score: 55, band: 'Medium' },
};

test('changes are texts by field, one at least', async () => {
  const asks: unknown[] = [];
  const { app } = openApp({
    tryChanges: (...args) => {
      asks.push(args);
      return Promise.resolve(tried);
    },
  });
  const path = `/v1/goals/${goalId}/records/${recordId}/what-if`;
  const response = await app.request(path, asked('scorer', { changes: { Industry: 'Banking' } }));
  assert.deepEqual(whatIfResultSchema.parse(await response.json()), tried);
  assert.deepEqual(asks, [[goalId, recordId, { changes: { Industry: 'Banking' } }]]);
  for (const body of [{}, { changes: {} }, { changes: { Employees: 3 } }, { changes: { A: 'b' }, write: true }]) {
    assert.equal((await app.request(path, asked('scorer', body))).status, 400, JSON.stringify(body));
  }
});

test('the page of a model is HTML that a browser may load nothing for', async () => {
  const { app } = openApp({ showModel: () => Promise.resolve(makeFullCard()) });
  const response = await app.request(`/v1/goals/${goalId}/models/v1/page`, asked('scorer'));
  assert.match(response.headers.get('Content-Type') ?? '', /^text\/html/);
  assert.match(response.headers.get('Content-Security-Policy') ?? '', /^default-src 'none'/);
  assert.match(await response.text(), /^<!doctype html>[\s\S]*<h1>Model v3<\/h1>/);
});
