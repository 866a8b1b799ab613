import type { Finding, Goal } from '@plumbline/contract';
import { findLackingStatuses } from '../../domain/goals/qualified-statuses.ts';
import { isOfScope, isUnwritable, savedGoalNeeds, modelNeeds, warningsOf } from '../../domain/needs/goal-needs.ts';
import { findingsOf } from '../../domain/needs/org-needs.ts';
import type { Need } from '../../domain/needs/org-needs.ts';
import { factOf } from '../../domain/org-facts.ts';
import { hasError } from '../../domain/quality/findings.ts';
import { sharedObjects } from '../../domain/quality/sharing.ts';
import type { HiddenRecords } from '../../domain/quality/sharing.ts';
import { checkRemovals } from '../../domain/scoring/removals.ts';
import type { ScoringBasis } from '../../domain/scoring/removals.ts';
import type { OrgDescription } from '../../ports/access.ts';
import type { FeatureSession } from '../../ports/features.ts';
import type { Goals } from '../../ports/goals.ts';
import type { StoredModel } from '../../ports/models.ts';
import type { RunState, RunStates } from '../../ports/runs.ts';
import { checkConverted, describeNeeds, findUnmetNeeds } from '../goals/check-needs.ts';
import type { NeedsOrg } from '../goals/check-needs.ts';
import { findHiddenRecords } from '../goals/check-sharing.ts';
import type { SharingOrg } from '../goals/check-sharing.ts';
import { statusAfterFailure } from '../runs/first-scoring.ts';
import type { RunReport } from '../runs/run-report.ts';

type Ports = {
  salesforce: NeedsOrg & Pick<Goals, 'hasBeenScored' | 'updateGoal'>;
  store: Pick<RunStates, 'lastCompleteRun' | 'updateRun'>;
};

/**
 * What the org lacks of the goal's and the model's needs, what is wrong with the goal's statuses, what sharing hides from the
 * run, and whom the goal scores in it.
 */
export type RunNeeds = { unmet: Need[]; statuses: Finding[]; hidden: HiddenRecords; basis: ScoringBasis };

export async function readRunNeeds(
  salesforce: NeedsOrg & Pick<OrgDescription, 'readConvertedStatuses'> & SharingOrg,
  goal: Goal,
  { plan }: StoredModel,
): Promise<RunNeeds> {
  const needs = [...savedGoalNeeds(goal), ...modelNeeds(plan)];
  const facts = await describeNeeds(salesforce, needs, sharedObjects);
  const statuses = goal.object === 'Lead' ? (factOf(facts, 'Lead', 'Status')?.values ?? []) : [];
  return {
    unmet: await findUnmetNeeds(salesforce, needs, facts),
    statuses: [...findLackingStatuses(goal, plan.goal), ...(await checkConverted(salesforce, goal))],
    hidden: await findHiddenRecords(salesforce, facts, goal),
    basis: {
      qualifiedStatuses: goal.qualifiedStatuses,
      ...(goal.segment && { segment: goal.segment }),
      orgStatuses: statuses.map(({ value }) => value),
    },
  };
}

/** What stops a run before it reads the org: statuses that would score nobody, and inputs that can no longer be read. */
export const checkBeforeReading = ({ unmet, statuses }: RunNeeds): Finding[] => [
  ...statuses,
  ...findingsOf(unmet.filter(({ code }) => code === 948)),
];

/**
 * What the goal names and the org does not have, and whether the run would take too many scores. That, and score fields
 * that cannot be written, stops it before it writes. A run that goes on after a restart was checked when it began.
 */
export async function checkBeforeWriting(
  { store, session }: { store: Ports['store']; session: Pick<FeatureSession, 'scoreHolders'> },
  state: RunState,
  goal: Goal,
  { unmet }: RunNeeds,
): Promise<Finding[]> {
  const named = unmet
    .filter((need) => need.code === 945 || isOfScope(need))
    .map((need): Need => ({ ...need, code: 945 }));
  if (state.checkpoint?.writingUpTo !== undefined) return warningsOf(named);
  const removals = checkRemovals(await session.scoreHolders(), goal, {
    runKey: state.key,
    last: (await store.lastCompleteRun(goal.id))?.basis,
    isMistaken: named.some(isOfScope),
    isAccepted: state.checkpoint?.acceptsRemovals === true,
  });
  const isStopped = hasError(removals) || isUnwritable(named);
  return [...(isStopped ? findingsOf(named) : warningsOf(named)), ...removals];
}

/** Ends a run before it has written anything; the model and the scores stay. */
export async function stopBeforeWriting({ salesforce, store }: Ports, goal: Goal, report: RunReport): Promise<void> {
  // Without a model version an incomplete run does not count as the first run of its model.
  await store.updateRun(report.run.key, { modelVersion: '' });
  const errors = report.run.messages.filter(({ severity }) => severity === 'ERROR').map(({ text }) => text);
  await salesforce.updateGoal(goal.id, {
    status: await statusAfterFailure(salesforce, goal.id),
    statusMessage: errors.join(' '),
  });
  await report.end('Failed');
}
