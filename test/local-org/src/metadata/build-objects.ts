import { reference } from '../schema/field-kinds.ts';
import { formulaColumn } from '../schema/formula-column.ts';
import type { ObjectDefinition } from '../schema/object-definition.ts';
import { withFeatures } from '../schema/org-features.ts';
import { standardObjects } from '../schema/standard-objects.ts';
import { MetadataProblem, splitFullName } from './component.ts';
import type { Component } from './component.ts';
import { readCustomField } from './custom-field.ts';
import { readCustomObject } from './custom-object.ts';
import type { Build, GivenNames } from './metadata-build.ts';
import { readEntries } from './picklist.ts';
import type { ValueSets } from './picklist.ts';
import { readRecordType } from './record-type.ts';
import { addSharing } from './sharing-rules.ts';
import { applyStandardValues } from './standard-value-set.ts';
import { readSummaryField } from './summary-field.ts';
import { childText, isTrue } from './xml.ts';

type Definitions = Map<string, ObjectDefinition>;

/** The standard objects and the deployed ones, with all their fields and record types. */
export function buildDefinitions(
  build: Build,
  { keyPrefixOf, recordTypeIdOf, features }: GivenNames,
): ObjectDefinition[] {
  const built = buildObjects(build, keyPrefixOf);
  const definitions = new Map(withFeatures([...built.values()], features).map((one) => [one.name, one]));
  applyStandardValues(build, definitions);
  addFields(build, definitions, readValueSets(build));
  addSummaries(build, definitions);
  addSharing(build, definitions);
  addRecordTypes(build, definitions, recordTypeIdOf);
  return [...definitions.values()];
}

function readValueSets({ byType, attempt }: Build): ValueSets {
  const valueSets: ValueSets = new Map();
  for (const component of byType('GlobalValueSet')) {
    attempt(component, () => valueSets.set(component.fullName, readEntries(component.body, 'customValue')));
  }
  return valueSets;
}

function buildObjects({ byType, attempt }: Build, keyPrefixOf: (object: string) => string): Definitions {
  const definitions = new Map(standardObjects.map((definition) => [definition.name, cloneDefinition(definition)]));
  for (const component of byType('CustomObject')) {
    const standard = standardObjects.some(({ name }) => name === component.fullName);
    if (standard) {
      const definition = definitions.get(component.fullName);
      if (definition !== undefined && isTrue(component.body, 'enableHistory')) definition.keepsHistory = true;
      continue;
    }
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
  sharingRules: [],
  defaultFormulas: {},
});

/** Summaries are read last, because they refer to fields of other objects. */
function addSummaries({ byType, attempt }: Build, definitions: Definitions): void {
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

function addFields({ byType, attempt }: Build, definitions: Definitions, valueSets: ValueSets): void {
  for (const component of byType('CustomField').filter((one) => !isSummary(one))) {
    attempt(component, () => {
      const { object, name } = splitFullName(component.fullName);
      const definition = definitions.get(object);
      if (definition === undefined)
        throw new MetadataProblem(`Entity Enumeration Or ID: bad value for restricted picklist field: ${object}`);
      if (!name.endsWith('__c')) {
        trackStandardField(definition, name, isTrue(component.body, 'trackHistory'));
        if (isEncrypted(component)) encryptField(definition, name);
        return;
      }
      const hasObject = (target: string): boolean => definitions.has(target);
      const custom = readCustomField(component.fullName, component.body, { hasObject, valueSets });
      definition.fields.push(custom.field);
      if (custom.childName !== undefined) definition.childNames[custom.field.name] = custom.childName;
      if (custom.isTracked) trackField(definition, custom.field.name);
      if (custom.formula !== undefined) {
        definition.formulas[custom.field.name] = custom.formula;
        definition.derived[custom.field.name] = formulaColumn(definition.name, custom.field);
      }
      if (custom.defaultFormula !== undefined) definition.defaultFormulas[custom.field.name] = custom.defaultFormula;
      if (custom.displayFormat !== undefined) definition.numberFormats[custom.field.name] = custom.displayFormat;
    });
  }
}

const isEncrypted = ({ body }: Component): boolean => {
  const scheme = childText(body, 'encryptionScheme');
  return scheme !== undefined && scheme !== 'None';
};

/** A field with probabilistic encryption can be read, and neither filtered nor sorted. */
function encryptField({ fields }: ObjectDefinition, name: string): void {
  const position = fields.findIndex((field) => field.name === name);
  const field = fields[position];
  if (field === undefined) return;
  fields[position] = { ...field, encrypted: true, filterable: false, sortable: false, groupable: false };
}

/** A package can only change the history tracking of a standard field. */
function trackStandardField(definition: ObjectDefinition, name: string, isTracked: boolean): void {
  if (!definition.fields.some((field) => field.name === name)) {
    throw new MetadataProblem(`Could not resolve standard field's name: ${definition.name}.${name}`);
  }
  if (isTracked) trackField(definition, name);
}

/** A tracked field of a standard object switches the object's history on; a custom object needs `enableHistory`. */
function trackField(definition: ObjectDefinition, name: string): void {
  if (!definition.trackedFields.includes(name)) definition.trackedFields.push(name);
  if (definition.history !== undefined) definition.keepsHistory = true;
}

function addRecordTypes(
  { byType, attempt }: Build,
  definitions: Definitions,
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
