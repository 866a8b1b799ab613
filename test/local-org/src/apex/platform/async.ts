import { abortJob, enqueue, executeBatch, schedule, scheduleBatch } from '../async-jobs.ts';
import { contextOf } from '../library/transaction.ts';
import { ApexFault } from '../run.ts';
import type { Transaction } from '../transaction.ts';
import type { ApexObject, Value } from '../values.ts';
import { definePlatformClass, given } from './define.ts';
import type { PlatformCode } from './define.ts';
import { jobSignatureClasses, requireNewSignature } from './job-signatures.ts';

const nativeOf = (me: ApexObject): Record<string, Value> => me.native as Record<string, Value>;

const jobId: PlatformCode = (_t, me: ApexObject) => nativeOf(me).jobId ?? null;

const usualSize = 200;

function attachFinalizer(t: Transaction, finalizer: ApexObject | null): undefined {
  if (contextOf(t).kind !== 'queueable') {
    throw new ApexFault('System.HandledException', 'System.attachFinalizer(Finalizer) is not allowed in this context');
  }
  if (t.state.has('finalizer')) {
    throw new ApexFault('System.HandledException', 'More than one Finalizer cannot be attached to same Async Apex Job');
  }
  t.state.set('finalizer', given(finalizer));
  return undefined;
}

const contract = { kind: 'interface', isOpen: true } as const;

export const asyncClasses = [
  definePlatformClass('System.System', {
    'static Id enqueueJob(Queueable job)': (t, job: ApexObject | null) => enqueue(t, given(job)),
    'static Id enqueueJob(Queueable job, Integer delay)': (t, job: ApexObject | null) => enqueue(t, given(job)),
    'static Id enqueueJob(Queueable job, AsyncOptions options)': (
      t,
      job: ApexObject | null,
      options: ApexObject | null,
    ) => {
      requireNewSignature(t, options);
      return enqueue(t, given(job), {
        mostDepth: (given(options, 2).fields.maximumqueueablestackdepth ?? null) as number | null,
      });
    },
    'static void attachFinalizer(Finalizer finalizer)': attachFinalizer,
    'static String schedule(String name, String cron, Schedulable job)': (
      t,
      name: string | null,
      expression: string | null,
      job: ApexObject | null,
    ) => schedule(t, { name: given(name), expression: given(expression, 2), object: given(job, 3) }),
    'static String scheduleBatch(Database.Batchable<Object> batch, String name, Integer minutes)': (
      t,
      batch: ApexObject | null,
      name: string | null,
      minutes: number | null,
    ) => scheduleBatch(t, given(batch), { name: given(name, 2), minutes: given(minutes, 3), size: usualSize }),
    'static String scheduleBatch(Database.Batchable<Object> batch, String name, Integer minutes, Integer size)': (
      t,
      batch: ApexObject | null,
      name: string | null,
      minutes: number | null,
      size: number | null,
    ) => scheduleBatch(t, given(batch), { name: given(name, 2), minutes: given(minutes, 3), size: given(size, 4) }),
    'static void abortJob(Id id)': (t, id: string | null) => {
      abortJob(t, given(id));
      return undefined;
    },
  }),
  definePlatformClass('System.Database', {
    'static Id executeBatch(Database.Batchable<Object> batch)': (t, batch: ApexObject | null) =>
      executeBatch(t, given(batch), usualSize),
    'static Id executeBatch(Database.Batchable<Object> batch, Integer size)': (
      t,
      batch: ApexObject | null,
      size: number | null,
    ) => executeBatch(t, given(batch), given(size, 2)),
  }),
  definePlatformClass('System.BatchStarter', {
    'void execute(SchedulableContext context)': (t, me: ApexObject) => {
      const { object, size } = me.native as { object: ApexObject; size: number };
      executeBatch(t, object, size);
      return undefined;
    },
  }),
  ...jobSignatureClasses,
  definePlatformClass('System.AsyncInfo', {
    'static Integer getCurrentQueueableStackDepth()': (t) => t.jobDepth,
    'static Boolean hasMaxStackDepth()': () => false,
  }),
  definePlatformClass('System.QueueableContext', { 'Id getJobId()': jobId }, contract),
  definePlatformClass(
    'System.SchedulableContext',
    { 'Id getTriggerId()': (_t, me: ApexObject) => nativeOf(me).triggerId ?? null },
    contract,
  ),
  definePlatformClass(
    'System.FinalizerContext',
    {
      'Id getAsyncApexJobId()': jobId,
      'Exception getException()': (_t, me: ApexObject) => nativeOf(me).exception ?? null,
      'String getRequestId()': (t) => contextOf(t).requestId,
      'ParentJobResult getResult()': (t, me: ApexObject) =>
        t.enumValue('System.ParentJobResult', nativeOf(me).exception === null ? 'SUCCESS' : 'UNHANDLED_EXCEPTION'),
    },
    contract,
  ),
  definePlatformClass('Database.BatchableContext', { 'Id getJobId()': jobId, 'Id getChildJobId()': jobId }, contract),
];
