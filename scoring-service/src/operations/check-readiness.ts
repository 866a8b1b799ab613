import type { Readiness } from '@plumbline/contract';
import { describedObjects, planSource } from '../domain/features/plan-source.ts';
import { liveCountQueries } from '../domain/goals/live-count-queries.ts';
import { toLiveCounts } from '../domain/quality/live-counts.ts';
import { checkLiveCounts, isReady } from '../domain/quality/readiness.ts';
import type { Clock, Salesforce, Store } from '../ports.ts';

/** Counts asked of the org at the same time. */
const COUNTS_AT_ONCE = 5;

/** Every quality check on live counts, before anything is read or trained; also whether the goal can be planned at all. */
export async function checkReadiness(
  { salesforce, store, clock }: { salesforce: Salesforce; store: Store; clock: Clock },
  goalId: string,
): Promise<Readiness> {
  const now = clock.now();
  const goal = await salesforce.readGoal(goalId);
  const facts = await salesforce.describe(describedObjects(goal));
  planSource(goal, facts);

  const queries = liveCountQueries(goal, facts, now);
  const figures: number[] = [];
  for (let start = 0; start < queries.length; start += COUNTS_AT_ONCE) {
    const part = queries.slice(start, start + COUNTS_AT_ONCE);
    figures.push(...(await Promise.all(part.map(({ soql }) => salesforce.count(soql)))));
  }
  const card = (await store.activeModel(goalId))?.card;
  const checks = checkLiveCounts(toLiveCounts(queries, figures), { goal, now, card });
  return { goalId: goal.id, checkedAt: now.toISOString(), isReady: isReady(checks), checks };
}
