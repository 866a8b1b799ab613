import type { SaveResult, WriteOperation } from '../../org.ts';
import { requireSaved, writeRecords } from '../data-operations.ts';
import { accessOf } from '../query-rights.ts';
import { nullFault } from '../run.ts';
import type { Transaction } from '../transaction.ts';
import { classType } from '../types.ts';
import { ApexList, ApexObject, ApexSObject } from '../values.ts';
import type { Value } from '../values.ts';
import { queryClasses, queryMembers, accessOfLevel } from './database-queries.ts';
import { databaseResultClasses, resultObject } from './database-results.ts';
import type { ResultName } from './database-results.ts';
import { definePlatformClass, given } from './define.ts';
import type { PlatformCode } from './define.ts';
import { dmlOptionClasses, readOptions } from './dml-options.ts';
import { leadConversionClasses, leadConversionMembers } from './lead-conversion.ts';
import { fieldTokenOf } from './record-fields.ts';
import { savepointClass, savepointMembers } from './savepoints.ts';

/** The arguments after the records: whether all or none are saved, options, the access level, an external id. */
type Further = { allOrNone: boolean; level?: ApexObject; options?: ApexObject; externalIdField?: string };

function readFurther(values: readonly Value[]): Further {
  const further: Further = { allOrNone: true };
  for (const value of values) {
    if (typeof value === 'boolean') further.allOrNone = value;
    else if (value instanceof ApexObject) {
      if (value.of.name === 'System.AccessLevel') further.level = value;
      else if (value.of.name === 'Schema.SObjectField') further.externalIdField = fieldTokenOf(value).field;
      else {
        further.options = value;
        further.allOrNone = readOptions(value).allOrNone;
      }
    }
  }
  return further;
}

/** A record to delete that is given by its id. */
function recordOf(t: Transaction, value: Value): ApexSObject {
  if (value instanceof ApexSObject) return value;
  if (typeof value !== 'string') throw nullFault();
  const record = new ApexSObject(t.org.objectOfId(value) ?? 'SObject');
  record.set('Id', value);
  return record;
}

const save =
  (operation: WriteOperation, name: ResultName): PlatformCode =>
  (t: Transaction, target: Value, ...values: Value[]) => {
    const further = readFurther(values);
    const targets = given(target) instanceof ApexList ? (target as ApexList).items : [target];
    const written = targets.map((one) => recordOf(t, one));
    const results = writeRecords(t, {
      operation,
      records: written,
      access: accessOfLevel(t, further.level),
      allOrNone: further.allOrNone,
      ...(further.externalIdField !== undefined && { externalIdField: further.externalIdField }),
      ...(further.options !== undefined && readOptions(further.options).write),
    });
    if (further.allOrNone) requireSaved(results, operation, written);
    const made = results.map((result) => resultObject(t, name, result));
    return target instanceof ApexList ? t.list(classType(`Database.${name}`), made) : (made[0] ?? null);
  };

/** All forms of a method: one record or several, with each set of further arguments. */
function forms(
  method: string,
  {
    name,
    targets,
    further,
    code,
  }: { name: ResultName; targets: readonly string[]; further: readonly string[]; code: PlatformCode },
): Record<string, PlatformCode> {
  const members: Record<string, PlatformCode> = {};
  for (const target of targets) {
    const returns = target.startsWith('List<') ? `List<Database.${name}>` : `Database.${name}`;
    for (const one of further) {
      members[`static ${returns} ${method}(${target} records${one === '' ? '' : `, ${one}`})`] = code;
    }
  }
  return members;
}

const records = ['SObject', 'List<SObject>'];
const recordsOrIds = [...records, 'Id', 'List<Id>'];
const usual = ['', 'Boolean allOrNone', 'AccessLevel level', 'Boolean allOrNone, AccessLevel level'];
const withOptions = [...usual, 'Database.DMLOptions options', 'Database.DMLOptions options, AccessLevel level'];
const withKey = usual.map((one) => `SObjectField externalId${one === '' ? '' : `, ${one}`}`);

