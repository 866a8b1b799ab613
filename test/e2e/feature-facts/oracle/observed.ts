import type { Goal, MergePolicy } from '@plumbline/contract';
import { DAY_MS } from '../../../../scoring-service/src/domain/time.ts';
import type { Row } from './raw-facts.ts';

export type ScoredObject = Goal['object'];

export type OracleGoal = { object: ScoredObject; mergePolicy: MergePolicy; qualifiedStatuses: readonly string[] };

/** A record at a date: of a training, or of a scoring, which sees what the org holds on that day. */
export type Observed = { row: Row; ms: number; goal: OracleGoal; isScoring: boolean };

export const daysBetween = (from: number, to: number): number => (to - from) / DAY_MS;

/** Days since the last of some times; undefined without one. */
export const daysSince = (times: readonly number[], ms: number): number | undefined =>
  times.length === 0 ? undefined : daysBetween(Math.max(...times), ms);
