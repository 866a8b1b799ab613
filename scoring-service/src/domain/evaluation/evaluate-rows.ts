import type { CarryingPerson, Factor, Goal } from '@plumbline/contract';
import { scoreTable } from '@plumbline/learning';
import type { Explainer, FeatureTable, ScoringModel, ScoredTable } from '@plumbline/learning';
import { createRowReader } from '../features/feature-row.ts';
import type { FeatureRow } from '../features/feature-row.ts';
import type { SourcedField } from '../features/feature-sources.ts';
import { roundTo } from '../figures.ts';
import { gradeOf, rankIn } from '../scoring/reference.ts';
import type { ScoreReference } from '../scoring/reference.ts';
import { isChanged, isDue, toPrevious, toScoreWrite, toUnscoredWrite } from '../scoring/score.ts';
import type { Candidate, PastScores, ScoreFields, ScoreRule, ScoreWrite } from '../scoring/score.ts';
import { sumAxes } from './axes.ts';
import { carryingPeople, storeFactors, topFactors } from './factors.ts';
import type { PersonParts } from './factors.ts';
import { mainReason } from './main-reason.ts';
import type { ReasonLanguage } from './reason-words.ts';

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
  fields: SourcedField[];
  explain: Explainer;
  goal: Goal;
  rule: Required<ScoreRule>;
  /** What ranks and grades are relative to; without one ranks are in the model's own reference, and there are no grades. */
  reference: ScoreReference | undefined;
  scoredAt: Date;
  scope: WriteScope;
  /** The language of first reasons where the goal does not name one. */
  language: ReasonLanguage;
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
  /** The probability by the base rate, two decimals. */
  timesAverage?: number | undefined;
  factors: Factor[];
  /** The inputs of the score; absent for a record that is not scored. */
  features: FeatureRow | undefined;
  /** The people behind the score of an account; undefined for other records. */
  people?: CarryingPerson[];
};

type Rows = { candidates: Candidate[]; table: FeatureTable; people?: PersonParts[][] };

/** Earlier scores by record id. */
type Past = ReadonlyMap<string, PastScores>;

/**
 * Evaluates candidates one by one; `table` has the features of the same records in the same order. `past` has the earlier
 * scores of those that have receipts.
 */
export function* evaluateRows(
  context: EvaluationContext,
  { candidates, table, people }: Rows,
  past: Past = new Map(),
): Generator<Evaluation, void> {
  const scored = scoreTable(context.model, table);
  const readRow = createRowReader(context.model.fields, table);
  for (const [row, candidate] of candidates.entries()) {
    const { exclusion, current } = candidate;
    const outcome =
      exclusion === undefined
        ? scoreRow(context, candidate, {
            ...{ scored, table, row, people: people?.[row] },
            past: past.get(candidate.recordId),
          })
        : unscored(context, candidate, past.get(candidate.recordId));
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

type Outcome = Pick<Evaluation, 'write' | 'probability' | 'timesAverage' | 'factors' | 'people'>;

type Row = {
  scored: ScoredTable;
  table: FeatureTable;
  row: number;
  people: PersonParts[] | undefined;
  past: PastScores | undefined;
};

function scoreRow(
  { modelVersion, fields, explain, goal, rule, reference, scoredAt, language: orgLanguage }: EvaluationContext,
  { recordId, current }: Candidate,
  { scored, table, row, people: parts, past }: Row,
): Outcome {
  const probability = scored.probabilities[row] as number;
  const percentile = reference ? rankIn(reference, probability) : (scored.percentiles[row] as number);
  const contributions = explain(table, row);
  const factors = topFactors(contributions, fields);
  const people = parts && carryingPeople(contributions, parts);
  const previous = toPrevious(current, rule.basis, past?.newest);
  const timesAverage = roundTo(probability / rule.baseRate, 2);
  const about = { basis: rule.basis, model: modelVersion, previous, timesAverage };
  const stored = storeFactors({ ...about, probability, contributions, ...(people && { people }) }, fields);
  const grade = reference && gradeOf(sumAxes(contributions, fields), reference);
  const { visibleFields, reasonLanguage: language = orgLanguage } = goal.settings;
  const reason = mainReason(contributions, fields, { visibleFields, language, current: current.reason });
  const write = toScoreWrite(
    { recordId, probability, percentile, grade, reason, factors: stored },
    { rule, scoredAt, current, past },
  );
  return { probability, timesAverage, factors, people, write };
}

function unscored(
  { modelVersion, fields, rule, scoredAt }: EvaluationContext,
  { recordId, current, exclusion }: Candidate,
  past: PastScores | undefined,
): Outcome {
  const previous = toPrevious(current, rule.basis, past?.newest);
  const stored = storeFactors(
    { basis: rule.basis, model: modelVersion, previous, reason: exclusion, contributions: [] },
    fields,
  );
  const write = toUnscoredWrite({ recordId, factors: stored }, { scoredAt, current });
  return { probability: undefined, factors: [], people: undefined, write };
}