function merge(t: Transaction, master: ApexSObject | null, others: Value, ...values: Value[]): Value {
  const { allOrNone, level } = readFurther(values);
  const record = given(master);
  t.use('DMLStatements');
  t.beginWrite();
  const list = given(others) instanceof ApexList ? (others as ApexList).items : [others];
  const results = list.map((one) => {
    const mergeIds = [one instanceof ApexSObject ? String(one.get('Id')) : String(one as string)];
    const request = { object: record.type, master: { Id: record.get('Id') as string }, mergeIds };
    const access = level === undefined ? accessOf(t, '') : accessOfLevel(t, level);
    return t.within(() => t.org.merge(t.user.id, request, { access }));
  });
  if (allOrNone) {
    requireSaved(
      results.map(({ id, success, errors }): SaveResult => ({ id, success, errors })),
      'Merge',
    );
  }
  const made = results.map((result) => resultObject(t, 'MergeResult', result));
  return others instanceof ApexList ? t.list(classType('Database.MergeResult'), made) : (made[0] ?? null);
}

/** Removes deleted records for good. */
function emptyBin(t: Transaction, target: Value): Value {
  t.use('DMLStatements');
  t.beginWrite();
  const list = given(target) instanceof ApexList ? (target as ApexList).items : [target];
  const made = list.map((one) => {
    const record = recordOf(t, one);
    const [result] = t.org.writeMany(t.user.id, 'hardDelete', record.type, [{ Id: String(record.get('Id')) }], {
      allOrNone: false,
      access: accessOf(t, ''),
    });
    return t.make('Database.EmptyRecycleBinResult', result);
  });
  return target instanceof ApexList ? t.list(classType('Database.EmptyRecycleBinResult'), made) : (made[0] ?? null);
}

const mergeFurther = ['', 'Boolean allOrNone', 'AccessLevel level', 'Boolean allOrNone, AccessLevel level'];

const mergeMembers = Object.fromEntries(
  ['SObject', 'Id', 'List<SObject>', 'List<Id>'].flatMap((target) =>
    mergeFurther.map((one): [string, PlatformCode] => [
      `static ${target.startsWith('List') ? 'List<Database.MergeResult>' : 'Database.MergeResult'} merge(SObject master, ${target} others${one === '' ? '' : `, ${one}`})`,
      merge,
    ]),
  ),
);

export const databaseClasses = [
  definePlatformClass('System.Database', {
    ...queryMembers,
    ...forms('insert', {
      name: 'SaveResult',
      targets: records,
      further: withOptions,
      code: save('insert', 'SaveResult'),
    }),
    ...forms('update', {
      name: 'SaveResult',
      targets: records,
      further: withOptions,
      code: save('update', 'SaveResult'),
    }),
    ...forms('upsert', {
      name: 'UpsertResult',
      targets: records,
      further: [...usual, ...withKey],
      code: save('upsert', 'UpsertResult'),
    }),
    ...forms('delete', {
      name: 'DeleteResult',
      targets: recordsOrIds,
      further: usual,
      code: save('delete', 'DeleteResult'),
    }),
    ...forms('undelete', {
      name: 'UndeleteResult',
      targets: recordsOrIds,
      further: usual,
      code: save('undelete', 'UndeleteResult'),
    }),
    ...mergeMembers,
    'static Database.EmptyRecycleBinResult emptyRecycleBin(SObject record)': emptyBin,
    'static Database.EmptyRecycleBinResult emptyRecycleBin(Id id)': emptyBin,
    'static List<Database.EmptyRecycleBinResult> emptyRecycleBin(List<SObject> records)': emptyBin,
    'static List<Database.EmptyRecycleBinResult> emptyRecycleBin(List<Id> ids)': emptyBin,
    ...savepointMembers,
    ...leadConversionMembers,
  }),
  ...databaseResultClasses,
  ...queryClasses,
  ...dmlOptionClasses,
  ...leadConversionClasses,
  savepointClass,
];
