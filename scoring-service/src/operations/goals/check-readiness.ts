import type { Goal, GoalDraft, Readiness } from '@plumbline/contract';
import { describedObjects, planSource } from '../../domain/features/plan-source.ts';
import { draftGoal } from '../../domain/goals/goal-record.ts';
import { goalNeeds, modelNeeds, trackingNeeds } from '../../domain/needs/goal-needs.ts';
import { readinessOfNeeds } from '../../domain/needs/org-needs.ts';
import { liveCountQueries, toLiveCounts } from '../../domain/quality/live-counts.ts';
import { checkLiveCounts, isReady } from '../../domain/quality/readiness.ts';
import type { OrgDescription } from '../../ports/access.ts';
import type { Goals } from '../../ports/goals.ts';
import type { Clock } from '../../ports/host.ts';
import type { Models, StoredModel } from '../../ports/models.ts';
import { describeNeeds, findUnmetNeeds } from './check-needs.ts';
import type { NeedsOrg } from './check-needs.ts';
import { readSharedRecords } from './check-sharing.ts';
import type { SharingOrg } from './check-sharing.ts';
import { checkSharing } from '../../domain/quality/sharing.ts';

/** Parallel counting queries. */
const COUNTS_AT_ONCE = 5;

type CountingOrg = NeedsOrg & Pick<OrgDescription, 'corporateCurrency'> & SharingOrg;

type Ports = { salesforce: CountingOrg; clock: Clock };

/** Every quality check on live counts and what the goal names; throws where the goal cannot be planned at all. */
export async function checkReadiness(
  {
    salesforce,
    store,
    clock,
  }: { salesforce: CountingOrg & Pick<Goals, 'readGoal'>; store: Pick<Models, 'activeModel'>; clock: Clock },
  goalId: string,
): Promise<Readiness> {
  const goal = await salesforce.readGoal(goalId);
  const active = await store.activeModel(goalId);
  return { goalId: goal.id, ...(await checkGoal({ salesforce, clock }, goal, active)) };
}

/** The same checks for a goal that is not saved yet. */
export const checkDraft = (ports: Ports, draft: GoalDraft): Promise<Readiness> => checkGoal(ports, draftGoal(draft));

async function checkGoal(
  { salesforce, clock }: Ports,
  goal: Goal,
  active?: StoredModel,
): Promise<Omit<Readiness, 'goalId'>> {
  const now = clock.now();
  const checkedAt = now.toISOString();
  const needs = [...goalNeeds(goal), ...trackingNeeds(goal), ...(active ? modelNeeds(active.plan) : [])];
  const facts = await describeNeeds(salesforce, needs, describedObjects(goal));
  const unmet = await findUnmetNeeds(salesforce, needs, facts);
  const ofNeeds = readinessOfNeeds(unmet);
  // Records cannot be counted by a field that is not there.
  if (unmet.some(({ kind, code }) => kind === 'field' && code === 945)) {
    return { checkedAt, isReady: false, checks: ofNeeds };
  }
  planSource(goal, facts);

  const currency = facts['CurrencyType'] && (await salesforce.corporateCurrency());
  const queries = liveCountQueries(goal, { facts, currency }, now);
  const figures: number[] = [];
  for (let start = 0; start < queries.length; start += COUNTS_AT_ONCE) {
    const part = queries.slice(start, start + COUNTS_AT_ONCE);
    figures.push(...(await Promise.all(part.map(({ soql }) => salesforce.count(soql)))));
  }
  const onCounts = checkLiveCounts(toLiveCounts(queries, figures), { goal, now, card: active?.card });
  const shared = await readSharedRecords(salesforce, Object.keys(facts));
  const sharing = checkSharing(shared, goal.settings.thresholds.visibleShare);
  const checks = [...onCounts, ...ofNeeds, sharing].sort((one, other) => one.code - other.code);
  return { checkedAt, isReady: isReady(checks), checks };
}
