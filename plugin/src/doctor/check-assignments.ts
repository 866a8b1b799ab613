import { quoteSoql } from '../org/soql.ts';
import { countOf } from '../terminal/counts.ts';
import type { CheckResult } from './run-check.ts';

const permissionSets = ['ScoringAdmin', 'ScoringUser', 'ScoringModelViewer', 'ScoringIntegration'];

type Assignment = { AssigneeId: string; PermissionSetId: string; PermissionSetGroupId: string | null };
type Org = {
  query<Row extends Record<string, unknown>>(
    soql: string,
    options: { autoFetch: boolean; maxFetch: number },
  ): PromiseLike<{ records: Row[] }>;
};

const listed = (values: readonly string[]): string => `(${values.map(quoteSoql).join(', ')})`;

/** Whether the integration user and an admin have their permission sets, directly or by a permission set group. */
export async function checkAssignments(connection: Org, asOf = new Date()): Promise<CheckResult> {
  const users = await readUsers(connection, asOf);
  const countOfSet = (name: string): number => users.get(name)?.size ?? 0;
  const detail = permissionSets.map((name) => `${name}: ${countOf(countOfSet(name), 'user')}`).join(', ');
  const unassigned = ['ScoringAdmin', 'ScoringIntegration'].find((name) => countOfSet(name) === 0);
  if (unassigned === undefined) return { isPassed: true, detail: `${detail}.` };
  const onBehalfOf = unassigned === 'ScoringIntegration' ? ' --on-behalf-of INTEGRATION_USER' : '';
  return {
    isPassed: false,
    detail: `No active user has ${unassigned}. ${detail}.`,
    command: `sf org assign permset --name ${unassigned}${onBehalfOf}`,
  };
}

/** The active users of each permission set whose assignments have not expired. */
async function readUsers(connection: Org, asOf: Date): Promise<Map<string, Set<string>>> {
  const all = async <Row extends Record<string, unknown>>(soql: string): Promise<Row[]> =>
    (await connection.query<Row>(soql, { autoFetch: true, maxFetch: 50_000 })).records;
  const sets = await all<{ Id: string; Name: string }>(
    `SELECT Id, Name FROM PermissionSet WHERE Name IN ${listed(permissionSets)}`,
  );
  if (sets.length === 0) return new Map();
  const ids = listed(sets.map(({ Id }) => Id));
  const members = await all<{ PermissionSetGroupId: string; PermissionSetId: string }>(
    `SELECT PermissionSetGroupId, PermissionSetId FROM PermissionSetGroupComponent WHERE PermissionSetId IN ${ids}`,
  );
  const groups = [...new Set(members.map(({ PermissionSetGroupId }) => PermissionSetGroupId))];
  const ofGroups = groups.length === 0 ? '' : ` OR PermissionSetGroupId IN ${listed(groups)}`;
  const assignments = await all<Assignment>(
    `SELECT AssigneeId, PermissionSetId, PermissionSetGroupId FROM PermissionSetAssignment
     WHERE (PermissionSetId IN ${ids}${ofGroups}) AND Assignee.IsActive = true
       AND (ExpirationDate = null OR ExpirationDate > ${asOf.toISOString()})`,
  );
  const setIdsOf = ({ PermissionSetId, PermissionSetGroupId: group }: Assignment): string[] =>
    group === null
      ? [PermissionSetId]
      : members.filter((member) => member.PermissionSetGroupId === group).map((member) => member.PermissionSetId);
  return new Map(
    sets.map(({ Id, Name }) => {
      const own = assignments.filter((assignment) => setIdsOf(assignment).includes(Id));
      return [Name, new Set(own.map(({ AssigneeId }) => AssigneeId))];
    }),
  );
}
