import { token } from '../schema-tokens.ts';
import { fromStorage, toStorage } from '../records.ts';
import { nullFault } from '../run.ts';
import type { Transaction } from '../transaction.ts';
import { objectType, stringType } from '../types.ts';
import { ApexList, ApexObject, ApexSObject } from '../values.ts';
import type { Value } from '../values.ts';
import { messageOf } from '../library/exceptions.ts';
import { definePlatformClass, given, objectFault } from './define.ts';
import { errorObject } from './database-results.ts';
import { fieldNameOf, fieldOf, parentOf, valueForField } from './record-fields.ts';

/** What a record keeps that is no field: its DML options, and of which record it is a clone. */
type Aside = { options?: ApexObject | null; source?: Value; isClone?: boolean };

const asides = new WeakMap<ApexSObject, Aside>();

export function asideOf(record: ApexSObject): Aside {
  const found = asides.get(record) ?? {};
  asides.set(record, found);
  return found;
}

function get(t: Transaction, me: ApexSObject, field: Value): Value {
  const name = fieldOf(t, me, fieldNameOf(field));
  const value = me.fields.get(name.toLowerCase());
  if (value === undefined && me.isQueried && name !== 'Id') {
    throw objectFault(`SObject row was retrieved via SOQL without querying the requested field: ${me.type}.${name}`);
  }
  if (value !== undefined) return value;
  const type = t.fieldOfObject(me.type, name)?.type;
  return type?.kind === 'primitive' && type.name === 'Boolean' ? false : null;
}

function put(t: Transaction, me: ApexSObject, field: Value, value: Value): Value {
  const name = fieldOf(t, me, fieldNameOf(field));
  if (me.isReadOnly) throw objectFault('Record is read-only');
  const before = me.get(name);
  me.set(name, valueForField(t, me, { name, value }));
  return before;
}

function getSObject(t: Transaction, me: ApexSObject, field: Value): Value {
  const name = parentOf(t, me, fieldNameOf(field));
  const value = me.fields.get(name.toLowerCase());
  if (value === undefined && me.isQueried) {
    throw objectFault(`SObject row was retrieved via SOQL without querying the requested field: ${me.type}.${name}`);
  }
  return value ?? null;
}

function putSObject(t: Transaction, me: ApexSObject, field: Value, parent: ApexSObject | null): Value {
  const name = parentOf(t, me, fieldNameOf(field));
  const before = me.get(name);
  me.set(name, parent);
  return before;
}

function getSObjects(t: Transaction, me: ApexSObject, name: string | null): Value {
  const children = t.program.world.schema.object(me.type)?.children.get(given(name).toLowerCase());
  if (children === undefined) throw objectFault(`Invalid relationship ${given(name)} for ${me.type}`);
  const found = me.fields.get(children.name.toLowerCase());
  return found instanceof ApexList && found.items.length > 0 ? found : null;
}

const timestamps = new Set(['createddate', 'createdbyid', 'lastmodifieddate', 'lastmodifiedbyid', 'systemmodstamp']);

type CloneOptions = { preserveId: boolean; isDeep: boolean; keepsTimestamps: boolean; keepsNumbers: boolean };

function clone(t: Transaction, me: ApexSObject, options: CloneOptions): ApexSObject {
  const copy = new ApexSObject(me.type);
  const fields = t.org.describeForCode(me.type)?.fields ?? [];
  const numbered = new Set(fields.filter(({ autoNumber }) => autoNumber).map(({ name }) => name.toLowerCase()));
  for (const [key, value] of me.fields) {
    if (key === 'id' && !options.preserveId) continue;
    if (timestamps.has(key) && !options.keepsTimestamps) continue;
    if (numbered.has(key) && !options.keepsNumbers) continue;
    const isDeep = options.isDeep && value instanceof ApexSObject;
    copy.set(me.names.get(key) ?? key, isDeep ? clone(t, value, { ...options, preserveId: true }) : value);
  }
  // What was not queried is not known of the copy either.
  copy.isQueried = me.isQueried && options.preserveId;
  Object.assign(asideOf(copy), { isClone: true, source: me.get('Id') });
  return copy;
}

const flags = (...values: (boolean | null)[]): CloneOptions => ({
  preserveId: values[0] ?? false,
  isDeep: values[1] ?? false,
  keepsTimestamps: values[2] ?? false,
  keepsNumbers: values[3] ?? false,
});

function addError(me: ApexSObject, message: Value, field: string | null = null): undefined {
  const text = message instanceof ApexObject ? messageOf(message) : given(message as string | null);
  me.errors.push({ message: text, field });
  return undefined;
}

const addFieldError = (t: Transaction, me: ApexSObject, field: Value, message: string | null): undefined =>
  addError(me, message, fieldOf(t, me, fieldNameOf(field)));

function populated(t: Transaction, me: ApexSObject): Value {
  const map = t.map(stringType, objectType);
  for (const [key, value] of me.fields) map.put(me.names.get(key) ?? key, value);
  return map;
}

/** Formulas, from the values that the record has now. */
function recalculate(t: Transaction, me: ApexSObject): undefined {
  const row: Record<string, string | number | null> = {};
  const object = t.program.world.schema.object(me.type);
  for (const { name } of object?.fields.values() ?? []) {
    if (me.fields.has(name.toLowerCase())) row[name] = toStorage(me.get(name));
  }
  const made = fromStorage(me.type, t.org.calculate(t.user.id, me.type, row), t.program.world.schema);
  for (const [key, value] of made.fields) me.set(made.names.get(key) ?? key, value);
  return undefined;
}

