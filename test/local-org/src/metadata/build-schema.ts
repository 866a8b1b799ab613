import { formulaColumn } from '../schema/formula-column.ts';
import type { ObjectDefinition } from '../schema/object-definition.ts';
import { Schema } from '../schema/schema.ts';
import { standardObjects } from '../schema/standard-objects.ts';
import type { Component } from './component.ts';
import { MetadataProblem, splitFullName } from './component.ts';
import { readCustomField } from './custom-field.ts';
import { checkFieldFormula } from './check-formulas.ts';
import { readCustomObject } from './custom-object.ts';
import { readCustomPermission, readPermissionSet } from './permission-set.ts';
import type { PermissionSetContent } from './permission-set.ts';
import { readEntries } from './picklist.ts';
import type { ValueSets } from './picklist.ts';
import { readValidationRule } from './validation-rule.ts';
import { isTrue } from './xml.ts';

/** The org as its metadata describes it, and what is wrong with the metadata. */
export type BuiltMetadata = {
  schema: Schema;
  permissionSets: Map<string, PermissionSetContent>;
  customPermissions: Map<string, { label: string; description: string | undefined }>;
  problems: { component: Component; problem: string; element: string | undefined }[];
};

type Build = BuiltMetadata & {
  byType: (type: string) => Component[];
  /** Runs `work`; a problem in it is noted against the component. */
  attempt: (component: Component, work: () => void) => void;
};

/** Builds schema and permissions from all components, deployed and new. Problems are values: nothing is thrown. */
export function buildMetadata(components: Iterable<Component>, keyPrefixOf: (object: string) => string): BuiltMetadata {
  const grouped = Map.groupBy(components, ({ type }) => type);
  const problems: BuiltMetadata['problems'] = [];
  const build: Build = {
    schema: new Schema([]),
    permissionSets: new Map(),
    customPermissions: new Map(),
    problems,
    byType: (type) => grouped.get(type) ?? [],
    attempt: (component, work) => {
      try {
        work();
      } catch (error) {
        if (!(error instanceof MetadataProblem)) throw error;
        problems.push({ component, problem: error.message, element: error.element });
      }
    },
  };
  const definitions = buildObjects(build, keyPrefixOf);
  addFields(build, definitions, readValueSets(build));
  build.schema = new Schema([...definitions.values()]);
  readCustomPermissions(build);
  checkFormulas(build);
  addPermissions(build);
  addRules(build);
  return build;
}

function readValueSets({ byType, attempt }: Build): ValueSets {
  const valueSets: ValueSets = new Map();
  for (const component of byType('GlobalValueSet')) {
    attempt(component, () => valueSets.set(component.fullName, readEntries(component.body, 'customValue')));
  }
  return valueSets;
}

function buildObjects(
  { byType, attempt }: Build,
  keyPrefixOf: (object: string) => string,
): Map<string, ObjectDefinition> {
  const definitions = new Map(standardObjects.map((definition) => [definition.name, cloneDefinition(definition)]));
  for (const component of byType('CustomObject')) {
    if (standardObjects.some(({ name }) => name === component.fullName)) continue;
    attempt(component, () => {
      const { fullName, body } = component;
      definitions.set(fullName, readCustomObject(fullName, body, keyPrefixOf(fullName)));
    });
  }
  return definitions;
}

const cloneDefinition = (definition: ObjectDefinition): ObjectDefinition => ({
  ...definition,
  fields: [...definition.fields],
  childNames: { ...definition.childNames },
  trackedFields: [...definition.trackedFields],
  validationRules: [],
  formulas: {},
  derived: {},
});

function addFields({ byType, attempt }: Build, definitions: Map<string, ObjectDefinition>, valueSets: ValueSets): void {
  for (const component of byType('CustomField')) {
    attempt(component, () => {
      const { object, name } = splitFullName(component.fullName);
      const definition = definitions.get(object);
      if (definition === undefined)
        throw new MetadataProblem(`Entity Enumeration Or ID: bad value for restricted picklist field: ${object}`);
      if (!name.endsWith('__c')) {
        trackStandardField(definition, name, isTrue(component.body, 'trackHistory'));
        return;
      }
      const hasObject = (target: string): boolean => definitions.has(target);
      const custom = readCustomField(component.fullName, component.body, { hasObject, valueSets });
      definition.fields.push(custom.field);
      if (custom.childName !== undefined) definition.childNames[custom.field.name] = custom.childName;
      if (custom.isTracked) definition.trackedFields.push(custom.field.name);
      if (custom.formula !== undefined) {
        definition.formulas[custom.field.name] = custom.formula;
        definition.derived[custom.field.name] = formulaColumn(definition.name, custom.field);
      }
      if (custom.displayFormat !== undefined) definition.numberFormats[custom.field.name] = custom.displayFormat;
    });
  }
}

/** A standard field in a package can only switch its history on. */
function trackStandardField(definition: ObjectDefinition, name: string, isTracked: boolean): void {
  if (!definition.fields.some((field) => field.name === name)) {
    throw new MetadataProblem(`Could not resolve standard field's name: ${definition.name}.${name}`);
  }
  if (isTracked && !definition.trackedFields.includes(name)) definition.trackedFields.push(name);
}

/** Paths of formula fields can be followed once all objects are there. */
function checkFormulas({ byType, attempt, schema, customPermissions }: Build): void {
  const hasCustomPermission = (name: string): boolean => customPermissions.has(name);
  for (const component of byType('CustomField')) {
    const { object: objectName, name } = splitFullName(component.fullName);
    const object = schema.object(objectName);
    const calculated = object?.formulas[name];
    if (object === undefined || calculated === undefined) continue;
    attempt(component, () => {
      checkFieldFormula({ object, name, formula: calculated.formula }, { schema, hasCustomPermission });
    });
  }
}

function readCustomPermissions({ byType, attempt, customPermissions }: Build): void {
  for (const component of byType('CustomPermission')) {
    attempt(component, () => customPermissions.set(component.fullName, readCustomPermission(component.body)));
  }
}

function addPermissions({ byType, attempt, schema, permissionSets, customPermissions }: Build): void {
  const hasCustomPermission = (name: string): boolean => customPermissions.has(name);
  for (const component of byType('PermissionSet')) {
    attempt(component, () =>
      permissionSets.set(component.fullName, readPermissionSet(component.body, { schema, hasCustomPermission })),
    );
  }
}

function addRules({ byType, attempt, schema, customPermissions }: Build): void {
  const hasCustomPermission = (name: string): boolean => customPermissions.has(name);
  for (const component of byType('ValidationRule')) {
    attempt(component, () => {
      const { object: objectName, name } = splitFullName(component.fullName);
      const object = schema.object(objectName);
      if (object === undefined) throw new MetadataProblem(`no CustomObject named ${objectName} found`);
      const rule = readValidationRule({ name, object, body: component.body }, { schema, hasCustomPermission });
      if (rule !== undefined) object.validationRules.push(rule);
    });
  }
}
