import { each } from './iterate.ts';
import { copyOf } from './copy-value.ts';
import { messageOf } from './library/exceptions.ts';
import type { LimitKind } from './library/limits.ts';
import type { TransactionContext } from './library/transaction.ts';
import type { Locator } from './platform/query-locator.ts';
import { ApexFault } from './run.ts';
import type { Run } from './run.ts';
import { ApexThrow } from './apex-throw.ts';
import { objectType } from './types.ts';
import { ApexObject } from './values.ts';
import type { Value } from './values.ts';

/** What runs in one transaction of a job: a method of an instance, or a static one by its key. */
export type Step = {
  kind: TransactionContext['kind'];
  limits: LimitKind;
  call:
    | { object: ApexObject; method: string; values: (t: Run) => Value[] }
    | { owner: string; key: string; values: readonly Value[] };
  /** Why it may not call out. */
  calloutRefusal?: string;
  /** What is made of the result before the transaction ends. */
  read?: (t: Run, result: Value) => Value;
};

export type StepResult = { value: Value; error: unknown; transaction: Run };

/** The transactions of a job, one after the other: `StepResult` is what the last one came to. */
export type Steps = Generator<Step, void, StepResult>;

export type JobType = 'Queueable' | 'Future' | 'BatchApex' | 'ScheduledApex';

/** An asynchronous job that waits for its turn; `id` is of its AsyncApexJob. */
export type Job = {
  id: string;
  type: JobType;
  userId: string;
  /** How many jobs enqueued each other before it. */
  depth: number;
  steps: (progress: Progress) => Steps;
};

/** Writes what is known of a job to its row. */
export type Progress = (values: Record<string, string | number | null>) => void;

/** The error that ends a job, in the platform's words. */
export const textOfError = (error: unknown): string => {
  if (error instanceof ApexThrow) return messageOf(error.value);
  return error instanceof Error ? error.message : String(error);
};

/** Ends a job that failed; its queue notes the error. */
export class JobFailed extends Error {
  readonly error: unknown;

  constructor(error: unknown) {
    super(textOfError(error));
    this.error = error;
  }
}

const context = (t: Run, name: string, native: object): ApexObject => t.make(`System.${name}`, native);

export const queueableSteps = (id: string, given: ApexObject): Job['steps'] => {
  const object = copyOf(given) as ApexObject;
  return function* () {
    const result = yield {
      kind: 'queueable',
      limits: 'queueable',
      call: { object, method: 'execute', values: (t) => [context(t, 'QueueableContext', { jobId: id })] },
    };
    const finalizer = result.transaction.state.get('finalizer') as ApexObject | undefined;
    if (finalizer !== undefined) {
      const { error } = result;
      const native = { jobId: id, exception: error instanceof ApexThrow ? error.value : null };
      const last = yield {
        kind: 'queueable',
        limits: 'queueable',
        call: { object: finalizer, method: 'execute', values: (t) => [context(t, 'FinalizerContext', native)] },
      };
      if (result.error === undefined && last.error !== undefined) throw new JobFailed(last.error);
    }
    if (result.error !== undefined) throw new JobFailed(result.error);
  };
};

const notEnabled =
  'Callout not allowed from this future method. Please enable callout by annotating the future method. eg: @Future(callout=true)';

export const futureSteps = (
  { owner, key, callsOut }: { owner: string; key: string; callsOut: boolean },
  values: readonly Value[],
): Job['steps'] => {
  const copies = values.map((one) => copyOf(one));
  return function* () {
    const result = yield {
      kind: 'future',
      limits: 'asynchronous',
      call: { owner, key, values: copies },
      ...(!callsOut && { calloutRefusal: notEnabled }),
    };
    if (result.error !== undefined) throw new JobFailed(result.error);
  };
};

export const scheduledSteps = (triggerId: string, given: ApexObject): Job['steps'] => {
  const object = copyOf(given) as ApexObject;
  return function* () {
    const result = yield {
      kind: 'scheduled',
      limits: 'asynchronous',
      call: { object, method: 'execute', values: (t) => [context(t, 'SchedulableContext', { triggerId })] },
    };
    if (result.error !== undefined) throw new JobFailed(result.error);
  };
};

/** The records that `start` gave, as a list. */
function scopeOf(t: Run, value: Value): Value {
  const isLocator = value instanceof ApexObject && value.of.name === 'Database.QueryLocator';
  return t.list(objectType, isLocator ? (value.native as Locator).rows() : [...each(t, value)]);
}

/** `isTest`: a test may run no more than one chunk. */
export const batchSteps = (
  id: string,
  given: ApexObject,
  { size, isTest }: { size: number; isTest: boolean },
): Job['steps'] => {
  const initial = copyOf(given) as ApexObject;
  const isStateful = initial.of.isSubtypeOf('Database.Stateful');
  let current = copyOf(initial) as ApexObject;
  const instance = (): ApexObject => (isStateful ? current : (current = copyOf(initial) as ApexObject));
  const call = (method: string, ...values: ((t: Run) => Value)[]): Step => ({
    kind: 'batch',
    limits: 'asynchronous',
    call: {
      object: instance(),
      method,
      values: (t) => [t.make('Database.BatchableContext', { jobId: id }), ...values.map((one) => one(t))],
    },
  });
  return function* (progress) {
    const started = yield { ...call('start'), read: scopeOf };
    if (started.error !== undefined) throw new JobFailed(started.error);
    const scope = (started.value as { items: Value[] }).items;
    const total = Math.ceil(scope.length / size);
    progress({ Status: 'Processing', TotalJobItems: total });
    if (isTest && total > 1) {
      throw new JobFailed(
        new ApexFault(
          'System.UnexpectedException',
          'No more than one executeBatch can be called from within a test method. Please make sure the iterable returned from your start method matches the batch size, resulting in one executeBatch invocation.',
        ),
      );
    }
    let errors = 0;
    let firstError: unknown;
    for (let chunk = 0; chunk < total; chunk += 1) {
      const records = scope.slice(chunk * size, (chunk + 1) * size);
      const [first] = records;
      const result = yield call('execute', (t) => t.list(first === undefined ? objectType : t.typeOf(first), records));
      if (result.error !== undefined) {
        errors += 1;
        firstError ??= result.error;
      }
      progress({
        JobItemsProcessed: chunk + 1,
        NumberOfErrors: errors,
        ...(firstError !== undefined && { ExtendedStatus: `First error: ${textOfError(firstError)}`.slice(0, 4000) }),
      });
    }
    const finished = yield call('finish');
    if (finished.error !== undefined) throw new JobFailed(finished.error);
    if (isTest && firstError !== undefined) throw new JobFailed(firstError);
  };
};
