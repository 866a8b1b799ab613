import { isPlatformEvent } from '../events/platform-event.ts';
import type { DescribeField, DescribeSObject, RecordTypeInfo } from '../schema/describe.ts';
import type { SchemaObject } from '../schema/schema.ts';
import type { ObjectPermission, UserAccess } from './user-access.ts';

const masterRecordType = {
  active: true,
  available: true,
  defaultRecordTypeMapping: true,
  developerName: 'Master',
  master: true,
  name: 'Master',
  recordTypeId: '012000000000000AAA',
  urls: {},
};

/** The record types of an object; records without one have Master. */
const recordTypeInfos = ({ name, recordTypes }: SchemaObject): RecordTypeInfo[] => [
  ...recordTypes.map(({ id, developerName, label, isActive }) => ({
    active: isActive,
    available: isActive,
    defaultRecordTypeMapping: false,
    developerName,
    master: false,
    name: label,
    recordTypeId: id,
    urls: { layout: `/services/data/v65.0/sobjects/${name}/describe/layouts/${id}` },
  })),
  masterRecordType,
];

/** A field is createable and updateable where its object is. */
function fieldForUser(
  field: DescribeField,
  { permission, isEditable }: { permission: ObjectPermission; isEditable: boolean },
): DescribeField {
  const createable = field.createable && isEditable && permission.create;
  const updateable = field.updateable && isEditable && permission.edit;
  return createable === field.createable && updateable === field.updateable
    ? field
    : { ...field, createable, updateable };
}

/** An object as this user sees it: without the fields hidden from them; undefined when they may not see the object. */
export function describeForUser(object: SchemaObject, access: UserAccess): DescribeSObject | undefined {
  const permission = access.object(object);
  if (!permission.read) return undefined;
  const { readable, editable } = access.fields(object);
  const { operations, custom } = object;
  const isEvent = isPlatformEvent(object);
  const isRecord = !isEvent && (object.access.kind === 'own' || object.access.kind === 'everyone');
  const isOwned = object.fieldByName.has('ownerid');
  return {
    actionOverrides: [],
    activateable: false,
    associateEntityType: null,
    associateParentEntity: null,
    childRelationships: object.childRelationships.filter(({ childSObject }) => access.canRead(childSObject)),
    compactLayoutable: isRecord,
    createable: operations.create && permission.create,
    custom,
    customSetting: custom && object.access.kind === 'setup',
    deepCloneable: false,
    defaultImplementation: null,
    deletable: operations.delete && permission.delete,
    deprecatedAndHidden: false,
    extendedBy: null,
    extendsInterfaces: null,
    feedEnabled: false,
    fields: object.fields
      .filter((field) => readable.has(field.name))
      .map((field) => fieldForUser(field, { permission, isEditable: editable.has(field.name) })),
    hasSubtypes: false,
    implementedBy: null,
    implementsInterfaces: null,
    isInterface: false,
    isSubtype: false,
    keyPrefix: object.keyPrefix,
    label: object.label,
    labelPlural: object.labelPlural,
    layoutable: isRecord,
    listviewable: null,
    lookupLayoutable: null,
    mergeable: false,
    mruEnabled: isRecord,
    name: object.name,
    namedLayoutInfos: [],
    networkScopeFieldName: null,
    queryable: !isEvent,
    recordTypeInfos: recordTypeInfos(object),
    replicateable: !isEvent,
    retrieveable: !isEvent,
    searchLayoutable: isRecord,
    searchable: isRecord,
    sobjectDescribeOption: 'FULL',
    supportedScopes: [
      { label: `All ${object.labelPlural.toLowerCase()}`, name: 'everything' },
      ...(isOwned ? [{ label: `My ${object.labelPlural.toLowerCase()}`, name: 'mine' }] : []),
    ],
    triggerable: isRecord || isEvent,
    undeletable: operations.undelete && permission.delete,
    updateable: operations.update && permission.edit,
  };
}
