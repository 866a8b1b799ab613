import type { Engine } from '../engine.ts';
import { OrgError } from '../org-error.ts';
import { systemPermissions } from '../schema/standard/user.ts';
import type { SchemaObject } from '../schema/schema.ts';
import type { SqlRow } from '../storage/database.ts';
import { insertRow, knownColumns, systemColumns, updateRow } from '../storage/rows.ts';
import { quote } from '../storage/tables.ts';
import { componentKey } from './component.ts';
import type { PermissionSetContent } from './permission-set.ts';

const flag = (value: boolean): number => (value ? 1 : 0);

/**
 * Writes the rows of the permission sets and custom permissions of a deploy (`deployed`: their component keys).
 * Existing rows keep their ids.
 */
export function savePermissions(
  engine: Engine,
  { userId, deployed }: { userId: string; deployed: ReadonlySet<string> },
): void {
  const { database, metadata, ids } = engine;
  const now = engine.clock.now().toISOString();
  const objectNamed = (name: string): SchemaObject => {
    const object = metadata.schema.object(name);
    if (object === undefined) throw new OrgError('UNKNOWN_EXCEPTION', `no object named ${name}`, { status: 500 });
    return object;
  };
  const add = (name: string, row: SqlRow): string => {
    const object = objectNamed(name);
    const id = ids.nextId(object);
    insertRow(database, object, { Id: id, ...row, ...knownColumns(object, systemColumns(now, userId)) });
    return id;
  };
  const save = (name: string, key: string, row: SqlRow): string => {
    const object = objectNamed(name);
    const id = database.get(`SELECT "Id" FROM ${quote(name)} WHERE ${quote(key)} = ?`, row[key] ?? null)?.Id;
    if (typeof id !== 'string') return add(name, row);
    updateRow(database, object, {
      id,
      changes: { ...row, LastModifiedDate: now, LastModifiedById: userId, SystemModstamp: now },
    });
    return id;
  };

  const permissionIds = new Map<string, string>();
  const isDeployed = (type: string, fullName: string): boolean => deployed.has(componentKey({ type, fullName }));
  for (const [name, { label, description }] of metadata.customPermissions) {
    // An assignment may name any custom permission, so the ids of all are needed.
    const row = { DeveloperName: name, MasterLabel: label, Description: description ?? null };
    permissionIds.set(name, save('CustomPermission', 'DeveloperName', row));
  }
  for (const [name, content] of metadata.permissionSets) {
    if (!isDeployed('PermissionSet', name)) continue;
    const parent = save('PermissionSet', 'Name', permissionSetRow(name, content));
    for (const table of ['ObjectPermissions', 'FieldPermissions', 'SetupEntityAccess']) {
      database.run(`DELETE FROM ${quote(table)} WHERE "ParentId" = ?`, parent);
    }
    for (const grant of content.objects) {
      add('ObjectPermissions', {
        ParentId: parent,
        SobjectType: grant.object,
        PermissionsCreate: flag(grant.create),
        PermissionsRead: flag(grant.read),
        PermissionsEdit: flag(grant.edit),
        PermissionsDelete: flag(grant.delete),
        PermissionsViewAllRecords: flag(grant.viewAll),
        PermissionsModifyAllRecords: flag(grant.modifyAll),
      });
    }
    for (const { object, field, readable, editable } of content.fields) {
      const rights = { PermissionsRead: flag(readable), PermissionsEdit: flag(editable) };
      add('FieldPermissions', { ParentId: parent, SobjectType: object, Field: `${object}.${field}`, ...rights });
    }
    for (const permission of content.customPermissions) {
      const entity = permissionIds.get(permission) ?? null;
      add('SetupEntityAccess', { ParentId: parent, SetupEntityId: entity, SetupEntityType: 'CustomPermission' });
    }
  }
}

function permissionSetRow(
  name: string,
  { label, description, systemPermissions: granted }: PermissionSetContent,
): SqlRow {
  return {
    Name: name,
    Label: label,
    Description: description ?? null,
    IsCustom: 1,
    IsOwnedByProfile: 0,
    Type: 'Regular',
    ...Object.fromEntries(
      systemPermissions.map((permission) => [`Permissions${permission}`, flag(granted.includes(permission))]),
    ),
  };
}
