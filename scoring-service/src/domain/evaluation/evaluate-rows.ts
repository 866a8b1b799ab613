import type { CarryingPerson, Factor, Goal } from '@plumbline/contract';
import { scoreTable } from '@plumbline/learning';
import type { Explainer, FeatureTable, ScoringModel, ScoredTable } from '@plumbline/learning';
import { createRowReader } from '../features/feature-row.ts';
import type { FeatureRow } from '../features/feature-row.ts';
import type { FeatureField } from '../features/source-plan.ts';
import { isChanged, isDue, toPrevious, toScoreWrite, toUnscoredWrite } from '../scoring/score.ts';
import type { Candidate, ScoreFields, ScoreWrite } from '../scoring/score.ts';
import { carryingPeople, storeFactors, topFactors } from './factors.ts';
import type { PersonParts } from './factors.ts';

/**
 * Which records are written: those with another band, or a score that moved by enough (`changed`); all that are scored,
 * which renews every field in the first run of a model (`scored`); or every record (`all`). A record that is no longer scored but
 * still has a score is always written.
 */
export type WriteScope = 'changed' | 'scored' | 'all';

/** What rows are evaluated with: the active model and the current settings of the goal. */
export type EvaluationContext = {
  model: ScoringModel;
  modelVersion: string;
  fields: FeatureField[];
  explain: Explainer;
  goal: Goal;
  scoredAt: Date;
  scope: WriteScope;
};

/** One record's evaluation; `exclusion` says why it is not scored. */
export type Evaluation = {
  write: ScoreWrite;
  /** The score fields on the record before the write. */
  current: ScoreFields;
  isWritten: boolean;
  isChanged: boolean;
  exclusion: string | undefined;
  probability: number | undefined;
  factors: Factor[];
  /** The inputs of the score; absent for a record that is not scored. */
  features: FeatureRow | undefined;
  /** The people behind the score of an account; undefined for other records. */
  people?: CarryingPerson[];
};

type Rows = { candidates: Candidate[]; table: FeatureTable; people?: PersonParts[][] };

/** Evaluates candidates one by one; `table` has the features of the same records in the same order. */
export function* evaluateRows(
  context: EvaluationContext,
  { candidates, table, people }: Rows,
): Generator<Evaluation, void> {
  const scored = scoreTable(context.model, table);
  const readRow = createRowReader(context.model.fields, table);
  for (const [row, candidate] of candidates.entries()) {
    const { exclusion, current } = candidate;
    const outcome =
      exclusion === undefined
        ? scoreRow(context, candidate, { scored, table, row, people: people?.[row] })
        : unscored(context, candidate);
    const differs = isChanged(current, outcome.write);
    const isStale = exclusion !== undefined && current.score !== undefined && differs;
    const { writePoints } = context.goal.settings.thresholds;
    const isInScope =
      context.scope === 'all' ||
      (exclusion === undefined && (context.scope === 'scored' || isDue(current, outcome.write, writePoints)));
    const features = exclusion === undefined ? readRow(row) : undefined;
    yield {
      ...outcome,
      features,
      current,
      exclusion,
      isChanged: differs,
      isWritten: isStale || isInScope,
    };
  }
}

type Outcome = Pick<Evaluation, 'write' | 'probability' | 'factors' | 'people'>;

type Row = { scored: ScoredTable; table: FeatureTable; row: number; people: PersonParts[] | undefined };

function scoreRow(
  { modelVersion, fields, explain, goal, scoredAt }: EvaluationContext,
  { recordId, current }: Candidate,
  { scored, table, row, people: parts }: Row,
): Outcome {
  const probability = scored.probabilities[row] as number;
  const percentile = scored.percentiles[row] as number;
  const contributions = explain(table, row);
  const factors = topFactors(contributions, fields);
  const people = parts && carryingPeople(contributions, parts);
  const about = { basis: goal.scoreBasis, model: modelVersion, previous: toPrevious(current) };
  const stored = storeFactors({ ...about, probability, factors, ...(people && { people }) }, fields);
  const write = toScoreWrite({ recordId, probability, percentile, factors: stored }, { goal, scoredAt });
  return { probability, factors, people, write };
}

function unscored(
  { modelVersion, fields, goal, scoredAt }: EvaluationContext,
  { recordId, current, exclusion }: Candidate,
): Outcome {
  const about = { basis: goal.scoreBasis, model: modelVersion, previous: toPrevious(current) };
  const stored = storeFactors({ ...about, reason: exclusion, factors: [] }, fields);
  return {
    probability: undefined,
    factors: [],
    people: undefined,
    write: toUnscoredWrite({ recordId, factors: stored }, scoredAt),
  };
}
