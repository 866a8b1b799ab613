import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { FeatureField } from '../../../../scoring-service/src/domain/features/source-plan.ts';
import { checkModelFairness } from '../../../../scoring-service/src/domain/quality/fairness.ts';
import { drawLeads, makeModel } from '../../learning/model-fixture.ts';
import { DAY_MS } from '../../../../scoring-service/src/domain/time.ts';

const rowCount = 3000;
const rows = {
  ...drawLeads(rowCount, 8),
  groups: Array.from({ length: rowCount }, (_, row) => `lead ${row}`),
  times: Float64Array.from({ length: rowCount }, (_, row) => row * DAY_MS),
};
const field = (name: string, label: string): FeatureField => ({
  ...{ name, label, kind: 'category', family: 'chosen', isPointInTime: false },
});
/** Who was called often is in the club: `Calls` knows the group, and moves the score. */
const calls = [...(rows.table.columns.find(({ name }) => name === 'Calls')?.values ?? [])];
const club = calls.map((count) => (Number(count) >= 4 ? 'in' : 'out'));
const marked = { rowCount, columns: [{ kind: 'category' as const, name: 'fairness_Club__c', values: club }] };

test('the newest rows are checked as the model scores them, with labels that an admin knows', () => {
  const plan = { fields: [field('Calls', 'Phone calls')], fairness: [field('fairness_Club__c', 'Club')] };
  const { results, findings } = checkModelFairness(makeModel(), { rows, marked, plan }, { seed: 1 });
  const [result] = results;
  assert.equal(
    result?.groups.reduce((sum, group) => sum + group.rows, 0),
    600,
  );
  assert.deepEqual(
    result?.proxies.map((proxy) => [proxy.field, proxy.auc > 0.95]),
    [['Calls', true]],
  );
  assert.deepEqual(
    findings.map(({ code }) => code),
    [921, 922],
  );
  assert.match(findings[0]?.detail ?? '', /^Phone calls tells Club (in|out) /);
  assert.match(findings[1]?.detail ?? '', /^Club out /);
});

test('without marked fields nothing is checked', () => {
  const none = { rowCount, columns: [] };
  assert.deepEqual(checkModelFairness(makeModel(), { rows, marked: none, plan: { fields: [] } }, { seed: 1 }), {
    results: [],
    findings: [],
  });
});
