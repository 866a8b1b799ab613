import type { Org } from '../org.ts';
import type { Schedule } from './schedule.ts';
import type { Secrets, Send } from './callout-request.ts';
import type { Job } from './jobs.ts';
import type { LimitKind } from './library/limits.ts';
import type { TransactionContext } from './library/transaction.ts';
import type { Program } from './program.ts';
import type { RunningUser } from './run.ts';
import type { ApexType } from './types.ts';
import type { ApexObject, Value } from './values.ts';

/** What a test keeps as long as its method runs, jobs that it started included. */
export type TestContext = {
  phase: 'before' | 'started' | 'stopped';
  /** Jobs that `Test.stopTest` runs. */
  jobs: Job[];
  /** Mocks by the name of their interface in lower case. */
  mocks: Map<string, ApexObject>;
  /** Ids of events that triggers have got. */
  delivered: Set<string>;
  /** Rows of events that no rollback takes back. */
  published: { object: string; row: Record<string, string | number | null> }[];
};

/** What a transaction needs of the runtime that made it. */
export type TransactionHost<T> = {
  send: Send;
  secrets: Secrets;
  /** Runs work whose triggers belong to the transaction. */
  within<R>(t: T, work: () => R): R;
  /** Takes a job that was committed. */
  queue(job: Job): void;
  keepSchedule(schedule: Schedule): void;
  dropSchedule(triggerId: string): void;
  /** Runs the jobs that a test has started. */
  runTestJobs(t: T): void;
  /** Gives the events that a test has published to their triggers. */
  deliverInTest(t: T): void;
  stub(t: T, type: ApexType, provider: ApexObject): Value;
};

export type TransactionOptions<T> = {
  program: Program;
  org: Org;
  user: RunningUser;
  host: TransactionHost<T>;
  labels: (name: string) => string | undefined;
  userOf: (id: string) => RunningUser;
  /** Statements until the time of the processor is used up. */
  maxSteps?: number;
  limits?: LimitKind;
  context?: TransactionContext;
  test?: TestContext;
  jobDepth?: number;
  /** Whether it may write nothing, as a method whose answers a page keeps. */
  isReadOnly?: boolean;
  /** A job that a test runs has the static variables of the test. */
  statics?: Map<string, Record<string, Value>>;
};
