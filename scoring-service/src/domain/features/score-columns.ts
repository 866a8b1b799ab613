import type { Goal } from '@plumbline/contract';
import { scoreFieldSet } from '../goals/score-field-set.ts';
import type { OptionalPart } from '../goals/score-field-set.ts';
import { ownTable } from './own-fields.ts';
import type { SourceColumn, SourcePlan } from './source-plan.ts';

/** The present score of a record, which decides whether a run writes it. */
export const scoreColumns = (goal: Pick<Goal, 'scoreField'>): SourceColumn[] => {
  const { score, band, percentile, scoredAt } = scoreFieldSet(goal.scoreField);
  return [
    { path: score, column: 'score', protection: 'none', type: 'number' },
    { path: band, column: 'score_band', protection: 'none' },
    { path: percentile, column: 'score_percentile', protection: 'none', type: 'number' },
    { path: scoredAt, column: 'scored_at', protection: 'none', type: 'datetime' },
  ];
};

/** The optional fields of that kind, by part. */
const optionalColumns = {
  change: { column: 'score_change', protection: 'none', type: 'number' },
  reason: { column: 'score_reason', protection: 'none' },
  bandSince: { column: 'score_band_since', protection: 'none', type: 'datetime' },
} as const satisfies Partial<Record<OptionalPart, Omit<SourceColumn, 'path'>>>;

/**
 * The plan of a model with those optional score fields that the org has now: a plan that an earlier version stored names
 * none, and fields may have been added or removed since the training.
 */
export function withScoreParts(plan: SourcePlan, parts: readonly OptionalPart[]): SourcePlan {
  const fields = scoreFieldSet(plan.goal.scoreField);
  const added = parts.flatMap((part) =>
    part in optionalColumns ? [{ path: fields[part], ...optionalColumns[part as keyof typeof optionalColumns] }] : [],
  );
  const own = ownTable(plan);
  const tables = plan.tables.map((table) =>
    table.name === own ? { ...table, columns: [...table.columns, ...added] } : table,
  );
  return { ...plan, tables };
}
