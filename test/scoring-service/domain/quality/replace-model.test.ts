import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cardChallengeSchema, thresholdsSchema } from '@plumbline/contract';
import { scoreTable, areaUnderCurve, selectRows, splitRows } from '@plumbline/learning';
import { compareWithActive } from '../../../../scoring-service/src/domain/quality/replace-model.ts';
import type { Candidate, Comparison } from '../../../../scoring-service/src/domain/quality/replace-model.ts';
import type { StoredModel } from '../../../../scoring-service/src/ports/models.ts';
import { makeStoredModel } from '../../adapters/storage/state-fixture.ts';
import { drawLeads } from '../../learning/model-fixture.ts';
import { DAY_MS } from '../../../../scoring-service/src/domain/time.ts';

const now = new Date('2026-06-01T00:00:00Z');
const thresholds = thresholdsSchema.parse({});

/** 1,000 leads, one a day; the newest fifth is the test. */
const drawn = drawLeads(1000, 3);
const rows = {
  ...drawn,
  groups: Array.from({ length: 1000 }, (_, row) => `lead ${row}`),
  times: Float64Array.from({ length: 1000 }, (_, row) => row * DAY_MS),
};
const tested = selectRows(rows, splitRows(rows, { seed: 1, gapMs: 0 }).test);

/** A model made by hand that has learned from the rows up to a day. */
function activeModel(learnedUntilDay: number, ageDays: number, auc = 0.8): StoredModel {
  const stored = makeStoredModel('goal', 'v1', new Date(now.getTime() - ageDays * DAY_MS));
  const data = {
    ...{ accounts: 0, contacts: 0, opportunities: 0, activities: 0, conversions: 0, historyDays: 0 },
    testedTo: new Date(learnedUntilDay * DAY_MS).toISOString(),
  };
  return { ...stored, card: { ...stored.card, auc, data } };
}

/** A candidate that gives the test rows these probabilities. */
const candidateOf = (probabilities: Float64Array): Candidate => ({
  ...{ rows, seed: 1, gapMs: 0, now, thresholds },
  test: { auc: areaUnderCurve(probabilities, tested.labels), probabilities },
});
const asActive = scoreTable(activeModel(0, 0).model, tested.table).probabilities;
const useless = asActive.map((_, row) => (row % 7) / 7);

function challengeOf({ challenge }: Comparison) {
  return cardChallengeSchema.parse(challenge);
}

test('without an active model, or with one that reads what is not made any more, the new one takes over', () => {
  assert.deepEqual(compareWithActive(undefined, candidateOf(useless)), { isReplacing: true, findings: [] });
  const active = activeModel(700, 10);
  const fields = [...active.model.fields, { name: 'Leak__c', kind: 'number' as const }];
  const other = { ...active, model: { ...active.model, fields } };
  assert.deepEqual(compareWithActive(other, candidateOf(useless)), { isReplacing: true, findings: [] });
});

test('both are compared on the test rows of records that the active one has not learned from', () => {
  const comparison = compareWithActive(activeModel(899, 10), candidateOf(asActive));
  const { auc, activeAuc, reason, isReplacing } = challengeOf(comparison);
  assert.equal(auc, activeAuc);
  assert.equal(isReplacing, true);
  assert.match(reason, /on 100 test rows of records that neither was trained on\.$/);
  const unseen = selectRows(
    tested,
    Uint32Array.from({ length: 100 }, (_, row) => 100 + row),
  );
  assert.equal(auc, areaUnderCurve(asActive.slice(100), unseen.labels).auc);
});

test('a record that the active model has learned from at another moment does not count either', () => {
  const groups = rows.groups.map((group, row) => (row === 950 ? 'lead 10' : group));
  // As far as the split goes the old row leaves training; as far as the active model goes it is known.
  const comparison = compareWithActive(activeModel(899, 10), { ...candidateOf(asActive), rows: { ...rows, groups } });
  assert.match(challengeOf(comparison).reason, /on 99 test rows/);
});

test('a new model that is worse by more than 5 percent does not take over, and 909 says so with both figures', () => {
  const comparison = compareWithActive(activeModel(799, 90), candidateOf(useless));
  const { auc, activeAuc, isReplacing } = challengeOf(comparison);
  assert.ok(auc < 0.95 * activeAuc);
  assert.equal(isReplacing, false);
  assert.deepEqual(comparison.findings, [
    { code: 909, detail: `${auc.toFixed(4)} and ${activeAuc.toFixed(4)}`, figure: auc / activeAuc },
  ]);
});

test('it takes over all the same when the active model is older than 90 days', () => {
  const comparison = compareWithActive(activeModel(799, 91), candidateOf(useless));
  assert.deepEqual([comparison.isReplacing, comparison.findings], [true, []]);
  assert.match(challengeOf(comparison).reason, /older than 90 days/);
});

test('on rows that the active model has learned from, each has only its own test figures to show', () => {
  const candidate = candidateOf(asActive);
  const { auc } = candidate.test.auc;
  const justEnough = compareWithActive(activeModel(1000, 10, auc / 0.95 - 1e-9), candidate);
  assert.equal(justEnough.isReplacing, true);
  assert.match(challengeOf(justEnough).reason, /too few that neither was trained on/);
  const tooLittle = compareWithActive(activeModel(1000, 10, auc / 0.95 + 1e-9), candidate);
  assert.equal(tooLittle.isReplacing, false);
});
