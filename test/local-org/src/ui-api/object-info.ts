import type { DescribeField, DescribeSObject } from '../schema/describe.ts';
import { eTagOf } from './e-tag.ts';
import { nameFieldsOf, showField } from './field-info.ts';
import type { FieldInfo } from './field-info.ts';
import type { RecordSource } from './record-source.ts';
import { defaultRecordTypeId, recordTypesOf, showRecordType } from './record-type.ts';
import type { RecordTypeShown } from './record-type.ts';
import { themeOf } from './theme-info.ts';
import type { ThemeInfo } from './theme-info.ts';
import { unsupportedObject } from './ui-api-error.ts';

/** Fields that depend on a field, and the fields that depend on those. */
type DependentFields = { [field: string]: DependentFields };

export type ObjectInfo = {
  apiName: string;
  associateEntityType: string | null;
  associateParentEntity: string | null;
  childRelationships: {
    childObjectApiName: string;
    fieldName: string;
    junctionIdListNames: string[];
    junctionReferenceTo: string[];
    relationshipName: string;
  }[];
  compactLayoutable: boolean;
  createable: boolean;
  custom: boolean;
  defaultRecordTypeId: string | null;
  deletable: boolean;
  dependentFields: DependentFields;
  eTag: string;
  feedEnabled: boolean;
  fields: Record<string, FieldInfo>;
  keyPrefix: string | null;
  label: string;
  labelPlural: string;
  layoutable: boolean;
  mruEnabled: boolean;
  nameFields: string[];
  queryable: boolean;
  recordTypeInfos: Record<string, RecordTypeShown>;
  searchLayoutable: boolean;
  searchable: boolean;
  themeInfo: ThemeInfo;
  updateable: boolean;
};

/** The fields of which others are parts: addresses, and the name of a person. */
export const compoundNames = (fields: readonly DescribeField[]): Set<string> =>
  new Set(fields.flatMap(({ compoundFieldName }) => (compoundFieldName === null ? [] : [compoundFieldName])));

function dependentFields(fields: readonly DescribeField[], controller: string | null): DependentFields {
  const under = fields.filter(({ controllerName }) => controllerName === controller && controller !== null);
  return Object.fromEntries(under.map(({ name }) => [name, dependentFields(fields, name)]));
}

function allDependentFields(fields: readonly DescribeField[]): DependentFields {
  const dependent = new Set(fields.filter(({ controllerName }) => controllerName !== null).map(({ name }) => name));
  const roots = new Set(fields.flatMap(({ controllerName }) => controllerName ?? []));
  return Object.fromEntries(
    [...roots].filter((name) => !dependent.has(name)).map((name) => [name, dependentFields(fields, name)]),
  );
}

const known = new WeakMap<DescribeSObject, ObjectInfo>();

/** An object as the UI API describes it to a user. */
export function showObject(source: RecordSource, describe: DescribeSObject): ObjectInfo {
  const kept = known.get(describe);
  if (kept !== undefined) return kept;
  const { fields } = describe;
  const nameFields = (object: string): string[] => nameFieldsOf(source.describe(object)?.fields ?? []);
  const shownFields = fields
    .toSorted((one, other) => (one.name < other.name ? -1 : 1))
    .map((field) => [field.name, showField(field, { compounds: compoundNames(fields), nameFields })] as const);
  const content = {
    apiName: describe.name,
    associateEntityType: describe.associateEntityType,
    associateParentEntity: describe.associateParentEntity,
    childRelationships: describe.childRelationships.flatMap(({ relationshipName, ...child }) =>
      relationshipName === null || source.describe(child.childSObject) === undefined
        ? []
        : {
            childObjectApiName: child.childSObject,
            fieldName: child.field,
            junctionIdListNames: child.junctionIdListNames,
            junctionReferenceTo: child.junctionReferenceTo,
            relationshipName,
          },
    ),
    compactLayoutable: describe.compactLayoutable,
    createable: describe.createable,
    custom: describe.custom,
    defaultRecordTypeId: defaultRecordTypeId(describe),
    deletable: describe.deletable,
    dependentFields: allDependentFields(fields),
    feedEnabled: describe.feedEnabled,
    fields: Object.fromEntries(shownFields),
    keyPrefix: describe.keyPrefix,
    label: describe.label,
    labelPlural: describe.labelPlural,
    layoutable: describe.layoutable,
    mruEnabled: describe.mruEnabled,
    nameFields: nameFieldsOf(fields),
    queryable: describe.queryable,
    recordTypeInfos: Object.fromEntries(
      recordTypesOf(describe).map((info) => [info.recordTypeId, showRecordType(info)]),
    ),
    searchLayoutable: describe.searchLayoutable,
    searchable: describe.searchable,
    themeInfo: themeOf(describe.name, describe.custom),
    updateable: describe.updateable,
  };
  const shown = { ...content, eTag: eTagOf(content) };
  known.set(describe, shown);
  return shown;
}

/**
 * The describe of an object that the user may see.
 *
 * @throws OrgError INVALID_TYPE
 */
export function requireObject(source: RecordSource, object: string): DescribeSObject {
  const describe = source.describe(object);
  if (describe === undefined) throw unsupportedObject(object);
  return describe;
}

/** The object infos of an object and of those that the records' references lead to, by name. */
export function showObjects(source: RecordSource, objects: Iterable<string>): Record<string, ObjectInfo> {
  const described = [...new Set(objects)].sort().flatMap((object) => source.describe(object) ?? []);
  return Object.fromEntries(described.map((describe) => [describe.name, showObject(source, describe)]));
}
