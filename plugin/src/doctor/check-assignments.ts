import { quoteSoql } from '../org/soql.ts';
import { countOf } from '../terminal/counts.ts';
import type { CheckResult } from './run-check.ts';

type NeededSet = {
  name: string;
  /** The folder that is deployed beside the package, with this set in it. */
  folder?: string;
  /** Whether an org without a user of the set lacks something. */
  isNeeded?: boolean;
};

/** In the order of the steps that assign them. */
const permissionSets: NeededSet[] = [
  { name: 'ScoringAdmin', isNeeded: true },
  { name: 'ScoringAdminCredential', folder: 'force-app/credentials', isNeeded: true },
  { name: 'ScoringUser' },
  { name: 'ScoringModelViewer' },
  { name: 'ScoringUserCredential', folder: 'force-app/credentials' },
  { name: 'ScoringIntegration', isNeeded: true },
  { name: 'ScoringIntegrationPrivacy', folder: 'force-app/privacy' },
];

const integrationLicense =
  'A user with the license Salesforce Integration needs the permission set license Salesforce API Integration first.';

type Org = {
  query<Row extends Record<string, unknown>>(
    soql: string,
    options: { autoFetch: boolean; maxFetch: number },
  ): PromiseLike<{ records: Row[] }>;
};

const listed = (values: readonly string[]): string => `(${values.map(quoteSoql).join(', ')})`;

/**
 * Whether the integration user and an admin have their permission sets, directly or by a permission set group, and everybody
 * who evaluates records the one for the token.
 */
export async function checkAssignments(connection: Org, asOf = new Date()): Promise<CheckResult> {
  const counts = await countUsers(connection, asOf);
  const countOfSet = (name: string): number => counts.get(name) ?? 0;
  const detail = `${permissionSets.map(({ name }) => `${name}: ${countOf(countOfSet(name), 'user')}`).join(', ')}.`;
  const hasReps = countOfSet('ScoringUser') + countOfSet('ScoringModelViewer') > 0;
  const unassigned = permissionSets.find(
    ({ name, isNeeded = false }) =>
      countOfSet(name) === 0 && (isNeeded || (hasReps && name === 'ScoringUserCredential')),
  );
  if (unassigned === undefined) return { isPassed: true, detail };
  const { name, folder } = unassigned;
  if (folder !== undefined && !counts.has(name)) {
    const absent = `The org has no permission set ${name}.`;
    return {
      isPassed: false,
      detail: `${absent} ${detail}`,
      command: `sf project deploy start --metadata-dir ${folder}`,
    };
  }
  const isIntegration = name === 'ScoringIntegration';
  return {
    isPassed: false,
    detail: `No active user has ${name}. ${detail}${isIntegration ? ` ${integrationLicense}` : ''}`,
    command: `sf org assign permset --name ${name}${onBehalfOf[name] ?? ''}`,
  };
}

const onBehalfOf: Record<string, string> = {
  ScoringIntegration: ' --on-behalf-of INTEGRATION_USER',
  ScoringUserCredential: ' --on-behalf-of USER',
};

/** The number of active users of each permission set that the org has, whose assignments have not expired. */
async function countUsers(connection: Org, asOf: Date): Promise<Map<string, number>> {
  const all = async <Row extends Record<string, unknown>>(soql: string): Promise<Row[]> =>
    (await connection.query<Row>(soql, { autoFetch: true, maxFetch: 50_000 })).records;
  const sets = await all<{ Id: string; Name: string }>(
    `SELECT Id, Name FROM PermissionSet WHERE Name IN ${listed(permissionSets.map(({ name }) => name))}`,
  );
  if (sets.length === 0) return new Map();
  const members = await all<{ PermissionSetGroupId: string; PermissionSetId: string }>(
    `SELECT PermissionSetGroupId, PermissionSetId FROM PermissionSetGroupComponent
     WHERE PermissionSetId IN ${listed(sets.map(({ Id }) => Id))}`,
  );
  const counted = sets.map(async ({ Id, Name }): Promise<[string, number]> => {
    const groups = members.flatMap(({ PermissionSetGroupId, PermissionSetId }) =>
      PermissionSetId === Id ? PermissionSetGroupId : [],
    );
    const ofGroups = groups.length === 0 ? '' : ` OR PermissionSetGroupId IN ${listed(groups)}`;
    const [found] = await all<{ users: number }>(
      `SELECT COUNT_DISTINCT(AssigneeId) users FROM PermissionSetAssignment
       WHERE (PermissionSetId = ${quoteSoql(Id)}${ofGroups}) AND Assignee.IsActive = true
         AND (ExpirationDate = null OR ExpirationDate > ${asOf.toISOString()})`,
    );
    return [Name, found?.users ?? 0];
  });
  return new Map(await Promise.all(counted));
}
