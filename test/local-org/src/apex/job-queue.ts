import { nextFire } from './cron.ts';
import type { Schedule } from './schedule.ts';
import { JobFailed, scheduledSteps, textOfError } from './jobs.ts';
import type { Job, Step, StepResult } from './jobs.ts';
import type { Org } from '../org.ts';
import { ApexThrow } from './apex-throw.ts';
import { ApexFault } from './run.ts';
import type { Transaction } from './transaction.ts';

/** What runs the transactions of jobs. */
export type StepRunner = {
  /** In a test: within its transaction, at once. */
  runNow(step: Step, job: Job, test: Transaction): StepResult;
  run(step: Step, job: Job): Promise<StepResult>;
};

/** Asynchronous Apex: jobs run one after the other, once the transaction that enqueued them has committed. */
export class JobQueue {
  /** Errors that are no exceptions of Apex: faults of the runtime, which are on their jobs too. */
  readonly faults: unknown[] = [];
  private readonly org: Org;
  private readonly runner: StepRunner;
  private readonly waiting: Job[] = [];
  private readonly schedules = new Map<string, Schedule>();
  private current: Promise<void> | undefined;
  private hasStopped = false;

  constructor(org: Org, runner: StepRunner) {
    this.org = org;
    this.runner = runner;
  }

  add(job: Job): void {
    if (this.hasStopped) return;
    this.waiting.push(job);
    this.current ??= this.work();
  }

  /** When no job waits any more. */
  async settled(): Promise<void> {
    await nextTurn();
    while (this.current !== undefined) {
      await this.current;
      await nextTurn();
    }
  }

  /** Starts no further job, and waits for the one that runs: what waits is lost. */
  async stop(): Promise<void> {
    this.hasStopped = true;
    this.waiting.length = 0;
    await this.current;
  }

  keep(schedule: Schedule): void {
    this.schedules.set(schedule.triggerId, schedule);
  }

  drop(triggerId: string): void {
    this.schedules.delete(triggerId);
  }

  /** Starts the scheduled jobs whose time has come, by the clock of the org. */
  runDue(): void {
    const now = this.org.clock.now();
    for (const schedule of this.schedules.values()) {
      if (schedule.next > now) continue;
      this.add(this.scheduledJob(schedule, now));
      const next = schedule.isOnce ? undefined : nextFire(schedule.cron, now, schedule.timeZone);
      this.org.inspect(
        'UPDATE "CronTrigger" SET "PreviousFireTime" = ?, "NextFireTime" = ?, "State" = ?, "TimesTriggered" = "TimesTriggered" + 1 WHERE "Id" = ?',
        now.toISOString(),
        next?.toISOString() ?? null,
        next === undefined ? 'COMPLETE' : 'WAITING',
        schedule.triggerId,
      );
      if (next === undefined) this.schedules.delete(schedule.triggerId);
      else schedule.next = next;
    }
  }

  private scheduledJob({ triggerId, object, userId }: Schedule, now: Date): Job {
    const id = this.org.nextId('AsyncApexJob');
    this.org.insertRaw('AsyncApexJob', [
      {
        ...{ Id: id, JobType: 'ScheduledApex', Status: 'Queued', CronTriggerId: triggerId },
        ...{
          CreatedDate: now.toISOString(),
          CreatedById: userId,
          JobItemsProcessed: 0,
          TotalJobItems: 0,
          NumberOfErrors: 0,
        },
      },
    ]);
    return { id, type: 'ScheduledApex', userId, depth: 0, steps: scheduledSteps(triggerId, object) };
  }

  private async work(): Promise<void> {
    // A job begins in a turn of its own: another transaction may be open in this one.
    await nextTurn();
    for (let job = this.waiting.shift(); job !== undefined; job = this.waiting.shift()) {
      try {
        await this.runJob(job);
      } catch (error) {
        // The row of the job could not be written, for instance because the org was closed.
        this.faults.push(error);
      }
      await nextTurn();
    }
    this.current = undefined;
  }

  private async runJob(job: Job): Promise<void> {
    if (!this.isWaiting(job)) return;
    const progress = this.progressOf(job);
    progress({ Status: 'Processing' });
    try {
      const steps = job.steps(progress);
      for (let next = steps.next(); next.done !== true;) next = steps.next(await this.runner.run(next.value, job));
      progress({ Status: 'Completed', ...this.ended() });
    } catch (error) {
      this.noteFailure(job, error);
    }
  }

  /** Runs a job of a test. @throws what ended it, as `Test.stopTest` does */
  runInTest(job: Job, test: Transaction): void {
    if (!this.isWaiting(job)) return;
    const progress = this.progressOf(job);
    progress({ Status: 'Processing' });
    try {
      const steps = job.steps(progress);
      for (let next = steps.next(); next.done !== true;) next = steps.next(this.runner.runNow(next.value, job, test));
      progress({ Status: 'Completed', ...this.ended() });
    } catch (error) {
      this.noteFailure(job, error);
      throw error instanceof JobFailed ? error.error : error;
    }
  }

  /** A job whose row is gone was rolled back; others were aborted. */
  private isWaiting({ id }: Job): boolean {
    const [row] = this.org.inspect('SELECT "Status" FROM "AsyncApexJob" WHERE "Id" = ?', id);
    return row?.Status === 'Queued';
  }

  private progressOf({ id }: Job): (values: Record<string, string | number | null>) => void {
    return (values) => {
      this.org.setRaw('AsyncApexJob', id, values);
    };
  }

  private ended(): { CompletedDate: string } {
    return { CompletedDate: this.org.clock.now().toISOString() };
  }

  private noteFailure(job: Job, error: unknown): void {
    const cause = error instanceof JobFailed ? error.error : error;
    if (!(cause instanceof ApexThrow || cause instanceof ApexFault)) this.faults.push(cause);
    this.progressOf(job)({
      Status: 'Failed',
      NumberOfErrors: 1,
      ExtendedStatus: textOfError(cause).slice(0, 4000),
      ...this.ended(),
    });
  }
}

const nextTurn = (): Promise<void> =>
  new Promise((resolve) => {
    setImmediate(resolve);
  });
