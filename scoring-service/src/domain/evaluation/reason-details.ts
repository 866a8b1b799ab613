import type { ScoreCause, ScoreDetails, ScoreDifference, SimilarRecords } from '@plumbline/contract';
import type { FieldContribution } from '@plumbline/learning';
import { sourcesOfAll } from '../features/feature-sources.ts';
import type { SourcedField } from '../features/feature-sources.ts';
import type { FeatureRow } from '../features/feature-row.ts';
import { positiveShare, rowsOf, similarRows } from '../features/training-distribution.ts';
import type { TrainingDistribution } from '../features/training-distribution.ts';
import { plural, roundTo, sumOf } from '../figures.ts';
import { describeFact } from './factor-texts.ts';
import { STORED, strongestContributions } from './factors.ts';
import { explainState, pointsBetween, roundToTotal } from './score-difference.ts';
import type { ScoredState, ScoreDifference as ExactDifference } from './score-difference.ts';

/** Causes of a difference that are listed. */
const SHOWN_CAUSES = 6;

/** A cause below half a point is one of the remainder. */
const LEAST_POINTS = 0.5;

/** The largest share of the training rows that is worth telling from the average. */
const MOST_ALIKE = 0.95;

/** What the reasons of a score are worth in points against an average record, the strongest first. */
export function worthOf(state: ScoredState, fields: readonly SourcedField[]): NonNullable<ScoreDetails['worth']> {
  const { scale, margin } = explainState(state);
  const points = pointsBetween(scale, state.explain.averageMargin, margin);
  return {
    sources: sourcesOfAll(fields),
    points: reasonsOf(state).map(({ field, contribution }) => {
      const { label = field, source } = fields.find(({ name }) => name === field) ?? {};
      return { field, label, ...(source !== undefined && { source }), points: wholePoints(points(contribution)) };
    }),
  };
}

/**
 * How the training rows did that are like the record in one of its reasons; those of too few rows are left out. Together they
 * give hidden inputs away, so they are for who may read all.
 */
export function similarRecords(
  state: ScoredState,
  fields: readonly SourcedField[],
  { distribution, fewestRows }: { distribution: TrainingDistribution; fewestRows: number },
): SimilarRecords[] {
  const average = positiveShare(distribution);
  if (average === undefined || average === 0) return [];
  const sources = sourcesOfAll(fields);
  return reasonsOf(state).flatMap(({ field }): SimilarRecords[] => {
    const named = fields.find(({ name }) => name === field);
    const alike = similarRows(distribution, field, valueIn(state, field));
    // Rows that are nearly all rows are like any record.
    if (!named || !alike || alike.rows < fewestRows || alike.rows > MOST_ALIKE * rowsOf(distribution)) return [];
    const times = alike.positives / alike.rows / average;
    const timesAverage = roundTo(times, times < 0.1 ? 2 : 1);
    const { label, source } = named;
    const often = timesAverage === 1 ? 'as often' : `${timesAverage} times as often`;
    const rows = plural(alike.rows, 'training row');
    const text =
      alike.positives === 0
        ? `None of ${rows} like this record in "${label}" reached the goal.`
        : `Records like this one in "${label}" reached the goal ${often} as the average (${rows}).`;
    return [
      {
        field,
        label,
        ...(source !== undefined && { source }),
        sources,
        timesAverage,
        rows: alike.rows,
        text,
      },
    ];
  });
}

/** A difference of scores in facts, with whole points that add up to the difference of the shown scores. */
export function describeDifference(
  difference: ExactDifference,
  fields: readonly SourcedField[],
  about: { since: Date; isNewModel: boolean; from: number; to: number; row: FeatureRow; names: readonly string[] },
): ScoreDifference {
  const sorted = difference.record.toSorted((one, other) => Math.abs(other.points) - Math.abs(one.points));
  const listed = sorted.slice(0, SHOWN_CAUSES).filter(({ points }) => Math.abs(points) >= LEAST_POINTS);
  const remainder = sumOf(sorted.slice(listed.length), ({ points }) => points);
  const parts = [...listed.map(({ points }) => points), difference.other, remainder];
  const whole = roundToTotal(parts, about.to - about.from);
  const causes = listed
    .map((cause, index) => ({ ...cause, whole: whole[index] ?? 0 }))
    .filter((cause) => cause.whole !== 0);
  return {
    since: about.since.toISOString(),
    isNewModel: about.isNewModel,
    causes: causes.map(({ field, points }) => toCause(field, points, fields, about)),
    exact: {
      sources: sourcesOfAll(fields),
      ...{ from: about.from, to: about.to, points: causes.map((cause) => cause.whole) },
      ...{ other: whole[listed.length] ?? 0, remainder: whole[listed.length + 1] ?? 0 },
    },
  };
}

function toCause(
  field: string,
  points: number,
  fields: readonly SourcedField[],
  { row, names }: { row: FeatureRow; names: readonly string[] },
): ScoreCause {
  const named = fields.find(({ name }) => name === field);
  const { label = field, unit, source, sources = [field] } = named ?? {};
  const value = row[names.indexOf(field)] ?? undefined;
  const direction = points > 0 ? 'raises' : 'lowers';
  // The value of a field is for who may read it: the page takes it from the record.
  const isComputed = named !== undefined && source === undefined;
  return {
    ...{ field, label, ...(unit && { unit }), ...(source !== undefined && { source }), sources: [...sources] },
    ...(isComputed && (typeof value === 'number' ? { value } : { category: value })),
    direction,
    text: isComputed ? describeFact({ label, unit }, value, direction) : label,
  };
}

function reasonsOf(state: ScoredState): Pick<FieldContribution, 'field' | 'contribution'>[] {
  const { contributions } = explainState(state);
  return strongestContributions(
    [...contributions].map(([field, contribution]) => ({ field, contribution })),
    STORED,
  );
}

const valueIn = ({ model, row }: ScoredState, field: string): number | string | null =>
  row[model.fields.findIndex(({ name }) => name === field)] ?? null;

/** Without a negative zero. */
const wholePoints = (points: number): number => Math.round(points) || 0;
