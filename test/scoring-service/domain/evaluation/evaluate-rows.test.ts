import assert from 'node:assert/strict';
import { test } from 'node:test';
import { storedFactorsSchema } from '@plumbline/contract';
import type { StoredFactors } from '@plumbline/contract';
import type { Explainer, FieldContribution } from '@plumbline/learning';
import { evaluateRows } from '../../../../scoring-service/src/domain/evaluation/evaluate-rows.ts';
import type { Evaluation, WriteScope } from '../../../../scoring-service/src/domain/evaluation/evaluate-rows.ts';
import type { Candidate, ScoreFields } from '../../../../scoring-service/src/domain/scoring/score.ts';
import { makeField, makeGoal } from '../quality/quality-fixture.ts';

/** Nothing decides: every row has the probability of one half. */
const model = {
  ...{ fields: [{ name: 'industry', kind: 'category' as const }], treeWeight: 1 },
  ...{ calibration: { low: 1, high: 1, shift: 0 }, reference: [0.1, 0.5, 0.9] },
};

const explain: Explainer = Object.assign(
  (): FieldContribution[] => [
    { field: 'industry', value: 'Zoo', contribution: 0.7, uncalibrated: 0.7, importance: 'high' },
  ],
  { averageMargin: 0, baseMargin: 0 },
);

const empty: ScoreFields = { score: undefined, band: undefined, percentile: undefined, scoredAt: undefined };
const yesterday = '2026-03-15T12:00:00.000Z';
const stood: ScoreFields = { score: 41, band: 'Medium', percentile: 40, scoredAt: yesterday };

function evaluate(
  candidate: Partial<Candidate>,
  scope: WriteScope = 'changed',
  settings: Record<string, unknown> = {},
): Evaluation {
  const [evaluation] = evaluateRows(
    {
      ...{ model, modelVersion: 'v2', goal: makeGoal({ settings }), scoredAt: new Date('2026-03-16T12:00:00Z'), scope },
      fields: [{ ...makeField('industry', { source: 'Industry' }), sources: ['Lead.Industry'] }],
      explain,
      rule: { basis: 'probability', baseRate: 0.5, highFrom: 80, mediumFrom: 50 },
      reference: undefined,
      language: 'de',
    },
    {
      candidates: [{ recordId: '00Q000000000001AAA', exclusion: undefined, current: empty, ...candidate }],
      table: { rowCount: 1, columns: [{ kind: 'category', name: 'industry', values: ['Zoo'] }] },
    },
  );
  assert.ok(evaluation);
  return evaluation;
}

const storedOf = ({ write }: Evaluation): StoredFactors =>
  storedFactorsSchema.parse(JSON.parse(write.factors ?? 'null'));

test('a scored record stores its model, its previous score and the source of each factor', () => {
  const { write, isWritten } = evaluate({ current: stood });
  assert.deepEqual([write.score, write.band, isWritten], [50, 'Medium', true]);
  const { model: by, previous, reason, factors } = storedOf(evaluate({ current: stood }));
  assert.deepEqual([by, previous, reason], ['v2', { score: 41, scoredAt: yesterday }, undefined]);
  assert.deepEqual(
    factors.map(({ field, source }) => [field, source]),
    [['industry', 'Industry']],
  );
});

test('the first score of a record has none before it', () => {
  assert.equal(storedOf(evaluate({})).previous, undefined);
  const wasUnqualified = evaluate({ current: { ...empty, score: 0, band: 'Not scored', scoredAt: yesterday } });
  assert.equal(storedOf(wasUnqualified).previous, undefined);
});

test('a record that is not scored says why, without a probability or factors', () => {
  const exclusion = 'Not qualified: status Nurturing';
  const evaluation = evaluate({ exclusion, current: stood });
  assert.deepEqual([evaluation.write.score, evaluation.write.band], [0, 'Not scored']);
  assert.deepEqual(storedOf(evaluation), {
    ...{ basis: 'probability', model: 'v2', reason: exclusion, factors: [] },
    previous: { score: 41, scoredAt: yesterday },
  });
});

test('a run writes a score where its band changes or it moves by two points, or by the points of the setting', () => {
  // Every row is evaluated to 50 points, which is medium.
  const isWritten = (score: number, band: ScoreFields['band'] = 'Medium', points?: number): boolean => {
    const settings = points === undefined ? {} : { thresholds: { writePoints: points } };
    return evaluate({ current: { score, band, percentile: 3, scoredAt: yesterday } }, 'changed', settings).isWritten;
  };
  assert.deepEqual(
    [50, 51, 49, 52, 48].map((score) => isWritten(score)),
    [false, false, false, true, true],
  );
  assert.equal(isWritten(49, 'Low'), true, 'another band is written whatever the points');
  assert.equal(isWritten(45, 'Medium', 6), false);
  assert.equal(isWritten(44, 'Medium', 6), true);
  assert.equal(isWritten(50, 'Medium', 0), false, 'the same score is never written again');
});

test('a record that is not scored is written where it holds an old score or somebody asks for it', () => {
  const exclusion = 'Not qualified: status Nurturing';
  assert.equal(evaluate({ exclusion, current: stood }).isWritten, true);
  assert.equal(evaluate({ exclusion }).isWritten, false);
  assert.equal(evaluate({ exclusion }, 'scored').isWritten, false);
  assert.equal(evaluate({ exclusion }, 'all').isWritten, true);
});

test('what stands already is written again only where its reasons are renewed', () => {
  const { write } = evaluate({});
  const { score, band, percentile } = write;
  const current = { score, band, percentile, scoredAt: yesterday };
  assert.equal(evaluate({ current }).isWritten, false);
  assert.equal(evaluate({ current }, 'scored').isWritten, true);
  assert.equal(evaluate({ current }, 'scored').isChanged, false);
});

test('the first reason is in the language of the org, or in that of the setting', () => {
  const reasonOf = (settings: object): string | undefined =>
    evaluate({}, 'all', { visibleFields: ['Industry'], ...settings }).write.reason;
  assert.match(reasonOf({}) ?? '', /(erhöht|senkt) den Prognosewert\.$/);
  assert.match(reasonOf({ reasonLanguage: 'en' }) ?? '', /(raises|lowers) the score\.$/);
});
