import type { Goal, GoalDraft, ModelCard, Readiness } from '@plumbline/contract';
import { describedObjects, planSource } from '../../domain/features/plan-source.ts';
import { draftGoal } from '../../domain/goals/goal-record.ts';
import { liveCountQueries, toLiveCounts } from '../../domain/quality/live-counts.ts';
import { checkLiveCounts, isReady } from '../../domain/quality/readiness.ts';
import type { OrgDescription } from '../../ports/access.ts';
import type { Goals } from '../../ports/goals.ts';
import type { Clock } from '../../ports/host.ts';
import type { Models } from '../../ports/models.ts';
import type { RecordCounts } from '../../ports/records.ts';

/** Parallel counting queries. */
const COUNTS_AT_ONCE = 5;

type CountingOrg = Pick<OrgDescription, 'describe'> & Pick<RecordCounts, 'count'>;

type Ports = { salesforce: CountingOrg; clock: Clock };

/** Every quality check on live counts; throws where the goal cannot be planned at all. */
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
  return { goalId: goal.id, ...(await checkGoal({ salesforce, clock }, goal, active?.card)) };
}

/** The same checks for a goal that is not saved yet. */
export const checkDraft = (ports: Ports, draft: GoalDraft): Promise<Readiness> => checkGoal(ports, draftGoal(draft));

async function checkGoal(
  { salesforce, clock }: Ports,
  goal: Goal,
  card?: ModelCard,
): Promise<Omit<Readiness, 'goalId'>> {
  const now = clock.now();
  const facts = await salesforce.describe(describedObjects(goal));
  planSource(goal, facts);

  const queries = liveCountQueries(goal, facts, now);
  const figures: number[] = [];
  for (let start = 0; start < queries.length; start += COUNTS_AT_ONCE) {
    const part = queries.slice(start, start + COUNTS_AT_ONCE);
    figures.push(...(await Promise.all(part.map(({ soql }) => salesforce.count(soql)))));
  }
  const checks = checkLiveCounts(toLiveCounts(queries, figures), { goal, now, card });
  return { checkedAt: now.toISOString(), isReady: isReady(checks), checks };
}
