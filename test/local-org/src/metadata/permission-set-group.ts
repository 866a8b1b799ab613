import type { Engine } from '../engine.ts';
import { insertValues, updateValues } from '../records/save-record.ts';
import type { SqlRow } from '../storage/database.ts';
import { readRow } from '../storage/rows.ts';
import { checkElements, MetadataProblem } from './component.ts';
import type { Component } from './component.ts';
import { permissionSetGroupElements } from './elements.ts';
import type { HasComponent } from './named-references.ts';
import { childText, childTexts, isTrue } from './xml.ts';
import type { XmlElement } from './xml.ts';

const typeName = 'PermissionSetGroup';

/** Checks a group and that its permission sets are there. Throws `MetadataProblem`. */
export function checkPermissionSetGroup(body: XmlElement, hasComponent: HasComponent): void {
  checkElements(typeName, body, permissionSetGroupElements);
  if (childText(body, 'label') === undefined) throw new MetadataProblem('Required field is missing: label');
  for (const type of ['PermissionSet', 'MutingPermissionSet']) {
    const element = type === 'PermissionSet' ? 'permissionSets' : 'mutingPermissionSets';
    const missing = childTexts(body, element).find((name) => !hasComponent(type, name));
    if (missing !== undefined)
      throw new MetadataProblem(`In field: ${element} - no ${type} named ${missing} found`, { element });
  }
}

/** Writes the rows of deployed groups with their members; a known group keeps its id, and so its assignments. */
export function savePermissionSetGroups(
  engine: Engine,
  { userId, components }: { userId: string; components: readonly Component[] },
): void {
  const { database, metadata } = engine;
  const access = engine.access.of(userId);
  const [group, member] = [typeName, `${typeName}Component`].map((name) => metadata.schema.object(name));
  if (group === undefined || member === undefined) return;
  for (const { fullName, body } of components.filter(({ type }) => type === typeName)) {
    const values: SqlRow = {
      DeveloperName: fullName,
      MasterLabel: childText(body, 'label') ?? fullName,
      Description: childText(body, 'description') ?? null,
      HasActivationRequired: isTrue(body, 'hasActivationRequired') ? 1 : 0,
    };
    const known = groupId(engine, fullName);
    const prior = known === undefined ? undefined : readRow(database, group, known);
    if (known !== undefined && prior !== undefined)
      updateValues({ engine, object: group, access }, { id: known, prior, given: values });
    const id = known ?? insertValues({ engine, object: group, access }, values);
    database.run('DELETE FROM "PermissionSetGroupComponent" WHERE "PermissionSetGroupId" = ?', id);
    for (const name of childTexts(body, 'permissionSets')) {
      const set = database.get('SELECT "Id" FROM "PermissionSet" WHERE "Name" = ?', name)?.Id ?? null;
      insertValues({ engine, object: member, access }, { PermissionSetGroupId: id, PermissionSetId: set });
    }
  }
}

/** The id of a group; undefined when the org has none of this name. */
export function groupId({ database }: Pick<Engine, 'database'>, name: string): string | undefined {
  const sql = 'SELECT "Id" FROM "PermissionSetGroup" WHERE "DeveloperName" = ? AND "IsDeleted" = 0';
  const id = database.get(sql, name)?.Id;
  return typeof id === 'string' ? id : undefined;
}
