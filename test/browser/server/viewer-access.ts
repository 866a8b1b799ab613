import type { Connection } from 'jsforce';

/** The user who views the page: a session of the org, and what Apex can read about the user. */
export type ViewerAccess = {
  username: string;
  userId: string;
  userName: string;
  connection: Connection;
  customPermissions: string[];
  permissionSets: string[];
};

const namesOf = async (admin: Connection, soql: string, field: string): Promise<string[]> =>
  (await admin.query<Record<string, string>>(soql)).records.flatMap((row) => row[field] ?? []);

/** SOQL refuses an empty list; no record has the first id. */
const listed = (ids: readonly string[]): string =>
  `(${['000000000000000AAA', ...ids].map((id) => `'${id}'`).join(', ')})`;

/** Reads a user's permissions as the administrator: the platform knows them without a query of the user's own. */
export async function readAccess(admin: Connection, connection: Connection, username: string): Promise<ViewerAccess> {
  const user = await admin.sobject('User').findOne({ Username: username }, ['Id', 'Name']);
  if (!user?.Id) throw new Error(`The org has no user ${username}.`);
  const own = (field: string): Promise<string[]> =>
    namesOf(admin, `SELECT ${field} FROM PermissionSetAssignment WHERE AssigneeId = '${user.Id}'`, field);
  const groups = await own('PermissionSetGroupId');
  const ofGroups = await namesOf(
    admin,
    `SELECT PermissionSetId FROM PermissionSetGroupComponent WHERE PermissionSetGroupId IN ${listed(groups)}`,
    'PermissionSetId',
  );
  const assigned = listed([...(await own('PermissionSetId')), ...ofGroups]);
  const sets = await namesOf(admin, `SELECT Name FROM PermissionSet WHERE Id IN ${assigned}`, 'Name');
  const entities = await namesOf(
    admin,
    `SELECT SetupEntityId FROM SetupEntityAccess WHERE ParentId IN ${assigned}`,
    'SetupEntityId',
  ).then((ids) => new Set(ids));
  const permissions = await admin.query<{ Id: string; DeveloperName: string }>(
    'SELECT Id, DeveloperName FROM CustomPermission',
  );
  return {
    username,
    userId: user.Id,
    userName: String(user['Name']),
    connection,
    customPermissions: permissions.records
      .filter(({ Id }) => entities.has(Id))
      .map(({ DeveloperName }) => DeveloperName),
    permissionSets: sets,
  };
}
