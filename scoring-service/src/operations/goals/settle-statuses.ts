import type { Finding, Goal } from '@plumbline/contract';
import {
  countsSoql,
  findLackingStatuses,
  isEnoughUse,
  lacksStatuses,
  mergeUses,
  noStatuses,
  pathsSoql,
  STATUS_DAYS,
  statusValueOf,
  suggestStatuses,
  takenStatuses,
  useOfCounts,
  useOfPaths,
} from '../../domain/goals/qualified-statuses.ts';
import type { StatusUse, TrainedGoal } from '../../domain/goals/qualified-statuses.ts';
import { segmentClauses } from '../../domain/goals/segment.ts';
import { factOf } from '../../domain/org-facts.ts';
import type { OrgFacts } from '../../domain/org-facts.ts';
import { daysBefore } from '../../domain/time.ts';
import type { OrgDescription } from '../../ports/access.ts';
import type { Goals } from '../../ports/goals.ts';
import type { Clock } from '../../ports/host.ts';
import type { LeadStatuses } from '../../ports/records.ts';
import { checkConverted } from './check-needs.ts';

/** What the suggestion of statuses asks the org. */
export type StatusesOrg = LeadStatuses & Pick<OrgDescription, 'readConvertedStatuses' | 'corporateCurrency'>;

type Ports = { salesforce: StatusesOrg & Pick<Goals, 'updateGoal'>; clock: Clock };

/** The goal with the statuses that it goes by, what is to be reported, and the statuses that were suggested. */
export type SettledGoal = { goal: Goal; findings: Finding[]; suggested?: string[] };

/**
 * A goal on leads that names no qualified statuses takes those that the org's history suggests, which are saved with it. A
 * draft, which has no id, shows them only. A goal that has been trained without statuses (`trained` is the goal as its
 * model knows it) keeps its empty list, with a warning: it was made before goals needed statuses. `facts` has the fields of Lead and of its history.
 */
export async function settleStatuses(
  { salesforce, clock }: Ports,
  goal: Goal,
  { facts, trained }: { facts: OrgFacts; trained: TrainedGoal | undefined },
): Promise<SettledGoal> {
  if (!lacksStatuses(goal)) return { goal, findings: await checkConverted(salesforce, goal) };
  if (trained !== undefined || goal.modelVersion !== undefined) {
    return { goal, findings: findLackingStatuses(goal, trained ?? {}) };
  }
  const currency = facts['CurrencyType'] && (await salesforce.corporateCurrency());
  const segment = segmentClauses(goal, facts, currency);
  const uses = await readUses(salesforce, facts, segment, clock.now());
  const statuses = (factOf(facts, 'Lead', 'Status')?.values ?? []).map(({ value }) => value);
  const suggested = suggestStatuses(uses, { statuses, converted: await salesforce.readConvertedStatuses() });
  if (suggested.length === 0) return { goal, findings: [noStatuses(facts)] };
  if (goal.id !== '') await salesforce.updateGoal(goal.id, { qualifiedStatuses: suggested });
  return { goal: { ...goal, qualifiedStatuses: suggested }, findings: [takenStatuses(suggested)], suggested };
}

/** The use of statuses by their history where it is old enough, otherwise by the leads that are worked on. */
async function readUses(
  salesforce: LeadStatuses,
  facts: OrgFacts,
  segment: readonly string[],
  now: Date,
): Promise<StatusUse[]> {
  const until = daysBefore(now, STATUS_DAYS);
  const historyFrom = factOf(facts, 'LeadHistory', 'Field') && (await salesforce.statusHistoryFrom());
  if (historyFrom !== undefined && historyFrom <= until) {
    const paths = await salesforce.leadPaths(pathsSoql(until, segment));
    return useOfPaths(paths, { historyFrom, until, valueOf: statusValueOf(facts) });
  }
  const ofCounts = async (createdBefore: Date | undefined): Promise<StatusUse[]> => {
    const [all, active] = countsSoql(facts, { createdBefore, segment }, until);
    return useOfCounts(await salesforce.countStatuses(all), await salesforce.countStatuses(active));
  };
  // When a lead entered its status is not known: one of twice the age has most likely entered it so long ago, while the
  // closing of a younger one would count as a change.
  const older = await ofCounts(daysBefore(until, STATUS_DAYS));
  const old = mergeUses(older, await ofCounts(until));
  // An org that has just been filled has no old leads.
  return isEnoughUse(old) ? old : ofCounts(undefined);
}
