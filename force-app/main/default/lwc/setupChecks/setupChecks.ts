/** The checks of the setup checklist. Pure functions: no element, no clock. */
import type { Connection } from '@plumbline/contract';
import type { ScoreGoal } from 'c/scoringGoal';
import { formatLabel } from 'c/scoringText';
import type { MaintenanceWindow } from 'c/scoringWindow';
import type { Check } from './check';
import { label } from './labels';
import type { GoalRow } from './goalRows';

export type { Check, CheckState } from './check';
export * from './goalRows';
export * from './orphans';

/** Something that is loading (no key), loaded or failed. */
export type Loadable<T> = { value?: T; failure?: string };

/** A permission set of the package with the number of active users who have it, directly or by a group. */
export type PermissionSetRow = { id: string; name: string; label: string; userCount: number };

/** A flow of the package, and whether a version of it is active. */
export type FlowRow = { name: string; label: string; isActive: boolean };

function unloadedCheck({ failure }: Loadable<unknown>): Check {
  if (failure === undefined) return { state: 'checking', detail: label.CHECKING };
  return { state: 'missing', detail: failure };
}

const onlyManagers: Check = { state: 'unknown', detail: label.ONLY_MANAGERS };

export function connectionCheck(loaded: Loadable<Connection>, { canManage }: { canManage: boolean }): Check {
  if (!canManage) return onlyManagers;
  if (loaded.value === undefined) return unloadedCheck(loaded);
  const { checks, version } = loaded.value;
  const missing = checks.filter(({ isDone, isUnknown }) => !isDone && isUnknown !== true);
  if (missing.length === 0) return { state: 'done', detail: formatLabel(label.CONNECTION_DONE, version) };
  return {
    state: 'missing',
    detail: formatLabel(label.CONNECTION_MISSING, version, missing.map(({ name }) => name).join(', ')),
  };
}

/**
 * Every org needs these; not every org has reviewers of models. Those for tokens are deployed beside the package. The right
 * to privacy opt-outs is a part of the connection test.
 */
const neededSets = [
  'ScoringAdmin',
  'ScoringAdminCredential',
  'ScoringUser',
  'ScoringUserCredential',
  'ScoringIntegration',
];

export function permissionCheck(
  loaded: Loadable<readonly PermissionSetRow[]>,
  { canManage }: { canManage: boolean },
): Check {
  if (!canManage) return onlyManagers;
  if (loaded.value === undefined) return unloadedCheck(loaded);
  const sets = loaded.value;
  const without = neededSets.flatMap((name) => {
    const set = sets.find((one) => one.name === name);
    return set !== undefined && set.userCount > 0 ? [] : [set?.label ?? name];
  });
  if (without.length === 0) return { state: 'done', detail: label.PERMISSIONS_DONE };
  return { state: 'missing', detail: formatLabel(label.PERMISSIONS_MISSING, without.join(', ')) };
}

/** The flows of the package; one that is not in the list was deleted. */
const packagedFlows = [
  ...['Evaluate_Predictive_Scores', 'Evaluate_Qualified_Lead', 'Late_Score_Run_Alerts', 'Notify_Scoring_Admins'],
  ...['Score_Run_Alerts', 'Take_Score_Of_Closed_Lead'],
];

export function flowsCheck(loaded: Loadable<readonly FlowRow[]>, { canManage }: { canManage: boolean }): Check {
  if (!canManage) return onlyManagers;
  if (loaded.value === undefined) return unloadedCheck(loaded);
  const flows = loaded.value;
  const inactive = packagedFlows.flatMap((name) => {
    const flow = flows.find((one) => one.name === name);
    return flow?.isActive === true ? [] : [flow?.label ?? name];
  });
  if (inactive.length === 0) return { state: 'done', detail: label.FLOWS_DONE };
  return { state: 'missing', detail: formatLabel(label.FLOWS_INACTIVE, inactive.join(', ')) };
}

/** Inactive goals need no setup, unless there are no others. */
export function setUpGoals(goals: readonly ScoreGoal[]): readonly ScoreGoal[] {
  const active = goals.filter(({ Active__c }) => Active__c);
  return active.length > 0 ? active : goals;
}

/** Whether something is done for every goal; `rows` include those of inactive goals. */
export function goalsCheck(goals: readonly ScoreGoal[], rows: readonly GoalRow[]): Check {
  if (goals.length === 0) return { state: 'missing', detail: label.NO_GOAL };
  const counted = new Set(setUpGoals(goals).map(({ Id }) => Id));
  const missing = rows.filter(({ id, isDone }) => counted.has(id) && !isDone);
  if (missing.length === 0) return { state: 'done', detail: label.EVERY_GOAL };
  return { state: 'missing', detail: formatLabel(label.SOME_GOALS, missing.map(({ name }) => name).join(', ')) };
}

export function windowsCheck(loaded: Loadable<readonly MaintenanceWindow[]>): Check {
  if (loaded.value === undefined) return unloadedCheck(loaded);
  const active = loaded.value.filter(({ Active__c }) => Active__c);
  if (active.length === 0) return { state: 'missing', detail: label.WINDOWS_NONE };
  return { state: 'done', detail: formatLabel(label.WINDOWS_DONE, active.map(({ Name }) => Name).join(', ')) };
}

/** The switch alone does nothing without an active maintenance window. */
export function backgroundCheck(
  goals: readonly ScoreGoal[],
  rows: readonly GoalRow[],
  windows: readonly MaintenanceWindow[] | undefined,
): Check {
  const check = goalsCheck(goals, rows);
  const isOpen = windows === undefined || windows.some(({ Active__c }) => Active__c);
  return check.state === 'done' && !isOpen ? { state: 'missing', detail: label.BACKGROUND_NO_WINDOW } : check;
}

/** No API for components says which record pages and button layouts contain a component. */
export const pagesCheck = (): Check => ({ state: 'unknown', detail: label.PAGES_UNKNOWN });
