import type { Finding, Goal, GoalDraft, ReadinessCheck } from '@plumbline/contract';
import { emptyStatuses, messageOf } from '@plumbline/contract';
import { factOf, isSameName } from '../org-facts.ts';
import type { OrgFacts } from '../org-facts.ts';
import { allOf } from '../soql.ts';
import { isoDay } from '../time.ts';

/** How many leads have been in a status for long enough, and how many of them have moved on or are worked on. */
export type StatusUse = { status: string; entered: number; left: number };

/** A lead with the recorded changes of its status. */
export type LeadPath = {
  status: string;
  createdAt: Date;
  isConverted: boolean;
  changes: { from?: string | undefined; to?: string | undefined; at: Date }[];
};

/** Leads that entered a status this long ago have had the time to leave it. */
export const STATUS_DAYS = 90;

/** Fewer leads in a status say nothing about it. */
const LEAST_LEADS = 20;

/** The share of leads from which a status is one that leads leave again. */
const LEAST_LEFT = 0.1;

/** Leads whose paths are read, the newest of those that are old enough: a few pages of a query. */
const MOST_PATHS = 2000;

/** Whether a goal needs qualified statuses and names none. */
export const lacksStatuses = ({ object, qualifiedStatuses }: Pick<Goal, 'object' | 'qualifiedStatuses'>): boolean =>
  object === 'Lead' && qualifiedStatuses.length === 0;

/**
 * Of the org's statuses, in their order, those that leads leave again: a status in which leads stop changing, such as
 * Closed - Not Converted, is not one of them, and a converted one never is.
 */
export function suggestStatuses(
  uses: readonly StatusUse[],
  { statuses, converted }: { statuses: readonly string[]; converted: readonly string[] },
): string[] {
  const isLeft = ({ entered, left }: StatusUse): boolean => entered >= LEAST_LEADS && left >= LEAST_LEFT * entered;
  const suggested = new Set(uses.filter(isLeft).map(({ status }) => status));
  return statuses.filter((status) => suggested.has(status) && !converted.includes(status));
}

/** Whether enough leads have been in some status to suggest one. */
export const isEnoughUse = (uses: readonly StatusUse[]): boolean => uses.some(({ entered }) => entered >= LEAST_LEADS);

/**
 * The use of statuses by recorded changes: of the leads that entered a status up to `until`, those that left it later.
 * The status of a time before the history starts counts as entered then. A conversion leaves the last status. Labels in
 * the history are read as their values.
 */
export function useOfPaths(
  paths: readonly LeadPath[],
  { historyFrom, until, valueOf }: { historyFrom: Date; until: Date; valueOf: (text: string) => string },
): StatusUse[] {
  const uses = new Map<string, StatusUse>();
  for (const { status, createdAt, isConverted, changes } of paths) {
    const sorted = changes.toSorted((one, other) => one.at.getTime() - other.at.getTime());
    const knownFrom = createdAt > historyFrom ? createdAt : historyFrom;
    const first = sorted[0] === undefined ? status : sorted[0].from;
    const stays = [{ status: first, from: knownFrom }, ...sorted.map(({ to, at }) => ({ status: to, from: at }))];
    const left = new Map<string, boolean>();
    for (const [index, stay] of stays.entries()) {
      if (stay.status === undefined || stay.from > until) continue;
      const value = valueOf(stay.status);
      left.set(value, (left.get(value) ?? false) || isConverted || index < stays.length - 1);
    }
    for (const [value, hasLeft] of left) {
      const use = uses.get(value) ?? { status: value, entered: 0, left: 0 };
      uses.set(value, { status: value, entered: use.entered + 1, left: use.left + Number(hasLeft) });
    }
  }
  return [...uses.values()];
}

/** The use of statuses where their changes are not recorded: of the leads in a status, those that are worked on. */
export const useOfCounts = (all: ReadonlyMap<string, number>, active: ReadonlyMap<string, number>): StatusUse[] =>
  [...all].map(([status, entered]) => ({ status, entered, left: active.get(status) ?? 0 }));

/** The use of each status by its older leads where they are enough, otherwise by all of them. */
export function mergeUses(older: readonly StatusUse[], all: readonly StatusUse[]): StatusUse[] {
  const enough = new Map(older.filter(({ entered }) => entered >= LEAST_LEADS).map((use) => [use.status, use]));
  return all.map((use) => enough.get(use.status) ?? use);
}

