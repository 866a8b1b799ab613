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
import type { RecordCounts } from '../../ports/records.ts';
import { checkSharing, sharedObjects } from '../../domain/quality/sharing.ts';
import type { RecordsByObject } from '../../domain/quality/sharing.ts';
import type { OrgFacts } from '../../domain/org-facts.ts';

/** Parallel counting queries. */
const COUNTS_AT_ONCE = 5;

type CountingOrg = NeedsOrg & Pick<OrgDescription, 'corporateCurrency'> & Pick<RecordCounts, 'reportedCounts'>;

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
  const sharing = checkSharing(...(await countShared(salesforce, facts)), goal.settings.thresholds.visibleShare);
  const checks = [...onCounts, ...ofNeeds, sharing].sort((one, other) => one.code - other.code);
  return { checkedAt, isReady: isReady(checks), checks };
}

/** The records that the integration user sees, and those that the org reports, of the objects that it can read. */
async function countShared(
  salesforce: CountingOrg,
  facts: OrgFacts,
): Promise<[visible: RecordsByObject, reported: RecordsByObject | undefined]> {
  const objects = sharedObjects.filter((object) => facts[object]);
  const reported = await salesforce.reportedCounts(objects);
  if (reported === undefined) return [{}, undefined];
  const counts = await Promise.all(objects.map((object) => salesforce.count(`SELECT COUNT() FROM ${object}`)));
  return [Object.fromEntries(objects.map((object, index) => [object, counts[index] ?? 0])), reported];
}
