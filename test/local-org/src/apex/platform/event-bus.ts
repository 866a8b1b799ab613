import { writeRecords } from '../data-operations.ts';
import { accessOf } from '../query-rights.ts';
import type { SaveResult } from '../../org.ts';
import { stored } from '../library.ts';
import type { Transaction } from '../transaction.ts';
import { classType } from '../types.ts';
import { ApexList } from '../values.ts';
import type { ApexObject, Value, ApexSObject } from '../values.ts';
import { resultObject } from './database-results.ts';
import { definePlatformClass, given } from './define.ts';
import type { PlatformCode } from './define.ts';

/** Publishes events; a refused one does not stop the others. */
function publish(t: Transaction, target: Value): Value {
  const records = given(target) instanceof ApexList ? (target as ApexList).items : [target];
  const results = writeRecords(t, {
    operation: 'insert',
    records: records as (ApexSObject | null)[],
    access: { ...accessOf(t, ''), mode: 'system' },
    allOrNone: false,
    isPublish: true,
  });
  if (t.test !== undefined) keepPublished(t, results);
  const made = results.map((result) => resultObject(t, 'SaveResult', result));
  return target instanceof ApexList ? t.list(classType('Database.SaveResult'), made) : (made[0] ?? null);
}

/** A test's events are rows of its transaction; those that are published immediately outlive a rollback. */
function keepPublished(t: Transaction, results: readonly SaveResult[]): void {
  for (const { success, id } of results) {
    const object = success ? t.org.objectOfId(id) : undefined;
    if (object === undefined || !t.org.isPublishedImmediately(object)) continue;
    const [row] = t.org.inspect(`SELECT * FROM "${object}" WHERE "Id" = ?`, id ?? '');
    if (row !== undefined) t.test?.published.push({ object, row: row as Record<string, string | number | null> });
  }
}

/** The same one in each trigger of a transaction. */
function currentContext(t: Transaction): Value {
  const known = t.state.get('trigger context') as ApexObject | undefined;
  if (known !== undefined) return known;
  const made = t.make('EventBus.TriggerContext', {});
  Object.assign(made.fields, { retries: 0, lasterror: '' });
  t.state.set('trigger context', made);
  return made;
}

export const eventBusClasses = [
  definePlatformClass('System.EventBus', {
    'static Database.SaveResult publish(SObject event)': publish,
    'static List<Database.SaveResult> publish(List<SObject> events)': publish,
    'static String getOperationId(Database.SaveResult result)': (_t, result: ApexObject | null) => {
      const { errors } = given(result).native as { errors: { message: string }[] };
      return errors[0]?.message ?? null;
    },
  }),
  definePlatformClass('EventBus.TriggerContext', {
    'static EventBus.TriggerContext currentContext()': currentContext,
    'void setResumeCheckpoint(String replayId)': (t, _me: ApexObject, replayId: string | null) => {
      t.state.set('resume checkpoint', replayId);
      return undefined;
    },
    'String getResumeCheckpoint()': (t) => (t.state.get('resume checkpoint') ?? null) as Value,
    'Integer retries': stored as PlatformCode,
    'String lastError': stored as PlatformCode,
  }),
  definePlatformClass('EventBus.TestBroker', {
    'void deliver()': (t) => {
      t.host.deliverInTest(t);
      return undefined;
    },
    'void fail()': (t) => {
      t.host.deliverInTest(t);
      return undefined;
    },
  }),
  definePlatformClass('EventBus.RetryableException', {}, { superclass: 'System.Exception' }),
];
