import { OrgError } from '../org-error.ts';
import type { Schema } from '../schema/schema.ts';
import { systemPermissions } from '../schema/standard/user.ts';
import type { Database, SqlRow } from '../storage/database.ts';
import { OrgChart } from '../sharing/org-chart.ts';
import { UserAccess } from './user-access.ts';
import type { GrantedObject, Grants } from './user-access.ts';

/** Objects whose rows define rights: a write to one of them clears the cache. */
export const accessObjects = [
  'User',
  'PermissionSet',
  'PermissionSetAssignment',
  'ObjectPermissions',
  'FieldPermissions',
  'SetupEntityAccess',
  'UserRole',
  'Group',
  'GroupMember',
];

const assigned = `SELECT "PermissionSetId" FROM "PermissionSetAssignment" WHERE "AssigneeId" = ? AND "IsDeleted" = 0`;

/** The rights of each user, cached. */
export class AccessControl {
  private readonly database: Database;
  private readonly schema: () => Schema;
  private isForgotten = false;
  private readonly users = new Map<string, UserAccess>();
  private orgChart: OrgChart | undefined;

  constructor(database: Database, schema: () => Schema) {
    this.database = database;
    this.schema = schema;
  }

  /** The rights of an active user. Throws `OrgError` (INVALID_SESSION_ID) for any other id. */
  of(userId: string): UserAccess {
    const kept = this.users.get(userId);
    if (kept !== undefined) return kept;
    const access = new UserAccess(this.readGrants(userId), {
      findObject: (name) => this.schema().object(name),
      readReach: () => (this.orgChart ??= new OrgChart(this.database)).reachOf(userId),
    });
    this.users.set(userId, access);
    return access;
  }

  /** Call it when rights may have changed. */
  forget(): void {
    this.clear();
    this.isForgotten = true;
  }

  /** Rights that were read after a change in a transaction are invalid once it is rolled back. */
  forgetRolledBack(): void {
    if (this.isForgotten) this.clear();
    this.isForgotten = false;
  }

  private clear(): void {
    this.users.clear();
    this.orgChart = undefined;
  }

  private readGrants(userId: string): Grants {
    const user = this.database.get(
      `SELECT u."Id", u."TimeZoneSidKey", u."IsActive", p."Name" AS "Profile" FROM "User" u
       LEFT JOIN "Profile" p ON p."Id" = u."ProfileId" WHERE u."Id" = ?`,
      userId,
    );
    if (user === undefined || user.IsActive !== 1) {
      throw new OrgError('INVALID_SESSION_ID', 'Session expired or invalid', { status: 401 });
    }
    const custom = this.database.all(
      `SELECT c."DeveloperName" FROM "SetupEntityAccess" a JOIN "CustomPermission" c ON c."Id" = a."SetupEntityId"
       WHERE a."IsDeleted" = 0 AND a."ParentId" IN (${assigned})`,
      userId,
    );
    return {
      userId,
      timeZone: String(user.TimeZoneSidKey ?? 'GMT'),
      profile: String(user.Profile ?? ''),
      objects: this.readObjectPermissions(userId),
      fields: this.readFieldPermissions(userId),
      customPermissions: new Set(custom.map((row) => String(row.DeveloperName))),
      systemPermissions: this.readSystemPermissions(userId),
    };
  }

  private readObjectPermissions(userId: string): Grants['objects'] {
    const rows = this.database.all(
      `SELECT "SobjectType", MAX("PermissionsCreate") AS "create", MAX("PermissionsRead") AS "read",
         MAX("PermissionsEdit") AS "edit", MAX("PermissionsDelete") AS "delete",
         MAX("PermissionsViewAllRecords") AS "viewAll", MAX("PermissionsModifyAllRecords") AS "modifyAll"
       FROM "ObjectPermissions" WHERE "IsDeleted" = 0 AND "ParentId" IN (${assigned}) GROUP BY "SobjectType"`,
      userId,
    );
    const permission = (row: SqlRow): GrantedObject => ({
      create: row.create === 1,
      read: row.read === 1,
      edit: row.edit === 1,
      delete: row.delete === 1,
      viewAll: row.viewAll === 1,
      modifyAll: row.modifyAll === 1,
    });
    return new Map(rows.map((row) => [String(row.SobjectType), permission(row)]));
  }

  private readFieldPermissions(userId: string): Grants['fields'] {
    const rows = this.database.all(
      `SELECT "Field", MAX("PermissionsRead") AS "read", MAX("PermissionsEdit") AS "edit"
       FROM "FieldPermissions" WHERE "IsDeleted" = 0 AND "ParentId" IN (${assigned}) GROUP BY "Field"`,
      userId,
    );
    return new Map(
      rows
        .filter((row) => row.read === 1)
        .map((row) => [String(row.Field).toLowerCase(), row.edit === 1 ? 'edit' : 'read']),
    );
  }

  private readSystemPermissions(userId: string): Set<string> {
    const columns = systemPermissions.map((name) => `MAX("Permissions${name}") AS "${name}"`).join(', ');
    const row = this.database.get(`SELECT ${columns} FROM "PermissionSet" WHERE "Id" IN (${assigned})`, userId) ?? {};
    return new Set(systemPermissions.filter((name) => row[name] === 1));
  }
}
