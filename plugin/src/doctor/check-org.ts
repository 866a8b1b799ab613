import type { Connection, Org } from '@salesforce/core';
import type { OrgGoal } from '../org/goal-record.ts';
import { listGoals } from '../org/goals.ts';
import type { DoctorCheck } from '../results.ts';
import { countOf } from '../terminal/counts.ts';
import { checkAssignments } from './check-assignments.ts';
import { checkFlows } from './check-flows.ts';
import { checkPackage } from './check-package.ts';
import { checkScoreFields } from './check-score-fields.ts';
import type { CheckResult } from './run-check.ts';
import { runCheck } from './run-check.ts';

/** Checks the org with the rights of its user: session, package, permission sets, flows, goals and their fields. */
export async function checkOrg(
  org: Org,
  connection: Connection,
): Promise<{ checks: DoctorCheck[]; goals: OrgGoal[]; isLoggedIn: boolean }> {
  const login = await runCheck('Org', 'Login', async () => {
    const { username } = await connection.identity();
    return {
      isPassed: true,
      detail: `${org.getUsername() === username ? '' : 'Logged in as '}${username}, API ${connection.getApiVersion()}.`,
    };
  });
  if (login.outcome === 'unknown') return { checks: [login], goals: [], isLoggedIn: false };
  let goals: OrgGoal[] = [];
  const packaged = await runCheck('Org', 'Package', () => checkPackage(connection));
  const found = await runCheck('Goals', 'Score goals', async () => {
    goals = await listGoals(connection);
    return checkGoals(goals);
  });
  const assigned = await runCheck('Permission sets', 'Permission sets', () => checkAssignments(connection));
  const flows = await checkFlows(connection);
  const fields = await Promise.all(goals.map((goal) => checkFields(connection, goal)));
  const windows = await runCheck('Window', 'Maintenance windows', () => checkWindows(connection, goals));
  return { checks: [login, packaged, assigned, flows, found, ...fields, windows], goals, isLoggedIn: true };
}

function checkGoals(goals: OrgGoal[]): CheckResult {
  const active = goals.filter(({ isActive }) => isActive);
  if (active.length === 0)
    return { isPassed: false, detail: 'No score goal is active.', command: 'sf score goal create --help' };
  const names = active.map(({ name }) => name).join(', ');
  return { isPassed: true, detail: `${active.length} of ${countOf(goals.length, 'goal')} active: ${names}.` };
}

const checkFields = (connection: Connection, goal: OrgGoal): Promise<DoctorCheck> =>
  runCheck('Fields', `Score fields of "${goal.name}"`, () => checkScoreFields(connection, goal));

async function checkWindows(connection: Connection, goals: OrgGoal[]): Promise<CheckResult> {
  const { records } = await connection.query<{ Name: string }>(
    'SELECT Name FROM Maintenance_Window__c WHERE Active__c = true ORDER BY Name',
  );
  const isNeeded = goals.some(({ isActive, isUpdatedDaily }) => isActive && isUpdatedDaily);
  if (records.length > 0) {
    return { isPassed: true, detail: `Active: ${records.map(({ Name }) => Name).join(', ')}.` };
  }
  return {
    isPassed: !isNeeded,
    detail: isNeeded
      ? 'A goal is updated daily, but no maintenance window is active.'
      : 'No window is active, and no goal needs one.',
    command: 'sf org open --path lightning/o/Maintenance_Window__c/new',
  };
}
