import { storedFactorsSchema } from '@plumbline/contract';
import type { Goal, RunResult, ScoreResult, StoredFactor } from '@plumbline/contract';
import type { Evaluation } from './evaluate-rows.ts';

/** The result of one record write; `error` has the platform's code and message. */
export type Written = { recordId: string; error?: { code: string; message: string } };

/** The run results of a batch: what each record shows after it, with its present factors. */
export function toRunResults(evaluations: Evaluation[], written: Written[]): RunResult[] {
  const errors = new Map(written.flatMap(({ recordId, error }) => (error ? [[recordId, error] as const] : [])));
  return evaluations.map((evaluation) => {
    const { write, exclusion, probability, isWritten } = evaluation;
    const shown = isWritten || exclusion !== undefined ? write : evaluation.current;
    const error = errors.get(write.recordId);
    if (error) {
      return { recordId: write.recordId, isChanged: false, factors: [], error: `${error.code}: ${error.message}` };
    }
    return {
      recordId: write.recordId,
      score: shown.score ?? 0,
      band: shown.band ?? 'Not scored',
      ...(probability !== undefined && { probability }),
      ...(shown.percentile !== undefined && { percentile: shown.percentile }),
      ...(exclusion !== undefined && { reason: exclusion }),
      isChanged: isWritten,
      factors: factorsOf(write.factors),
    };
  });
}

const factorsOf = (stored: string | undefined): RunResult['factors'] =>
  stored === undefined ? [] : storedFactorsSchema.parse(JSON.parse(stored)).factors.map(withoutValue);

function withoutValue(factor: StoredFactor): Omit<StoredFactor, 'value'> {
  const kept = { ...factor };
  delete kept.value;
  return kept;
}

/** The reply to a caller who evaluated one record. */
export function toScoreResult(
  { id, object, scoreBasis }: Goal,
  modelVersion: string,
  { write, exclusion, probability, timesAverage, factors, people, isChanged }: Evaluation,
): ScoreResult {
  return {
    goalId: id,
    recordId: write.recordId,
    object,
    isQualified: exclusion === undefined,
    score: write.score ?? 0,
    band: write.band ?? 'Not scored',
    basis: scoreBasis,
    probability,
    percentile: write.percentile,
    timesAverage,
    grade: write.grade,
    change: write.change,
    reason: exclusion,
    scoredAt: write.scoredAt ?? '',
    modelVersion,
    isChanged,
    factors,
    people,
  };
}
