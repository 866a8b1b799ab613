import type { ChildRelationship, DescribeSObject, RecordTypeInfo } from '../../schema/describe.ts';
import { token } from '../schema-tokens.ts';
import { ApexFault } from '../run.ts';
import type { Transaction } from '../transaction.ts';
import { classType, idType, stringType } from '../types.ts';
import { ApexMap, ApexSObject } from '../values.ts';
import type { Value, ApexObject } from '../values.ts';
import { definePlatformClass, given, objectFault } from './define.ts';
import type { PlatformCode } from './define.ts';
import { fieldSetClasses } from './field-sets.ts';
import { objectTokenOf } from './sobject-class.ts';

/** The name of the object that a token or description is of. */
export const objectOf = (me: ApexObject): string => (me.native as { object: string }).object;

/** An object with all that it has. */
export function wholeOf(t: Transaction, object: string): DescribeSObject {
  const found = t.org.describeForCode(object);
  if (found === undefined) throw objectFault(`No such object: ${object}`);
  return found;
}

/** An object as the running user may use it; undefined where the user may not see it at all. */
const allowed = (t: Transaction, me: ApexObject): DescribeSObject | undefined =>
  t.org.describe(t.user.id, objectOf(me));

/** Keys of the maps of a describe are in lower case and are found in any case. */
export const caselessMap = (of: string): ApexMap =>
  new ApexMap(stringType, classType(of), (key: Value) => (typeof key === 'string' ? key.toLowerCase() : key));

export const fieldToken = (t: Transaction, object: string, field: string): ApexObject =>
  token(t, 'Schema.SObjectField', { object, field });

const text =
  (read: (whole: DescribeSObject) => string | null): PlatformCode =>
  (t, me: ApexObject) =>
    read(wholeOf(t, objectOf(me)));

const right =
  (read: (own: DescribeSObject) => boolean): PlatformCode =>
  (t, me: ApexObject) => {
    const own = allowed(t, me);
    return own !== undefined && read(own);
  };

const fact =
  (read: (whole: DescribeSObject) => boolean): PlatformCode =>
  (t, me: ApexObject) =>
    read(wholeOf(t, objectOf(me)));

function recordTypes(t: Transaction, me: ApexObject): RecordTypeInfo[] {
  return wholeOf(t, objectOf(me)).recordTypeInfos;
}

const infoObject = (t: Transaction, info: RecordTypeInfo): ApexObject => t.make('Schema.RecordTypeInfo', info);

function recordTypeMap(key: (info: RecordTypeInfo) => string, isById = false): PlatformCode {
  return (t, me: ApexObject) => {
    const map = t.map(isById ? idType : stringType, classType('Schema.RecordTypeInfo'));
    for (const info of recordTypes(t, me)) map.put(key(info), infoObject(t, info));
    return map;
  };
}

function newRecord(t: Transaction, me: ApexObject, ...values: (string | boolean | null)[]): ApexSObject {
  const record = new ApexSObject(objectOf(me));
  const [id, loadsDefaults] = values;
  if (values.length === 1 && id !== null) record.set('Id', id as string);
  if (values.length === 2 && id !== null) record.set('RecordTypeId', id as string);
  if (loadsDefaults === true) {
    for (const field of wholeOf(t, record.type).fields) {
      const value = field.picklistValues.find((one) => one.defaultValue)?.value ?? null;
      if (value !== null) record.set(field.name, value);
      else if (typeof field.defaultValue === 'boolean') record.set(field.name, field.defaultValue);
    }
  }
  return record;
}

function fieldMap(t: Transaction, me: ApexObject): Value {
  const map = caselessMap('Schema.SObjectField');
  for (const { name } of wholeOf(t, objectOf(me)).fields) {
    map.put(name.toLowerCase(), fieldToken(t, objectOf(me), name));
  }
  return map;
}

const child = (me: ApexObject): ChildRelationship => me.native as ChildRelationship;
const info = (me: ApexObject): RecordTypeInfo => me.native as RecordTypeInfo;

export const describeObject = (t: Transaction, object: string): ApexObject =>
  t.make('Schema.DescribeSObjectResult', { object });

const describeToken: PlatformCode = (t, me: ApexObject) => describeObject(t, objectOf(me));

