import type { ChildRelationship, DescribeField, FieldType } from './describe.ts';
import { defineHistoryObject } from './history-object.ts';
import type { ObjectDefinition } from './object-definition.ts';
import { derivedColumns } from './derived-columns.ts';
import { shareObject } from './share-object.ts';

/** An object with its look-ups by lower-case name. */
export type SchemaObject = ObjectDefinition & {
  fieldByName: Map<string, DescribeField>;
  /** Reference fields by the name of their relationship (`owner`). */
  parentByName: Map<string, DescribeField>;
  childRelationships: ChildRelationship[];
  /** Fields that have a column in storage. */
  columns: DescribeField[];
};

const compoundTypes: readonly FieldType[] = ['address', 'location'];

/** An immutable set of the org's objects. A deploy builds a new schema. */
export class Schema {
  readonly objects: SchemaObject[];
  private readonly byName = new Map<string, SchemaObject>();
  private readonly byPrefix = new Map<string, SchemaObject[]>();

  constructor(definitions: readonly ObjectDefinition[]) {
    const all = definitions.flatMap((definition) => {
      const derived = [historyObject(definition), shareObject(definition)];
      return [definition, ...derived.filter((one) => one !== undefined)];
    });
    const targets = all.filter((definition) => definition.hasActivities).map(({ name }) => name);
    this.objects = all
      .map((definition) => indexObject(withActivityTargets(definition, targets)))
      .sort((one, other) => (one.name < other.name ? -1 : 1));
    for (const object of this.objects) {
      this.byName.set(object.name.toLowerCase(), object);
      if (object.keyPrefix === null) continue;
      this.byPrefix.set(object.keyPrefix, [...(this.byPrefix.get(object.keyPrefix) ?? []), object]);
    }
    for (const object of this.objects) this.linkChildren(object);
  }

  /** By name in any case. */
  object(name: string): SchemaObject | undefined {
    return this.byName.get(name.toLowerCase());
  }

  /** The only object with the id's key prefix; undefined when none or several have it. */
  objectOfId(id: string): SchemaObject | undefined {
    const candidates = this.byPrefix.get(id.slice(0, 3)) ?? [];
    return candidates.length === 1 ? candidates[0] : undefined;
  }

  private linkChildren(child: SchemaObject): void {
    for (const field of child.fields) {
      // A merged record has no children in the record that it was merged into.
      if (field.type !== 'reference' || field.name === 'MasterRecordId') continue;
      for (const target of field.referenceTo) {
        this.object(target)?.childRelationships.push({
          cascadeDelete: field.cascadeDelete,
          childSObject: child.name,
          deprecatedAndHidden: false,
          field: field.name,
          junctionIdListNames: [],
          junctionReferenceTo: [],
          relationshipName: child.childNames[field.name] ?? null,
          restrictedDelete: field.restrictedDelete,
        });
      }
    }
  }
}

function historyObject(definition: ObjectDefinition): ObjectDefinition | undefined {
  if (definition.history === undefined) return undefined;
  const { name, label, custom, keyPrefix, trackedFields } = definition;
  return defineHistoryObject(
    { name, label, custom, fieldNames: trackedFields },
    {
      name: definition.history.object,
      parentField: definition.history.parentField,
      idInstance: `${custom ? 'K' : 'H'}${(keyPrefix ?? '000').slice(1)}`,
    },
  );
}

/** Activities can be about every object that has activities, custom ones included. */
function withActivityTargets(definition: ObjectDefinition, targets: string[]): ObjectDefinition {
  if (definition.name !== 'Task' && definition.name !== 'Event') return definition;
  const related = targets.filter((name) => name !== 'Lead' && name !== 'Contact');
  const fields = definition.fields.map((field) =>
    field.name === 'WhatId' ? { ...field, referenceTo: related } : field,
  );
  return { ...definition, fields };
}

function indexObject(definition: ObjectDefinition): SchemaObject {
  const { fields, name } = definition;
  const derived = { ...derivedColumns[name], ...definition.derived };
  const parents = fields.filter((field) => field.type === 'reference' && field.relationshipName);
  return {
    ...definition,
    derived,
    fieldByName: new Map(fields.map((field) => [field.name.toLowerCase(), field])),
    parentByName: new Map(parents.map((field) => [(field.relationshipName ?? '').toLowerCase(), field])),
    childRelationships: [],
    columns: fields.filter((field) => !compoundTypes.includes(field.type) && !Object.hasOwn(derived, field.name)),
  };
}
