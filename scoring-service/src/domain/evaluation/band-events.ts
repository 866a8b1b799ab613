import type { Finding, Goal } from '@plumbline/contract';
import { formatCount } from '../quality/findings.ts';
import type { Band, PastScores, ScoreRule } from '../scoring/score.ts';
import type { Evaluation } from './evaluate-rows.ts';

/** A record whose score moves from one band to another, as consumers learn of it. */
export type BandEvent = {
  /** The same however often the event is published: consumers recognise a repetition by it. */
  id: string;
  goalId: string;
  object: Goal['object'];
  recordId: string;
  from: Band | 'Not scored';
  to: Band | 'Not scored';
  score: number;
  /** The time of the score, ISO 8601. */
  scoredAt: string;
};

/** The event of one score: there is at most one score of a goal and a record at a time. */
export const bandEventId = (goalId: string, recordId: string, scoredAt: Date | string): string =>
  `${goalId}:${recordId}:${new Date(scoredAt).getTime()}`;

/** By what a score was computed: another of these moves bands without the record having changed. */
export type BandRules = { modelVersion: string; rule: ScoreRule };

/**
 * The band changes of the scores that are about to be written. `silent` counts those that are no events (M5a): of a goal's
 * first scoring, and of records that another model, basis or limits scored before. A first score is not a change.
 */
export function toBandEvents(
  { id: goalId, object }: Pick<Goal, 'id' | 'object'>,
  evaluations: readonly Pick<Evaluation, 'current' | 'write' | 'isWritten'>[],
  { isFirst, rules, past }: { isFirst: boolean; rules: BandRules; past: ReadonlyMap<string, PastScores> },
): { events: BandEvent[]; silent: number } {
  let silent = 0;
  const events = evaluations.flatMap(({ current: { band: from }, write, isWritten }): BandEvent[] => {
    const { recordId, band: to, score, scoredAt } = write;
    if (!isWritten || from === undefined || to === undefined || from === to) return [];
    if (score === undefined || scoredAt === undefined) return [];
    const isMoved = from === 'Not scored' || to === 'Not scored' || isComparable(rules, past.get(recordId)?.newest);
    if (!isFirst && isMoved) {
      return [{ id: bandEventId(goalId, recordId, scoredAt), goalId, object, recordId, from, to, score, scoredAt }];
    }
    silent += 1;
    return [];
  });
  return { events, silent };
}

/** Receipts of earlier versions do not name their limits. */
function isComparable({ modelVersion, rule }: BandRules, newest: PastScores['newest']): boolean {
  if (newest === undefined) return true;
  const isSame = (then: unknown, now: unknown): boolean => then === undefined || then === now;
  return (
    isSame(newest.modelVersion, modelVersion) &&
    isSame(newest.basis, rule.basis) &&
    isSame(newest.highFrom, rule.highFrom) &&
    isSame(newest.mediumFrom, rule.mediumFrom)
  );
}

/** The moves to another band of a run: those that are events, and those that are not. */
export type BandChanges = { events: number; silent: number };

/** The moves after a batch; an intended event counts where its score was written. */
export const addBandChanges = (
  { events, silent }: BandChanges = { events: 0, silent: 0 },
  batch: { intended: readonly string[]; silent: number },
  written: ReadonlySet<string>,
): BandChanges => ({
  events: events + batch.intended.filter((recordId) => written.has(recordId)).length,
  silent: silent + batch.silent,
});

/** M5a: one summary for the admin of moves that are no events. */
export function findBandChanges({ events, silent }: BandChanges = { events: 0, silent: 0 }): Finding[] {
  const findings: Finding[] = [];
  if (events > 0) findings.push({ code: 970, detail: formatCount(events) });
  if (silent > 0) findings.push({ code: 971, detail: formatCount(silent) });
  return findings;
}