export const objectTokenOf = (t: Transaction, object: string): ApexObject => {
  const name = t.program.world.schema.object(object)?.name ?? object;
  return token(t, 'Schema.SObjectType', { object: name });
};

function typeOfId(t: Transaction, id: string): ApexObject {
  const object = t.org.objectOfId(id);
  if (object === undefined) throw objectFault(`Cannot locate Apex Type for ID: ${id}`);
  return objectTokenOf(t, object);
}

const errorsOf = (t: Transaction, me: ApexSObject): Value =>
  t.list(
    { kind: 'class', name: 'Database.Error' },
    me.errors.map(({ message, field }) =>
      errorObject(t, {
        statusCode: 'FIELD_CUSTOM_VALIDATION_EXCEPTION',
        message,
        fields: field === null ? [] : [field],
      }),
    ),
  );

export const sObjectClasses = [
  definePlatformClass('System.SObject', {
    'Object get(String field)': get,
    'Object get(SObjectField field)': get,
    'Object put(String field, Object value)': put,
    'Object put(SObjectField field, Object value)': put,
    'SObject getSObject(String field)': getSObject,
    'SObject getSObject(SObjectField field)': getSObject,
    'SObject putSObject(String field, SObject parent)': putSObject,
    'SObject putSObject(SObjectField field, SObject parent)': putSObject,
    'List<SObject> getSObjects(String relationship)': getSObjects,
    'SObjectType getSObjectType()': (t, me: ApexSObject) => objectTokenOf(t, me.type),
    'SObject clone()': (t, me: ApexSObject) => clone(t, me, flags()),
    'SObject clone(Boolean preserveId)': (t, me: ApexSObject, id: boolean | null) => clone(t, me, flags(id)),
    'SObject clone(Boolean preserveId, Boolean isDeepClone)': (
      t,
      me: ApexSObject,
      id: boolean | null,
      deep: boolean | null,
    ) => clone(t, me, flags(id, deep)),
    'SObject clone(Boolean preserveId, Boolean isDeepClone, Boolean timestamps)': (
      t,
      me: ApexSObject,
      id: boolean | null,
      deep: boolean | null,
      times: boolean | null,
    ) => clone(t, me, flags(id, deep, times)),
    'SObject clone(Boolean preserveId, Boolean isDeepClone, Boolean timestamps, Boolean numbers)': (
      t,
      me: ApexSObject,
      ...values: (boolean | null)[]
    ) => clone(t, me, flags(...values)),
    'Boolean isClone()': (_t, me: ApexSObject) => asideOf(me).isClone ?? false,
    'Id getCloneSourceId()': (_t, me: ApexSObject) => asideOf(me).source ?? null,
    'void addError(String message)': (_t, me: ApexSObject, message: Value) => addError(me, message),
    'void addError(String message, Boolean escape)': (_t, me: ApexSObject, message: Value) => addError(me, message),
    'void addError(Exception error)': (_t, me: ApexSObject, error: Value) => addError(me, error),
    'void addError(Exception error, Boolean escape)': (_t, me: ApexSObject, error: Value) => addError(me, error),
    'void addError(String field, String message)': addFieldError,
    'void addError(String field, String message, Boolean escape)': addFieldError,
    'void addError(SObjectField field, String message)': addFieldError,
    'void addError(SObjectField field, String message, Boolean escape)': addFieldError,
    'Boolean hasErrors()': (_t, me: ApexSObject) => me.errors.length > 0,
    'List<Database.Error> getErrors()': errorsOf,
    'Map<String,Object> getPopulatedFieldsAsMap()': populated,
    'Boolean isSet(String field)': (t, me: ApexSObject, field: Value) =>
      me.fields.has(fieldOf(t, me, fieldNameOf(field)).toLowerCase()),
    'Boolean isSet(SObjectField field)': (t, me: ApexSObject, field: Value) =>
      me.fields.has(fieldOf(t, me, fieldNameOf(field)).toLowerCase()),
    'void setOptions(Database.DMLOptions options)': (_t, me: ApexSObject, options: ApexObject | null) => {
      asideOf(me).options = options;
      return undefined;
    },
    'Database.DMLOptions getOptions()': (_t, me: ApexSObject) => asideOf(me).options ?? null,
    'void recalculateFormulas()': recalculate,
    'String getQuickActionName()': () => null,
  }),
  definePlatformClass('System.Id', {
    'SObjectType getSObjectType()': (t, id: string) => typeOfId(t, id),
  }),
  definePlatformClass('System.List<T>', {
    'SObjectType getSObjectType()': (t, me: ApexList) => {
      if (me.of.kind !== 'sobject' || me.of.name === 'SObject') return null;
      return objectTokenOf(t, me.of.name);
    },
  }),
  definePlatformClass('System.Formula', {
    'static List<SObject> recalculateFormulas(List<SObject> records)': (t, records: ApexList | null) => {
      for (const one of given(records).items) {
        if (!(one instanceof ApexSObject)) throw nullFault();
        recalculate(t, one);
      }
      return records;
    },
  }),
];
