import type { Finding, Goal, GoalDraft, Readiness } from '@plumbline/contract';
import { describedObjects, planSource } from '../../domain/features/plan-source.ts';
import { draftGoal } from '../../domain/goals/goal-record.ts';
import { previewLimits } from '../../domain/model-card/model-card.ts';
import { requireDefinition, unfilteredFields } from '../../domain/goals/segment.ts';
import {
  findUnknownNames,
  goalNeeds,
  isUncountable,
  modelNeeds,
  scoreFieldNeeds,
  trackingNeeds,
} from '../../domain/needs/goal-needs.ts';
import { findEmptyList, readinessOfStatuses } from '../../domain/goals/qualified-statuses.ts';
import { readinessOfNames, readinessOfNeeds, readinessOfUnfiltered } from '../../domain/needs/org-needs.ts';
import { withLeaks } from '../../domain/quality/input-figures.ts';
import { liveCountQueries, toLiveCounts } from '../../domain/quality/live-counts.ts';
import { hasError } from '../../domain/quality/findings.ts';
import { checkLiveCounts, isReady, withStep } from '../../domain/quality/readiness.ts';
import type { OrgDescription } from '../../ports/access.ts';
import type { Goals } from '../../ports/goals.ts';
import type { Clock } from '../../ports/host.ts';
import type { Models, StoredModel } from '../../ports/models.ts';
import { describeNeeds, describeSources, findUnmetNeeds } from './check-needs.ts';
import type { NeedsOrg } from './check-needs.ts';
import { measureInputs } from './measure-inputs.ts';
import type { InputsOrg } from './measure-inputs.ts';
import { settleStatuses } from './settle-statuses.ts';
import type { SettledGoal, StatusesOrg } from './settle-statuses.ts';
import { readSharedRecords } from './check-sharing.ts';
import type { SharingOrg } from './check-sharing.ts';
import { checkSharing } from '../../domain/quality/sharing.ts';

/** Parallel counting queries. */
const COUNTS_AT_ONCE = 5;

type CountingOrg = NeedsOrg &
  Pick<OrgDescription, 'corporateCurrency'> &
  Pick<Goals, 'updateGoal'> &
  StatusesOrg &
  InputsOrg &
  SharingOrg;

type Ports = { salesforce: CountingOrg; clock: Clock };

/**
 * Every quality check on live counts and what the goal names; throws where the goal cannot be planned at all. A goal on
 * leads that names no qualified statuses takes those that the org's history suggests, which are saved with it.
 */
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
  const readiness = await checkGoal({ salesforce, clock }, goal, { active });
  const bases = active && previewLimits(active.card, goal);
  return { goalId: goal.id, ...readiness, ...(bases && { bases }) };
}

/** The same checks for a goal that is not saved yet. */
export const checkDraft = (ports: Ports, draft: GoalDraft): Promise<Readiness> =>
  checkGoal(ports, draftGoal(draft), { ofDraft: findEmptyList(draft) });

async function checkGoal(
  { salesforce, clock }: Ports,
  named: Goal,
  { active, ofDraft = [] }: { active?: StoredModel | undefined; ofDraft?: Finding[] },
): Promise<Omit<Readiness, 'goalId'>> {
  const now = clock.now();
  const checkedAt = now.toISOString();
  const needs = [...goalNeeds(named), ...scoreFieldNeeds(named), ...(active ? modelNeeds(active.plan) : [])];
  const facts = await describeSources(
    salesforce,
    named,
    await describeNeeds(salesforce, needs, describedObjects(named)),
  );
  const unmet = await findUnmetNeeds(salesforce, needs, facts);
  const unknown = findUnknownNames(named, facts);
  if (isUncountable(unmet) || hasError(unknown)) {
    const checks = [...readinessOfNeeds(unmet), ...unknown.map(readinessOfNames)].map(withStep);
    return { checkedAt, isReady: false, checks };
  }
  requireDefinition(named, facts);
  const about = { facts, trained: active?.plan.goal };
  const settled: SettledGoal =
    ofDraft.length > 0 ? { goal: named, findings: ofDraft } : await settleStatuses({ salesforce, clock }, named, about);
  const { goal, suggested } = settled;
  const untracked = await findUnmetNeeds(salesforce, trackingNeeds(goal), facts);
  const plan = planSource(goal, facts);

  const currency = facts['CurrencyType'] && (await salesforce.corporateCurrency());
  const measured = await measureInputs(salesforce, { goal, plan }, { facts, currency });
  const inputs = active ? withLeaks(measured, active) : measured;
  const queries = liveCountQueries(goal, { facts, currency }, now);
  const figures: number[] = [];
  for (let start = 0; start < queries.length; start += COUNTS_AT_ONCE) {
    const part = queries.slice(start, start + COUNTS_AT_ONCE);
    figures.push(...(await Promise.all(part.map(({ soql }) => salesforce.count(soql)))));
  }
  const onCounts = checkLiveCounts(toLiveCounts(queries, figures), { goal, now, card: active?.card });
  const shared = await readSharedRecords(salesforce, Object.keys(facts));
  const sharing = checkSharing(shared, goal.settings.thresholds.visibleShare);
  const checks = [
    ...onCounts,
    ...readinessOfNeeds([...unmet, ...untracked]),
    ...readinessOfUnfiltered(unfilteredFields(goal, facts)),
    ...unknown.map(readinessOfNames),
    ...settled.findings.map(readinessOfStatuses),
    sharing,
  ]
    .map(withStep)
    .sort((one, other) => one.code - other.code);
  return { checkedAt, isReady: isReady(checks), checks, inputs, ...(suggested && { suggestedStatuses: suggested }) };
}
