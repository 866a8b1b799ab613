/** What is done of the setup and what is not, in words. Pure: no element, no clock. */
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

/** Something that is asked for: not there yet, there, or failed. */
export type Asked<T> = { value?: T; failure?: string };

export type PermissionSetRow = { Id: string; Name: string; Label: string; Assignments?: readonly unknown[] };

function unasked({ failure }: Asked<unknown>): Check {
  if (failure === undefined) return { state: 'checking', detail: label.CHECKING };
  return { state: 'missing', detail: failure };
}

const onlyManagers: Check = { state: 'unknown', detail: label.ONLY_MANAGERS };

export function connectionCheck(asked: Asked<Connection>, { canManage }: { canManage: boolean }): Check {
  if (!canManage) return onlyManagers;
  if (asked.value === undefined) return unasked(asked);
  const { checks, version } = asked.value;
  const missing = checks.filter(({ isDone }) => !isDone);
  if (missing.length === 0) return { state: 'done', detail: formatLabel(label.CONNECTION_DONE, version) };
  return {
    state: 'missing',
    detail: formatLabel(label.CONNECTION_MISSING, version, missing.map(({ name }) => name).join(', ')),
  };
}

/** Reviewers of models are not in every org; the others are. */
const neededSets = ['ScoringAdmin', 'ScoringUser', 'ScoringIntegration'];

export function permissionCheck(
  asked: Asked<readonly PermissionSetRow[]>,
  { canManage }: { canManage: boolean },
): Check {
  if (!canManage) return onlyManagers;
  if (asked.value === undefined) return unasked(asked);
  const sets = asked.value;
  const without = neededSets.flatMap((name) => {
    const set = sets.find(({ Name }) => Name === name);
    return (set?.Assignments ?? []).length > 0 ? [] : [set?.Label ?? name];
  });
  if (without.length === 0) return { state: 'done', detail: label.PERMISSIONS_DONE };
  return { state: 'missing', detail: formatLabel(label.PERMISSIONS_MISSING, without.join(', ')) };
}

/** Switched off goals need nothing; where no other is there, they are what there is to set up. */
export function setUpGoals(goals: readonly ScoreGoal[]): readonly ScoreGoal[] {
  const active = goals.filter(({ Active__c }) => Active__c);
  return active.length > 0 ? active : goals;
}

/** Whether something is done for every goal; `rows` are of all goals, those that are switched off included. */
export function goalsCheck(goals: readonly ScoreGoal[], rows: readonly GoalRow[]): Check {
  if (goals.length === 0) return { state: 'missing', detail: label.NO_GOAL };
  const counted = new Set(setUpGoals(goals).map(({ Id }) => Id));
  const missing = rows.filter(({ id, isDone }) => counted.has(id) && !isDone);
  if (missing.length === 0) return { state: 'done', detail: label.EVERY_GOAL };
  return { state: 'missing', detail: formatLabel(label.SOME_GOALS, missing.map(({ name }) => name).join(', ')) };
}

export function windowsCheck(asked: Asked<readonly MaintenanceWindow[]>): Check {
  if (asked.value === undefined) return unasked(asked);
  const active = asked.value.filter(({ Active__c }) => Active__c);
  if (active.length === 0) return { state: 'missing', detail: label.WINDOWS_NONE };
  return { state: 'done', detail: formatLabel(label.WINDOWS_DONE, active.map(({ Name }) => Name).join(', ')) };
}

/** Where no window opens, the switch alone does nothing. */
export function backgroundCheck(
  goals: readonly ScoreGoal[],
  rows: readonly GoalRow[],
  windows: readonly MaintenanceWindow[] | undefined,
): Check {
  const check = goalsCheck(goals, rows);
  const isOpen = windows === undefined || windows.some(({ Active__c }) => Active__c);
  return check.state === 'done' && !isOpen ? { state: 'missing', detail: label.BACKGROUND_NO_WINDOW } : check;
}

/** No component can ask which record pages and button layouts an admin has put another component on. */
export const pagesCheck = (): Check => ({ state: 'unknown', detail: label.PAGES_UNKNOWN });
