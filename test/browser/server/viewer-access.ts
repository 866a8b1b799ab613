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

/** Reads a user's permissions as the administrator: the platform knows them without a query of the user's own. */
export async function readAccess(admin: Connection, connection: Connection, username: string): Promise<ViewerAccess> {
  const user = await admin.sobject('User').findOne({ Username: username }, ['Id', 'Name']);
  if (!user?.Id) throw new Error(`The org has no user ${username}.`);
  const assigned = `(SELECT PermissionSetId FROM PermissionSetAssignment WHERE AssigneeId = '${user.Id}')`;
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
