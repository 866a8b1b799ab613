import {
  connectionSchema,
  contractVersion,
  goalFieldListSchema,
  problemSchema,
  readinessSchema,
  thresholdListSchema,
} from '@plumbline/contract';
import type { Connection, GoalDraft, GoalField } from '@plumbline/contract';
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { asked, openApp } from './opened-app.ts';

const fieldsPath = `/v1/goal-fields?${new URLSearchParams({ goalType: 'Lead converted', profileType: 'Person' })}`;

const field: GoalField = {
  object: 'Lead',
  field: 'Status',
  label: 'Converted Status',
  type: 'picklist',
  operators: ['equals'],
  values: [{ value: 'Closed - Converted', label: 'Closed' }],
  hasHistory: true,
};

const draft: GoalDraft = {
  profileType: 'Person',
  object: 'Lead',
  goalType: 'Lead converted',
  conditions: [{ field: 'Status', operator: 'equals', values: ['Closed - Converted'] }],
  timeframeDays: 90,
};

test('the fields of a goal type are listed for those who manage goals', async () => {
  const queries: unknown[] = [];
  const { app } = openApp({
    listGoalFields: (query) => {
      queries.push(query);
      return Promise.resolve([field]);
    },
  });
  const response = await app.request(fieldsPath, asked('manager'));
  assert.deepEqual(goalFieldListSchema.parse(await response.json()), { fields: [field] });
  assert.deepEqual(queries, [{ goalType: 'Lead converted', profileType: 'Person' }]);
});

test('whoever may evaluate sees the limits of the checks', async () => {
  const thresholds = [{ name: 'auc', unit: 'share', defaultValue: 0.55, code: 409, text: 'ERROR 409. {}' } as const];
  const { app } = openApp({ listThresholds: () => thresholds });
  const response = await app.request('/v1/thresholds', asked('scorer'));
  assert.deepEqual(thresholdListSchema.parse(await response.json()), { thresholds });
  assert.equal((await app.request('/v1/thresholds', asked(undefined))).status, 401);
});

test('a draft is checked without an id, settings filled in', async () => {
  const drafts: GoalDraft[] = [];
  const { app } = openApp({
    checkDraft: (given) => {
      drafts.push(given);
      return Promise.resolve({ checkedAt: '2026-11-23T10:00:00.000Z', isReady: true, checks: [] });
    },
  });
  const response = await app.request('/v1/readiness', asked('manager', { ...draft, settings: {} }));
  assert.equal(response.status, 200);
  assert.equal(readinessSchema.parse(await response.json()).goalId, undefined);
  assert.equal(drafts[0]?.settings?.thresholds.conversions, 10);
});

for (const [what, path, init] of [
  ['a goal type nobody knows', '/v1/goal-fields?goalType=Deal&profileType=Person', asked('manager')],
  ['a query without a profile type', '/v1/goal-fields?goalType=Lead%20converted', asked('manager')],
  ['a timeframe that is not offered', '/v1/readiness', asked('manager', { ...draft, timeframeDays: 45 })],
  ['a sixth row', '/v1/readiness', asked('manager', { ...draft, conditions: Array(6).fill(draft.conditions[0]) })],
] as const) {
  test(`${what} is refused`, async () => {
    const response = await openApp().app.request(path, init);
    assert.equal(problemSchema.parse(await response.json()).status, 400);
  });
}

test('a token that may evaluate may neither list fields nor check drafts', async () => {
  const { app } = openApp();
  for (const response of [
    await app.request(fieldsPath, asked('scorer')),
    await app.request('/v1/readiness', asked('scorer', draft)),
  ]) {
    assert.equal(problemSchema.parse(await response.json()).kind, 'caller.forbidden');
  }
});

test('whoever has a token may test the connection, and learns what the token allows', async () => {
  const { app } = openApp({
    checkConnection: ({ rights }) =>
      Promise.resolve<Connection>({
        version: '0.1.0',
        contractVersion,
        rights,
        apiUsage: { used: 1, limit: 2 },
        checks: [],
      }),
  });
  const response = await app.request('/v1/connection', asked('scorer'));
  assert.equal(connectionSchema.parse(await response.json()).rights, 'score');
  assert.equal((await app.request('/v1/connection')).status, 401);
});