/** The value of a status that history may hold as its label. */
export function statusValueOf(facts: OrgFacts): (text: string) => string {
  const values = factOf(facts, 'Lead', 'Status')?.values ?? [];
  const byLabel = new Map(values.map(({ value, label }) => [label, value]));
  const known = new Set(values.map(({ value }) => value));
  return (text) => (known.has(text) ? text : (byLabel.get(text) ?? text));
}

/** The paths of leads as SOQL, of all that were created up to `until` and meet the conditions. */
export function pathsSoql(until: Date, segment: readonly string[]): string {
  const changes = "SELECT OldValue, NewValue, CreatedDate FROM Histories WHERE Field = 'Status'";
  const where = allOf(`CreatedDate < ${until.toISOString()}`, ...segment) ?? '';
  return `SELECT Status, CreatedDate, IsConverted, (${changes}) FROM Lead WHERE ${where} ORDER BY CreatedDate DESC LIMIT ${MOST_PATHS}`;
}

/** The number of open leads by status as SOQL: all of them, and those that were changed or had activity since a time. */
export function countsSoql(
  facts: OrgFacts,
  { createdBefore, segment }: { createdBefore: Date | undefined; segment: readonly string[] },
  since: Date,
): [all: string, active: string] {
  const isOld = createdBefore && `CreatedDate < ${createdBefore.toISOString()}`;
  const hasActivity = factOf(facts, 'Lead', 'LastActivityDate') && `LastActivityDate >= ${isoDay(since)}`;
  const isActive = [`LastModifiedDate >= ${since.toISOString()}`, hasActivity].filter((part) => part !== undefined);
  const soql = (...more: string[]): string =>
    `SELECT Status, COUNT(Id) records FROM Lead WHERE ${allOf('IsConverted = false', isOld, ...segment, ...more)} GROUP BY Status`;
  return [soql(), soql(isActive.join(' OR '))];
}

/** What a goal took from the org's history, for a run and for the readiness. */
export const takenStatuses = (statuses: readonly string[]): Finding => ({
  code: 953,
  detail: `${statuses.join(', ')}.`,
});

/** That a goal names no statuses and the org's history suggests none. */
export function noStatuses(facts: OrgFacts): Finding {
  const values = (factOf(facts, 'Lead', 'Status')?.values ?? []).map(({ value }) => value);
  return {
    code: 958,
    detail: `the org's history suggests none. The org has: ${values.join(', ')}.`,
  };
}

/** That a goal on leads names statuses of converted leads only, which are never scored. */
export function findOnlyConverted(
  { object, qualifiedStatuses = [] }: Pick<GoalDraft, 'object' | 'qualifiedStatuses'>,
  converted: readonly string[],
): Finding[] {
  const isConverted = (status: string): boolean => converted.some((one) => isSameName(one, status.trim()));
  if (object !== 'Lead' || qualifiedStatuses.length === 0 || !qualifiedStatuses.every(isConverted)) return [];
  const detail = `leads in ${qualifiedStatuses.join(', ')} are converted, and those are never scored. Name a status of open leads.`;
  return [{ code: 958, detail }];
}

/** A draft on leads whose list of statuses is there and empty is refused; one without the list takes the suggestion. */
export const findEmptyList = ({
  object,
  qualifiedStatuses,
}: Pick<GoalDraft, 'object' | 'qualifiedStatuses'>): Finding[] =>
  object === 'Lead' && qualifiedStatuses?.length === 0 ? [{ code: 958, detail: emptyStatuses }] : [];

/**
 * What a trained goal on leads says that names no statuses. Where its model was trained with some, they were deleted since,
 * and it would score closed leads again (958); a goal of an earlier version never had any and scores every open status (954).
 */
export function findLackingStatuses(
  goal: Pick<Goal, 'object' | 'qualifiedStatuses'>,
  { qualifiedStatuses: trainedWith = [] }: TrainedGoal,
): Finding[] {
  if (!lacksStatuses(goal)) return [];
  return trainedWith.length > 0
    ? [{ code: 958, detail: emptyStatuses }]
    : [{ code: 954, detail: 'also closed leads that nobody works on have scores.' }];
}

/** A goal as its model was trained for. */
export type TrainedGoal = Partial<Pick<Goal, 'qualifiedStatuses'>>;

/** A finding about statuses as a check of the readiness. */
export function readinessOfStatuses(finding: Finding): ReadinessCheck {
  const { code, severity, text } = messageOf(finding);
  const outcomes = { ERROR: 'failed', WARNING: 'warned', INFO: 'passed' } as const;
  return { code, severity, name: 'Qualified statuses', outcome: outcomes[severity], text };
}
