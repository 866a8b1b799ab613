import { checkFlow } from '../flow/check-flow.ts';
import { parseFlow } from '../flow/parse-flow.ts';
import { MetadataProblem, splitFullName } from './component.ts';
import type { Component } from './component.ts';
import { checkFieldFormula } from './check-formulas.ts';
import { readMetadataRecord } from './custom-metadata.ts';
import type { Build } from './metadata-build.ts';
import { checkComponentReferences, checkGrantReferences } from './named-references.ts';
import type { HasComponent } from './named-references.ts';
import { checkPermissionSetGroup } from './permission-set-group.ts';
import { readCustomPermission, readPermissionSet } from './permission-set.ts';
import { checkRecordType } from './record-type.ts';
import { addSaveRules } from './save-rules.ts';
import { readValidationRule } from './validation-rule.ts';

/** Reads the metadata that refers to objects and fields once all of them are built, and checks the references. */
export function addRest(build: Build, components: readonly Component[], hasComponent: HasComponent): void {
  readCustomPermissions(build);
  checkFormulas(build);
  checkRecordTypes(build);
  addMetadataRecords(build);
  addPermissions(build, hasComponent);
  addRules(build);
  addSaveRules(build);
  checkReferences(build, components, hasComponent);
  checkFlows(build, hasComponent);
}

/** A flow may name any of the other components. */
function checkFlows({ byType, attempt, schema }: Build, hasComponent: HasComponent): void {
  for (const component of byType('Flow')) {
    attempt(component, () => {
      const problems = checkFlow(parseFlow(component.fullName, component.body), { schema, hasComponent });
      if (problems.length > 0) throw new MetadataProblem(problems.join('\n'));
    });
  }
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
  for (const component of byType('PermissionSetGroup')) {
    attempt(component, () => {
      checkPermissionSetGroup(component.body, hasComponent);
    });
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
