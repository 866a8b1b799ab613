import { bandSchema } from '@plumbline/contract';
import type { Goal, ScoreFigures } from '@plumbline/contract';
import { scoreTable } from '@plumbline/learning';
import type { ScoringModel } from '@plumbline/learning';
import { toFeatureTable } from '../features/feature-row.ts';
import type { FeatureRow } from '../features/feature-row.ts';
import { ScoringError } from '../scoring-error.ts';
import { rankIn } from '../scoring/reference.ts';
import type { ScoreReference } from '../scoring/reference.ts';
import { toScore } from '../scoring/score.ts';
import type { ScoreRule } from '../scoring/score.ts';
import type { Evaluation, EvaluationContext } from './evaluate-rows.ts';

/**
 * What was scored when, by which model, on which inputs: with the model it gives the same score again. Unscored records
 * have score 0 and a reason.
 */
export type Receipt = {
  goalId: string;
  recordId: string;
  /** Absent for a single evaluation. */
  runKey?: string;
  modelVersion: string;
  scoredAt: Date;
  score: number;
  band: string;
  percentile?: number;
  probability?: number;
  /** Absent on receipts of earlier versions. */
  basis?: Goal['scoreBasis'];
  /** The share of positives that a relative score compares with. */
  baseRate?: number;
  /** The reference that the percentile is a rank in; absent where it is the model's own. */
  referenceId?: string;
  highFrom?: number;
  mediumFrom?: number;
  reason?: string;
  /** De-identified, in the order of the model's fields; deleted after the retention time. */
  features?: FeatureRow;
};

/** The receipt of an evaluation; a record that is not scored has score 0 and a reason instead of inputs. */
export function toReceipt(
  {
    goal,
    rule,
    reference,
    modelVersion,
    runKey,
  }: Pick<EvaluationContext, 'goal' | 'rule' | 'reference' | 'modelVersion'> & { runKey?: string },
  { write, probability, exclusion, features }: Scored,
): Receipt {
  return {
    goalId: goal.id,
    recordId: write.recordId,
    runKey,
    modelVersion,
    scoredAt: new Date(write.scoredAt ?? 0),
    score: write.score ?? 0,
    band: write.band ?? 'Not scored',
    percentile: write.percentile,
    probability,
    ...rule,
    referenceId: exclusion === undefined ? reference?.id : undefined,
    reason: exclusion,
    features,
  };
}

/** Whether a receipt has everything to compute its score again. */
export const isReproducible = ({ features, reason, basis }: ScoreInputs): boolean =>
  reason !== undefined || (features !== undefined && basis !== undefined);

/** Computes a score again with the steps that first computed it. Throws ScoringError `receipt.not-reproducible`. */
export function reproduceScore(
  { model, reference }: Scorer,
  { features, reason, basis, baseRate, highFrom, mediumFrom }: ScoreInputs,
): ScoreFigures {
  if (reason !== undefined) return unscored;
  if (features === undefined || basis === undefined) throw notReproducible();
  const rule = { basis, baseRate, highFrom, mediumFrom };
  return reproduceScores({ model, reference }, [features], rule)[0] ?? unscored;
}

/** The scores of rows of inputs, in the same order. */
export function reproduceScores(
  { model, reference }: Scorer,
  rows: readonly FeatureRow[],
  rule: ScoreRule,
): ScoreFigures[] {
  const { probabilities, percentiles } = scoreTable(model, toFeatureTable(model.fields, rows));
  return Array.from(probabilities, (probability, row) => {
    const percentile = reference ? rankIn(reference, probability) : (percentiles[row] as number);
    return { ...toScore(probability, percentile, rule), probability, percentile };
  });
}

/** Whether two scores are equal to the last digit. */
export const isSameScore = (one: ScoreFigures, other: ScoreFigures): boolean =>
  one.score === other.score &&
  one.band === other.band &&
  Object.is(one.probability, other.probability) &&
  one.percentile === other.percentile;

/** The score as the receipt holds it. */
export const figuresOf = ({ score, band, probability, percentile }: Receipt): ScoreFigures => ({
  ...{ score, band: bandSchema.parse(band) },
  ...(probability !== undefined && { probability }),
  ...(percentile !== undefined && { percentile }),
});

/** A model, and the reference that a receipt cites; without one, percentiles are ranks in the model's own. */
export type Scorer = { model: ScoringModel; reference?: ScoreReference | undefined };

type Scored = Pick<Evaluation, 'write' | 'probability' | 'exclusion' | 'features'>;

/** What a score is computed from besides the model: inputs, or the reason why the record is not scored. */
type ScoreInputs = ScoreRule & { features?: FeatureRow; reason?: string };

const unscored: ScoreFigures = { score: 0, band: 'Not scored' };

const notReproducible = (): ScoringError =>
  new ScoringError('receipt.not-reproducible', {
    message: 'The inputs of this score are no longer stored.',
    actions: ['Verify a newer receipt of the record.', 'Store inputs for longer with PLUMBLINE_RECEIPT_DAYS.'],
  });
