import type { Finding, Goal } from '@plumbline/contract';
import { DAY_MS, isoDay } from '../time.ts';
import { HALF_YEAR_DAYS } from './check-source.ts';
import type { StatusHistory } from './check-source.ts';
import { formatCount } from './findings.ts';

/** The observation dates that a training uses, none before `since`, and what it reports about them. */
export type HistoryUse = { since?: Date | undefined; findings: Finding[] };

/** A history that starts so soon after the first lead has always been recorded. */
const FIRST_CHANGE_DAYS = 30;

/**
 * Where the history of lead statuses starts long after the first lead, a training learns from there on, if that leaves
 * enough to learn from. Otherwise it learns from all leads, and an unknown status counts as qualified.
 */
export function useStatusHistory(history: StatusHistory | undefined, goal: Goal, asOf: Date): HistoryUse {
  if (history === undefined || !needsStatusHistory(goal)) return { findings: [] };
  const { startedAt, firstLeadAt, conversionsSince, unknownLeads } = history;
  if (startedAt === undefined) {
    return { findings: unknownLeads === 0 ? [] : [{ code: 960, detail: formatCount(unknownLeads) }] };
  }
  if (daysBetween(firstLeadAt, startedAt) <= FIRST_CHANGE_DAYS) return { findings: [] };
  const isLongEnough = daysBetween(startedAt, asOf) >= HALF_YEAR_DAYS + goal.timeframeDays;
  if (isLongEnough && conversionsSince >= goal.settings.thresholds.statusHistoryConversions) {
    return { since: startedAt, findings: [{ code: 961, detail: isoDay(startedAt) }] };
  }
  return { findings: [{ code: 962, detail: isoDay(startedAt) }] };
}

/** Whether training needs to know the earlier statuses of leads. */
export const needsStatusHistory = ({ object, qualifiedStatuses, settings }: Goal): boolean =>
  object === 'Lead' && qualifiedStatuses.length > 0 && settings.learnFrom === 'history';

const daysBetween = (from: Date, to: Date): number => (to.getTime() - from.getTime()) / DAY_MS;