export const describeObjectClasses = [
  definePlatformClass('Schema.SObjectType', {
    'DescribeSObjectResult getDescribe()': describeToken,
    'DescribeSObjectResult getDescribe(Schema.SObjectDescribeOptions options)': describeToken,
    'SObject newSObject()': newRecord,
    'SObject newSObject(Id id)': newRecord,
    'SObject newSObject(Id recordTypeId, Boolean loadDefaults)': newRecord,
    'String toString()': (_t, me: ApexObject) => objectOf(me),
  }),
  definePlatformClass('Schema.DescribeSObjectResult', {
    'String getName()': text(({ name }) => name),
    'String getLocalName()': text(({ name }) => name),
    'String getLabel()': text(({ label }) => label),
    'String getLabelPlural()': text(({ labelPlural }) => labelPlural),
    'String getKeyPrefix()': text(({ keyPrefix }) => keyPrefix),
    'String getAssociateEntityType()': text((whole) => whole.associateEntityType),
    'String getAssociateParentEntity()': text((whole) => whole.associateParentEntity),
    'SObjectType getSObjectType()': (t, me: ApexObject) => objectTokenOf(t, objectOf(me)),
    'Boolean isAccessible()': right(() => true),
    'Boolean isCreateable()': right(({ createable }) => createable),
    'Boolean isUpdateable()': right(({ updateable }) => updateable),
    'Boolean isDeletable()': right(({ deletable }) => deletable),
    'Boolean isUndeletable()': right(({ undeletable }) => undeletable),
    'Boolean isMergeable()': right(({ mergeable }) => mergeable),
    'Boolean isQueryable()': fact(({ queryable }) => queryable),
    'Boolean isSearchable()': fact(({ searchable }) => searchable),
    'Boolean isCustom()': fact(({ custom }) => custom),
    'Boolean isCustomSetting()': fact(({ customSetting, name }) => customSetting && !name.endsWith('__mdt')),
    'Boolean isDeprecatedAndHidden()': () => false,
    'Boolean isFeedEnabled()': fact(({ feedEnabled }) => feedEnabled),
    'Boolean isMruEnabled()': fact(({ mruEnabled }) => mruEnabled),
    'Boolean getHasSubtypes()': () => false,
    'List<ChildRelationship> getChildRelationships()': (t, me: ApexObject) =>
      t.list(
        classType('Schema.ChildRelationship'),
        wholeOf(t, objectOf(me)).childRelationships.map((one) => t.make('Schema.ChildRelationship', one)),
      ),
    'List<RecordTypeInfo> getRecordTypeInfos()': (t, me: ApexObject) =>
      t.list(
        classType('Schema.RecordTypeInfo'),
        recordTypes(t, me).map((one) => infoObject(t, one)),
      ),
    'Map<String,RecordTypeInfo> getRecordTypeInfosByName()': recordTypeMap(({ name }) => name),
    'Map<String,RecordTypeInfo> getRecordTypeInfosByDeveloperName()': recordTypeMap(
      ({ developerName }) => developerName,
    ),
    'Map<Id,RecordTypeInfo> getRecordTypeInfosById()': recordTypeMap(({ recordTypeId }) => recordTypeId, true),
  }),
  definePlatformClass('Schema.SObjectTypeFields', { 'Map<String,SObjectField> getMap()': fieldMap }),
  definePlatformClass('Schema.ChildRelationship', {
    'SObjectType getChildSObject()': (t, me: ApexObject) => objectTokenOf(t, child(me).childSObject),
    'SObjectField getField()': (t, me: ApexObject) => fieldToken(t, child(me).childSObject, child(me).field),
    'String getRelationshipName()': (_t, me: ApexObject) => child(me).relationshipName,
    'Boolean isCascadeDelete()': (_t, me: ApexObject) => child(me).cascadeDelete,
    'Boolean isRestrictedDelete()': (_t, me: ApexObject) => child(me).restrictedDelete,
    'Boolean isDeprecatedAndHidden()': () => false,
  }),
  definePlatformClass('Schema.RecordTypeInfo', {
    'String getName()': (_t, me: ApexObject) => info(me).name,
    'String getDeveloperName()': (_t, me: ApexObject) => info(me).developerName,
    'Id getRecordTypeId()': (_t, me: ApexObject) => info(me).recordTypeId,
    'Boolean isActive()': (_t, me: ApexObject) => info(me).active,
    'Boolean isAvailable()': (_t, me: ApexObject) => info(me).available,
    'Boolean isDefaultRecordTypeMapping()': (_t, me: ApexObject) => info(me).defaultRecordTypeMapping,
    'Boolean isMaster()': (_t, me: ApexObject) => info(me).master,
  }),
  definePlatformClass('System.Schema', {
    'static Map<String,SObjectType> getGlobalDescribe()': (t) => {
      const map = caselessMap('Schema.SObjectType');
      for (const name of t.org.objectNames()) map.put(name.toLowerCase(), objectTokenOf(t, name));
      return map;
    },
    'static List<DescribeSObjectResult> describeSObjects(List<String> names)': describeAll,
    'static List<DescribeSObjectResult> describeSObjects(List<String> names, Schema.SObjectDescribeOptions options)':
      describeAll,
    'static List<Schema.DescribeTabSetResult> describeTabs()': (t) => t.list(classType('Schema.DescribeTabSetResult')),
  }),
  definePlatformClass('Schema.DescribeTabSetResult', {
    'String getLabel()': () => '',
    'Boolean isSelected()': () => false,
  }),
  definePlatformClass('Schema.SObjectDescribeOptions', {}, { kind: 'enum', values: ['DEFAULT', 'DEFERRED', 'FULL'] }),
  ...fieldSetClasses,
];

function describeAll(t: Transaction, names: { items: Value[] } | null): Value {
  const found = given(names).items.map((name) => {
    const object = t.program.world.schema.object(String(name as string));
    if (object === undefined || t.org.describeForCode(object.name) === undefined) {
      throw new ApexFault(
        'System.InvalidParameterValueException',
        `${String(name as string)} is not a valid sObject type`,
      );
    }
    return describeObject(t, object.name);
  });
  return t.list(classType('Schema.DescribeSObjectResult'), found);
}
