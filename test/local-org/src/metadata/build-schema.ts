import { formulaColumn } from '../schema/formula-column.ts';
import type { ObjectDefinition } from '../schema/object-definition.ts';
import { Schema } from '../schema/schema.ts';
import { standardObjects } from '../schema/standard-objects.ts';
import type { Component } from './component.ts';
import { componentKey, MetadataProblem, splitFullName } from './component.ts';
import { readMetadataRecord } from './custom-metadata.ts';
import type { MetadataRecord } from './custom-metadata.ts';
import { checkComponentReferences, checkGrantReferences } from './named-references.ts';
import type { HasComponent } from './named-references.ts';
import { checkRecordType, readRecordType } from './record-type.ts';
import { reference } from '../schema/field-kinds.ts';
import { readCustomField } from './custom-field.ts';
import { checkFieldFormula } from './check-formulas.ts';
import { readCustomObject } from './custom-object.ts';
import { readCustomPermission, readPermissionSet } from './permission-set.ts';
import type { PermissionSetContent } from './permission-set.ts';
import { readEntries } from './picklist.ts';
import type { ValueSets } from './picklist.ts';
import { readValidationRule } from './validation-rule.ts';
import { readSummaryField } from './summary-field.ts';
import { childText, isTrue } from './xml.ts';

/** The org as its metadata describes it, and what is wrong with the metadata. */
export type BuiltMetadata = {
  schema: Schema;
  /** Of custom metadata types. */
  metadataRecords: MetadataRecord[];
  permissionSets: Map<string, PermissionSetContent>;
  customPermissions: Map<string, { label: string; description: string | undefined }>;
  problems: { component: Component; problem: string; element: string | undefined }[];
};

/** What the org has named for good: key prefixes of objects, ids of record types. */
export type GivenNames = { keyPrefixOf: (object: string) => string; recordTypeIdOf: (fullName: string) => string };

type Build = BuiltMetadata & {
  byType: (type: string) => Component[];
  /** Runs `work`; a problem in it is noted against the component. */
  attempt: (component: Component, work: () => void) => void;
};

/** Builds schema and permissions from all components, deployed and new. Problems are values: nothing is thrown. */
export function buildMetadata(components: Iterable<Component>, names: GivenNames): BuiltMetadata {
  const all = [...components];
  const grouped = Map.groupBy(all, ({ type }) => type);
  const keys = new Set(all.map(componentKey));
  const problems: BuiltMetadata['problems'] = [];
  const build: Build = {
    schema: new Schema([]),
    metadataRecords: [],
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
  const definitions = buildObjects(build, names.keyPrefixOf);
  addFields(build, definitions, readValueSets(build));
  addSummaries(build, definitions);
  addRecordTypes(build, definitions, names.recordTypeIdOf);
  build.schema = new Schema([...definitions.values()]);
  readCustomPermissions(build);
  checkFormulas(build);
  checkRecordTypes(build);
  addMetadataRecords(build);
  const hasComponent = (type: string, fullName: string): boolean => keys.has(componentKey({ type, fullName }));
  addPermissions(build, hasComponent);
  addRules(build);
  checkReferences(build, all, hasComponent);
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
  recordTypes: [],
  defaultFormulas: {},
});

/** Summaries are read last: they speak of the fields of other objects. */
function addSummaries({ byType, attempt }: Build, definitions: Map<string, ObjectDefinition>): void {
  for (const component of byType('CustomField').filter(isSummary)) {
    attempt(component, () => {
      const { object, name } = splitFullName(component.fullName);
      const definition = definitions.get(object);
      if (definition === undefined) throw new MetadataProblem(`no CustomObject named ${object} found`);
      const summary = readSummaryField({ object, name, body: component.body }, (other) => definitions.get(other));
      definition.fields.push(summary.field);
      definition.derived[name] = summary.derived;
    });
  }
}

const isSummary = ({ body }: Component): boolean => childText(body, 'type') === 'Summary';

function addFields({ byType, attempt }: Build, definitions: Map<string, ObjectDefinition>, valueSets: ValueSets): void {
  for (const component of byType('CustomField').filter((one) => !isSummary(one))) {
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
      if (custom.defaultFormula !== undefined) definition.defaultFormulas[custom.field.name] = custom.defaultFormula;
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
    const formula = object?.formulas[name]?.formula ?? object?.defaultFormulas[name];
    if (object === undefined || formula === undefined) continue;
    attempt(component, () => {
      checkFieldFormula({ object, name, formula }, { schema, hasCustomPermission });
    });
  }
}

function readCustomPermissions({ byType, attempt, customPermissions }: Build): void {
  for (const component of byType('CustomPermission')) {
    attempt(component, () => customPermissions.set(component.fullName, readCustomPermission(component.body)));
  }
}

function addRecordTypes(
  { byType, attempt }: Build,
  definitions: Map<string, ObjectDefinition>,
  idOf: (fullName: string) => string,
): void {
  const inOrder = byType('RecordType').toSorted((one, other) => (one.fullName < other.fullName ? -1 : 1));
  for (const component of inOrder) {
    attempt(component, () => {
      const definition = definitions.get(splitFullName(component.fullName).object);
      if (definition === undefined) {
        throw new MetadataProblem(`no CustomObject named ${splitFullName(component.fullName).object} found`);
      }
      definition.recordTypes.push(readRecordType(component.fullName, component.body, idOf(component.fullName)));
      if (definition.fields.some(({ name }) => name === 'RecordTypeId')) return;
      definition.fields.push(
        reference('RecordTypeId', 'Record Type ID', ['RecordType'], {
          relationship: 'RecordType',
          permissionable: false,
        }),
      );
    });
  }
}

function checkRecordTypes({ byType, attempt, schema }: Build): void {
  for (const component of byType('RecordType')) {
    const { object, name } = splitFullName(component.fullName);
    const recordType = schema.object(object)?.recordTypes.find(({ developerName }) => developerName === name);
    if (recordType !== undefined) attempt(component, () => checkRecordType(schema, component.fullName, recordType));
  }
}

function addMetadataRecords({ byType, attempt, schema, metadataRecords }: Build): void {
  for (const component of byType('CustomMetadata')) {
    attempt(component, () => metadataRecords.push(readMetadataRecord(component.fullName, component.body, schema)));
  }
}

function checkReferences(
  { attempt, schema }: Build,
  components: readonly Component[],
  hasComponent: HasComponent,
): void {
  const hasObject = (name: string): boolean => schema.object(name) !== undefined;
  for (const component of components) {
    attempt(component, () => {
      checkComponentReferences(component, { hasComponent, hasObject });
    });
  }
}

function addPermissions(
  { byType, attempt, schema, permissionSets, customPermissions }: Build,
  hasComponent: HasComponent,
): void {
  for (const component of byType('Profile')) {
    attempt(component, () => {
      checkGrantReferences(component.body, hasComponent);
    });
  }
  const hasCustomPermission = (name: string): boolean => customPermissions.has(name);
  for (const component of byType('PermissionSet')) {
    attempt(component, () =>
      permissionSets.set(
        component.fullName,
        readPermissionSet(component.body, { schema, hasCustomPermission, hasComponent }),
      ),
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
