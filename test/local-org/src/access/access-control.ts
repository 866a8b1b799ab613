import type { Clock } from '../clock.ts';
import { OrgError } from '../org-error.ts';
import type { Schema } from '../schema/schema.ts';
import { systemPermissions } from '../schema/standard/user.ts';
import type { Database, SqlRow } from '../storage/database.ts';
import { OrgChart } from '../sharing/org-chart.ts';
import { CodeAccess } from './code-access.ts';
import type { AccessMode } from './code-access.ts';
import { UserAccess } from './user-access.ts';
import type { GrantedObject, Grants } from './user-access.ts';

/** Objects whose rows define rights: a write to one of them clears the cache. */
export const accessObjects = [
  'User',
  'PermissionSet',
  'PermissionSetAssignment',
  'PermissionSetGroup',
  'PermissionSetGroupComponent',
  'ObjectPermissions',
  'FieldPermissions',
  'SetupEntityAccess',
  'UserRole',
  'Group',
  'GroupMember',
];

/** The permission sets of a user (first parameter), by themselves or by a group, that have not expired (second). */
const assigned = `SELECT IFNULL(c."PermissionSetId", a."PermissionSetId") FROM "PermissionSetAssignment" a
  LEFT JOIN "PermissionSetGroupComponent" c
    ON c."PermissionSetGroupId" = a."PermissionSetGroupId" AND c."IsDeleted" = 0
  WHERE a."AssigneeId" = ? AND a."IsDeleted" = 0 AND (a."ExpirationDate" IS NULL OR a."ExpirationDate" > ?)`;

type Holder = { userId: string; now: string };

type Known = { access: UserAccess; byMode: Map<string, CodeAccess>; until: string | undefined };

/** The rights of each user, cached until one of the user's assignments expires. */
export class AccessControl {
  private readonly database: Database;
  private readonly schema: () => Schema;
  private readonly clock: Clock;
  private isForgotten = false;
  private readonly users = new Map<string, Known>();
  private orgChart: OrgChart | undefined;

  constructor(database: Database, schema: () => Schema, clock: Clock) {
    this.database = database;
    this.schema = schema;
    this.clock = clock;
  }

  /** The rights of an active user. Throws `OrgError` (INVALID_SESSION_ID) for any other id. */
  of(userId: string, mode?: AccessMode): UserAccess {
    const known = this.known(userId);
    if (mode === undefined || (mode.mode === 'user' && mode.sharing === 'with')) return known.access;
    const key = `${mode.mode} ${mode.sharing}`;
    let access = known.byMode.get(key);
    if (access === undefined) {
      const { grants } = known.access;
      access = new CodeAccess(grants, mode, {
        findObject: (name) => this.schema().object(name),
        readReach: () => known.access.reach,
      });
      known.byMode.set(key, access);
    }
    return access;
  }

  private known(userId: string): Known {
    const holder = { userId, now: this.clock.now().toISOString() };
    const kept = this.users.get(userId);
    if (kept !== undefined && (kept.until === undefined || kept.until > holder.now)) return kept;
    const access = new UserAccess(this.readGrants(holder), {
      findObject: (name) => this.schema().object(name),
      readReach: () => (this.orgChart ??= new OrgChart(this.database)).reachOf(userId),
    });
    const known = { access, byMode: new Map<string, CodeAccess>(), until: this.readExpiration(holder) };
    this.users.set(userId, known);
    return known;
  }

  /** The names of the permission sets that a user has. */
  permissionSetsOf(userId: string): string[] {
    const sql = `SELECT "Name" FROM "PermissionSet" WHERE "IsDeleted" = 0 AND "Id" IN (${assigned})`;
    return this.database.all(sql, userId, this.clock.now().toISOString()).map(({ Name }) => String(Name));
  }

  /** Call it when rights may have changed. */
  forget(): void {
    this.clear();
    if (this.isForgotten) return;
    this.isForgotten = true;
    this.database.afterEnd(() => {
      this.isForgotten = false;
    });
  }

  /** Rights that were read after a change in a transaction are invalid once that change is rolled back. */
  forgetRolledBack(): void {
    if (this.isForgotten) this.clear();
  }

  private clear(): void {
    this.users.clear();
    this.orgChart = undefined;
  }

  private readGrants(holder: Holder): Grants {
    const { userId, now } = holder;
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
      now,
    );
    return {
      userId,
      timeZone: String(user.TimeZoneSidKey ?? 'GMT'),
      profile: String(user.Profile ?? ''),
      objects: this.readObjectPermissions(holder),
      fields: this.readFieldPermissions(holder),
      customPermissions: new Set(custom.map((row) => String(row.DeveloperName))),
      systemPermissions: this.readSystemPermissions(holder),
    };
  }

  private readObjectPermissions({ userId, now }: Holder): Grants['objects'] {
    const rows = this.database.all(
      `SELECT "SobjectType", MAX("PermissionsCreate") AS "create", MAX("PermissionsRead") AS "read",
         MAX("PermissionsEdit") AS "edit", MAX("PermissionsDelete") AS "delete",
         MAX("PermissionsViewAllRecords") AS "viewAll", MAX("PermissionsModifyAllRecords") AS "modifyAll"
       FROM "ObjectPermissions" WHERE "IsDeleted" = 0 AND "ParentId" IN (${assigned}) GROUP BY "SobjectType"`,
      userId,
      now,
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

  private readFieldPermissions({ userId, now }: Holder): Grants['fields'] {
    const rows = this.database.all(
      `SELECT "Field", MAX("PermissionsRead") AS "read", MAX("PermissionsEdit") AS "edit"
       FROM "FieldPermissions" WHERE "IsDeleted" = 0 AND "ParentId" IN (${assigned}) GROUP BY "Field"`,
      userId,
      now,
    );
    return new Map(
      rows
        .filter((row) => row.read === 1)
        .map((row) => [String(row.Field).toLowerCase(), row.edit === 1 ? 'edit' : 'read']),
    );
  }

  private readSystemPermissions({ userId, now }: Holder): Set<string> {
    const columns = systemPermissions.map((name) => `MAX("Permissions${name}") AS "${name}"`).join(', ');
    const sql = `SELECT ${columns} FROM "PermissionSet" WHERE "Id" IN (${assigned})`;
    const row = this.database.get(sql, userId, now) ?? {};
    return new Set(systemPermissions.filter((name) => row[name] === 1));
  }

  /** When the next assignment of a user expires. */
  private readExpiration({ userId, now }: Holder): string | undefined {
    const next = this.database.get(
      `SELECT MIN("ExpirationDate") AS "next" FROM "PermissionSetAssignment"
       WHERE "AssigneeId" = ? AND "IsDeleted" = 0 AND "ExpirationDate" > ?`,
      userId,
      now,
    )?.next;
    return typeof next === 'string' ? next : undefined;
  }
}
