import { rowOf } from '../library/exceptions.ts';
import { token } from '../schema-tokens.ts';
import type { Transaction } from '../transaction.ts';
import { classType } from '../types.ts';
import type { ApexObject } from '../values.ts';
import { definePlatformClass } from './define.ts';

/** The tokens of the fields that a row was refused for. */
function dmlFields(t: Transaction, me: ApexObject, index: number | null) {
  const { object, fieldNames } = rowOf(me, index);
  const tokens = fieldNames.flatMap((name) => {
    if (object === undefined) return [];
    const field = t.fieldOfObject(object, name);
    return field === undefined ? [] : [token(t, 'Schema.SObjectField', { object, field: field.name })];
  });
  return t.list(classType('Schema.SObjectField'), tokens);
}

/** What exceptions of DML know of the schema. */
export const dmlExceptionClasses = ['System.DmlException', 'System.EmailException'].map((name) =>
  definePlatformClass(name, { 'List<SObjectField> getDmlFields(Integer index)': dmlFields }),
);
