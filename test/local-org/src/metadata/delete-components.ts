import type { Engine } from '../engine.ts';
import type { Schema } from '../schema/schema.ts';
import { quote } from '../storage/tables.ts';
import { MetadataProblem, splitFullName } from './component.ts';
import type { Component } from './component.ts';
import { groupId } from './permission-set-group.ts';

/** Why a component cannot be deleted although nothing refers to it; undefined when it can be. */
export function refusalToDelete({ database }: Engine, { type, fullName }: Component): string | undefined {
  if (type !== 'PermissionSet' && type !== 'PermissionSetGroup') return undefined;
  const [key, name] =
    type === 'PermissionSet' ? ['PermissionSetId', 'Name'] : ['PermissionSetGroupId', 'DeveloperName'];
  const assigned = database.get(
    `SELECT COUNT(*) AS "count" FROM "PermissionSetAssignment" AS "a" JOIN ${quote(type)} AS "p" ON "p"."Id" = "a".${quote(key)}
     WHERE "p".${quote(name)} = ? AND "a"."IsDeleted" = 0`,
    fullName,
  );
  const what = type === 'PermissionSet' ? 'permission set' : 'permission set group';
  return Number(assigned?.count) > 0
    ? `You can't delete this ${what} because it's assigned to one or more users. Remove the assignments and try again.`
    : undefined;
}

/** Deletes the data of deleted components: values of fields, records of objects, rows of rights. */
export function deleteData({ database }: Engine, before: Schema, deleted: readonly Component[]): void {
  for (const { type, fullName } of deleted) {
    if (type === 'CustomObject') deleteObject(fullName);
    else if (type === 'CustomField') deleteField(fullName);
    else if (type === 'PermissionSet') deletePermissionSet(fullName);
    else if (type === 'PermissionSetGroup') deletePermissionSetGroup(fullName);
    else if (type === 'CustomPermission') deleteCustomPermission(fullName);
  }

  function deleteObject(name: string): void {
    for (const table of [name, name.replace(/__c$/, '__History')]) {
      if (before.object(table) !== undefined) database.run(`DELETE FROM ${quote(table)}`);
    }
    database.run('DELETE FROM "ObjectPermissions" WHERE "SobjectType" = ?', name);
    database.run('DELETE FROM "FieldPermissions" WHERE "SobjectType" = ?', name);
  }

  function deleteField(fullName: string): void {
    const { object: objectName, name } = splitFullName(fullName);
    const object = before.object(objectName);
    const field = object?.fieldByName.get(name.toLowerCase());
    if (object === undefined || field === undefined)
      throw new MetadataProblem(`No CustomField named: ${fullName} found`);
    const isStored = object.columns.some((column) => column.name === field.name);
    const empty = field.type === 'boolean' ? 0 : null;
    if (isStored) database.run(`UPDATE ${quote(object.name)} SET ${quote(field.name)} = ?`, empty);
    database.run('DELETE FROM "FieldPermissions" WHERE "Field" = ?', fullName);
  }

  function deletePermissionSet(name: string): void {
    const id = database.get('SELECT "Id" FROM "PermissionSet" WHERE "Name" = ?', name)?.Id ?? null;
    for (const table of ['ObjectPermissions', 'FieldPermissions', 'SetupEntityAccess']) {
      database.run(`DELETE FROM ${quote(table)} WHERE "ParentId" = ?`, id);
    }
    for (const table of ['PermissionSetAssignment', 'PermissionSetGroupComponent']) {
      database.run(`DELETE FROM ${quote(table)} WHERE "PermissionSetId" = ?`, id);
    }
    database.run('DELETE FROM "PermissionSet" WHERE "Id" = ?', id);
  }

  function deletePermissionSetGroup(name: string): void {
    const id = groupId({ database }, name) ?? null;
    for (const table of ['PermissionSetGroupComponent', 'PermissionSet']) {
      database.run(`DELETE FROM ${quote(table)} WHERE "PermissionSetGroupId" = ?`, id);
    }
    database.run('DELETE FROM "PermissionSetGroup" WHERE "Id" = ?', id);
  }

  function deleteCustomPermission(name: string): void {
    const id = database.get('SELECT "Id" FROM "CustomPermission" WHERE "DeveloperName" = ?', name)?.Id ?? null;
    database.run('DELETE FROM "SetupEntityAccess" WHERE "SetupEntityId" = ?', id);
    database.run('DELETE FROM "CustomPermission" WHERE "Id" = ?', id);
  }
}
