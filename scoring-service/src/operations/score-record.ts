import type { ScoreResult } from '@plumbline/contract';
import { ScoringError } from '../domain/scoring-error.ts';
import { requireModel } from './require-model.ts';
import { scoreReadRecords, shortId } from './score-read-records.ts';
import type { ScoringPorts } from './score-read-records.ts';

/** Scores one record and writes its score fields. Nothing is written unless everything before it has worked. */
export async function scoreRecord(ports: ScoringPorts, goalId: string, recordId: string): Promise<ScoreResult> {
  const active = await requireModel(ports, goalId);
  const read = await ports.salesforce.readRecord(goalId, active.plan, recordId);
  const outcome = (await scoreReadRecords(ports, active, read, [recordId])).get(shortId(recordId));
  if (outcome === undefined) throw new TypeError('A record has no outcome.');
  if (outcome instanceof ScoringError) throw outcome;
  return outcome;
}
