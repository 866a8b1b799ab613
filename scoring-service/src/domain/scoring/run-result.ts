import { storedFactorsSchema } from '@plumbline/contract';
import type { RunResult } from '@plumbline/contract';
import type { Evaluation } from './evaluate-rows.ts';

/** What became of a written record; absent for one that did not have to be written. */
type Written = { recordId: string; error?: { code: string; message: string } };

/** What a run tells of each record of a batch; reasons are those that the record's factors field holds. */
export function toRunResults(evaluations: Evaluation[], written: Written[]): RunResult[] {
  const errors = new Map(written.flatMap(({ recordId, error }) => (error ? [[recordId, error] as const] : [])));
  return evaluations.map((evaluation) => {
    const { write, exclusion, probability, isWritten } = evaluation;
    const error = errors.get(write.recordId);
    if (error) {
      const told = `${error.code}: ${error.message}`;
      return { recordId: write.recordId, isChanged: false, factors: [], error: told };
    }
    return {
      recordId: write.recordId,
      score: write.score ?? 0,
      band: write.band ?? 'Not scored',
      ...(probability !== undefined && { probability }),
      ...(write.percentile !== undefined && { percentile: write.percentile }),
      ...(exclusion !== undefined && { reason: exclusion }),
      isChanged: isWritten,
      factors: factorsOf(write.factors),
    };
  });
}

const factorsOf = (stored: string | undefined): RunResult['factors'] =>
  stored === undefined ? [] : storedFactorsSchema.parse(JSON.parse(stored)).factors;
