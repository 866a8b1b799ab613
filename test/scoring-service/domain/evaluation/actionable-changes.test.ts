import assert from 'node:assert/strict';
import { test } from 'node:test';
import { scoreChangeSchema } from '@plumbline/contract';
import type { ScoreChange } from '@plumbline/contract';
import type { ScoringModel } from '@plumbline/learning';
import { actionableChanges } from '../../../../scoring-service/src/domain/evaluation/owner-advice.ts';
import { reproduceScore } from '../../../../scoring-service/src/domain/evaluation/receipt.ts';
import { sourcedFields } from '../../../../scoring-service/src/domain/features/feature-sources.ts';
import { modelOf, plan, rowOf, slope } from '../../learning/additive/additive-fixture.ts';

const rule = { basis: 'probability', highFrom: 80, mediumFrom: 50 } as const;

function changesOf(model: ScoringModel, values: Record<string, number | string>): ScoreChange[] {
  const row = rowOf(model, values);
  const changes = actionableChanges({ model }, plan, { row, rule, fields: sourcedFields(plan) });
  return changes.map((change) => scoreChangeSchema.parse(change));
}

test('a phone call adds to all counts of calls at once and makes the last one today', () => {
  const model = modelOf([slope('calls_30_days', 0.2), slope('calls_total', 0.3), slope('days_since_call', -0.1)]);
  const values = { calls_30_days: 1, calls_90_days: 2, calls_total: 4, days_since_call: 8 };
  const called = rowOf(model, { calls_30_days: 2, calls_90_days: 3, calls_total: 5, days_since_call: 0 });
  const { score } = reproduceScore({ model }, { features: called, ...rule });
  const [change, ...others] = changesOf(model, values);
  assert.deepEqual(others, []);
  const { exact, sources, ...advice } = change ?? {};
  assert.deepEqual(advice, {
    ...{ field: 'days_since_call', label: 'Days since the last phone call', action: 'call', edits: [] },
    text: 'A phone call today would raise the score.',
  });
  assert.ok(sources?.includes('Task'));
  assert.deepEqual([exact?.score, exact?.band], [score, 'Medium']);
});

test('where nothing is known of calls, it is the first', () => {
  const model = modelOf([slope('calls_total', 1)]);
  assert.equal(
    changesOf(model, {})[0]?.exact?.score,
    reproduceScore({ model }, { features: rowOf(model, { calls_total: 1 }), ...rule }).score,
  );
});

test('the first activity makes real zeros of the other counts, and the first campaign of responses', () => {
  const model = modelOf([slope('calls_total', 1), slope('emails_total', 0.5, -2), slope('meetings_30_days', 0, 0.4)]);
  const [call] = changesOf(model, {});
  const zeros = { emails_30_days: 0, emails_90_days: 0, emails_total: 0, call_minutes_90_days: 0 };
  const called = { ...zeros, meetings_30_days: 0, meetings_90_days: 0, meetings_total: 0, calls_total: 1 };
  assert.equal(call?.field, 'days_since_call');
  assert.equal(call.exact?.score, reproduceScore({ model }, { features: rowOf(model, called), ...rule }).score);
  const joining = modelOf([slope('campaigns', 0.5), slope('campaign_responses', 0, -1)]);
  const joined = rowOf(joining, { campaigns: 1, campaign_responses: 0 });
  assert.equal(
    changesOf(joining, {})[0]?.exact?.score,
    reproduceScore({ model: joining }, { features: joined, ...rule }).score,
  );
});

test('a field that is empty can be filled, is named by its API name, and makes the record more complete', () => {
  const filled = changesOf(modelOf([slope('has_mobile_phone', 1)]), { has_mobile_phone: 0, completeness: 0.2 });
  assert.equal(filled[0]?.source, 'MobilePhone');
  assert.equal(filled[0].text, 'Adding the mobile phone would raise the score.');
  assert.deepEqual([filled[0].edits, filled[0].exact?.score], [['Lead.MobilePhone'], 50]);
  assert.deepEqual(changesOf(modelOf([slope('has_mobile_phone', 1)]), { has_mobile_phone: 1 }), []);
  const byCompleteness = changesOf(modelOf([slope('completeness', 9)]), { has_website: 0, completeness: 0.5 });
  assert.equal(byCompleteness[0]?.field, 'has_website');
});

test('only actions that raise the score by a point are advised, the most effective first', () => {
  const model = modelOf([
    ...[slope('calls_total', -1), slope('emails_total', 0.5), slope('meetings_total', 2)],
    ...[slope('campaigns', 1), slope('has_email', 0.001)],
  ]);
  const changes = changesOf(model, { has_email: 0 });
  assert.deepEqual(
    changes.map(({ field }) => field),
    ['days_since_meeting', 'campaigns', 'days_since_email'],
  );
  assert.ok((changes[0]?.exact?.score ?? 0) > (changes[1]?.exact?.score ?? 0));
});

test('nothing is advised that an owner cannot do', () => {
  const model = modelOf([
    slope('employees', 1),
    slope('leads_of_person', 1),
    slope('age_days', 1),
    slope('has_contact', 1),
  ]);
  assert.deepEqual(changesOf(model, { has_contact: 0, employees: 1, age_days: 1, leads_of_person: 1 }), []);
});

test('figures are for who may read every input, and no sentence has them', () => {
  const model = modelOf([slope('calls_total', 1), slope('has_mobile_phone', 1)]);
  for (const { text, exact, sources } of changesOf(model, { has_mobile_phone: 0 })) {
    assert.doesNotMatch(text, /\d/);
    assert.ok(exact);
    assert.ok(exact.sources.includes('Lead.Industry') && exact.sources.includes('Task'));
    assert.ok(sources.length < exact.sources.length);
  }
});
