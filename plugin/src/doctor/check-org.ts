import { SfError } from '@salesforce/core';
import type { Connection, Org } from '@salesforce/core';
import { listGoals } from '../org/goals.ts';
import { toOrgError } from '../org/org-error.ts';
import { quoteSoql } from '../org/soql.ts';
import type { OrgGoal } from '../org/goal-record.ts';
import type { DoctorCheck } from '../results.ts';

type Part = DoctorCheck['part'];
type Looked = { detail: string; isRight: boolean; command?: string };

/** Looks at one thing; what cannot be looked at is told as such, and the other things are looked at all the same. */
export async function look(part: Part, name: string, work: () => Promise<Looked>): Promise<DoctorCheck> {
  try {
    const { detail, isRight, command } = await work();
    const isTold = !isRight && command !== undefined;
    return { part, name, outcome: isRight ? 'right' : 'wrong', detail, ...(isTold && { command }) };
  } catch (error) {
    const told = error instanceof SfError ? error : toOrgError(error);
    const [command] = told.actions ?? [];
    return { part, name, outcome: 'unknown', detail: told.message, ...(command !== undefined && { command }) };
  }
}

const sets = ['ScoringAdmin', 'ScoringUser', 'ScoringModelViewer', 'ScoringIntegration'];
/** What the plugin itself needs of whoever uses it. */
const ownRights = { object: 'Score_Goal__c', fields: ['Settings__c', 'Model_Version__c', 'Score_Basis__c'] };

/** The org as its user sees it: session, package, permission sets, goals and their fields. */
export async function checkOrg(org: Org, connection: Connection): Promise<{ checks: DoctorCheck[]; goals: OrgGoal[] }> {
  const login = await look('Org', 'Login', async () => {
    const { username } = await connection.identity();
    return {
      isRight: true,
      detail: `${org.getUsername() === username ? '' : 'Logged in as '}${username}, API ${connection.getApiVersion()}.`,
    };
  });
  if (login.outcome === 'unknown') return { checks: [login], goals: [] };
  let goals: OrgGoal[] = [];
  const package_ = await look('Org', 'Package', async () => {
    const fields = new Set((await connection.describe(ownRights.object)).fields.map(({ name }) => name));
    const missing = ownRights.fields.filter((field) => !fields.has(field));
    return missing.length === 0
      ? { isRight: true, detail: 'Plumbline is installed, and you may see it.' }
      : {
          isRight: false,
          detail: `You may not see ${missing.join(', ')} of ${ownRights.object}.`,
          command: 'sf org assign permset --name ScoringAdmin',
        };
  });
  const found = await look('Goals', 'Score goals', async () => {
    goals = await listGoals(connection);
    const active = goals.filter(({ isActive }) => isActive);
    return active.length > 0
      ? {
          isRight: true,
          detail: `${active.length} active of ${goals.length}: ${active.map(({ name }) => name).join(', ')}.`,
        }
      : { isRight: false, detail: 'No score goal is active.', command: 'sf score goal create --help' };
  });
  const assigned = await look('Permission sets', 'Permission sets', () => checkAssignments(connection));
  const fields = await Promise.all(goals.map((goal) => checkFields(connection, goal)));
  const windows = await look('Window', 'Maintenance windows', () => checkWindows(connection, goals));
  const limits = await look('Limits', 'API calls', () => checkLimits(connection));
  return { checks: [login, package_, assigned, found, ...fields, windows, limits], goals };
}

async function checkAssignments(connection: Connection): Promise<Looked> {
  const { records } = await connection.query<{ PermissionSet: { Name: string }; Assignee: { Username: string } }>(
    `SELECT PermissionSet.Name, Assignee.Username FROM PermissionSetAssignment
     WHERE PermissionSet.Name IN (${sets.map(quoteSoql).join(', ')})`,
  );
  const counts = sets.map((name) => ({
    name,
    users: records.filter((record) => record.PermissionSet.Name === name).length,
  }));
  const detail = counts.map(({ name, users }) => `${name}: ${users === 1 ? '1 user' : `${users} users`}`).join(', ');
  const none = counts.find(
    ({ name, users }) => users === 0 && (name === 'ScoringIntegration' || name === 'ScoringAdmin'),
  );
  if (!none) return { isRight: true, detail: `${detail}.` };
  const who = none.name === 'ScoringIntegration' ? ' --on-behalf-of INTEGRATION_USER' : '';
  return {
    isRight: false,
    detail: `Nobody has ${none.name}. ${detail}.`,
    command: `sf org assign permset --name ${none.name}${who}`,
  };
}

const endings = ['', '_Band', '_Percentile', '_Scored_At', '_Factors'];

const checkFields = (connection: Connection, { name, object, scoreField }: OrgGoal): Promise<DoctorCheck> =>
  look('Fields', `Score fields of "${name}"`, async () => {
    const there = new Set((await connection.describe(object)).fields.map((field) => field.name));
    const base = scoreField.replace(/__c$/, '');
    const missing = endings.map((ending) => `${base}${ending}__c`).filter((field) => !there.has(field));
    return missing.length === 0
      ? { isRight: true, detail: `${object}.${scoreField} and its four companions are there, and you may see them.` }
      : {
          isRight: false,
          detail: `${object} has not, or you may not see: ${missing.join(', ')}.`,
          command: `sf score goal generate fields --object ${object} --name ${base}`,
        };
  });

async function checkWindows(connection: Connection, goals: OrgGoal[]): Promise<Looked> {
  const { records } = await connection.query<{ Name: string }>(
    'SELECT Name FROM Maintenance_Window__c WHERE Active__c = true ORDER BY Name',
  );
  const isNeeded = goals.some(({ isActive, isUpdatedDaily }) => isActive && isUpdatedDaily);
  if (records.length > 0) {
    return { isRight: true, detail: `Open: ${records.map(({ Name }) => Name).join(', ')}.` };
  }
  return {
    isRight: !isNeeded,
    detail: isNeeded ? 'Goals are to be updated daily, but no window is active.' : 'None is active; none is needed.',
    command: 'sf org open --path lightning/o/Maintenance_Window__c/new',
  };
}

/** Background work of the service stops at this share. */
const mostShare = 0.8;

async function checkLimits(connection: Connection): Promise<Looked> {
  const limits = (await connection.limits()) as { DailyApiRequests?: { Max: number; Remaining: number } };
  const { Max = 0, Remaining = 0 } = limits.DailyApiRequests ?? {};
  const used = Max - Remaining;
  return {
    isRight: Max === 0 || used < Max * mostShare,
    detail: `${used.toLocaleString('en')} of ${Max.toLocaleString('en')} daily API calls are used; background work stops at ${Math.floor(Max * mostShare).toLocaleString('en')}.`,
    command: 'sf org list limits',
  };
}
