import { nextFire, readCron } from './cron.ts';
import type { Cron } from './cron.ts';
import { batchSteps, futureSteps, queueableSteps, scheduledSteps } from './jobs.ts';
import type { Job, JobType } from './jobs.ts';
import { contextOf } from './library/transaction.ts';
import { ApexFault } from './run.ts';
import type { Transaction } from './transaction.ts';
import type { ApexObject, Value } from './values.ts';

const asyncFault = (message: string): ApexFault => new ApexFault('System.AsyncException', message);

type NewJob = { type: JobType; className: string; methodName?: string; triggerId?: string; depth?: number };

/** Writes the row of a job and puts it into the queue: it runs once the transaction has committed. */
function add(
  t: Transaction,
  { type, className, methodName, triggerId, depth = 0 }: NewJob,
  stepsOf: (id: string) => Job['steps'],
): string {
  t.beginWrite();
  const id = t.org.nextId('AsyncApexJob');
  const outer = className.split('.')[0] ?? className;
  const [found] = t.org.inspect('SELECT "Id" FROM "ApexClass" WHERE "Name" = ?', outer);
  t.org.insertRaw('AsyncApexJob', [
    {
      Id: id,
      JobType: type,
      ApexClassId: typeof found?.Id === 'string' ? found.Id : null,
      Status: 'Queued',
      JobItemsProcessed: 0,
      TotalJobItems: 0,
      NumberOfErrors: 0,
      MethodName: methodName ?? null,
      CronTriggerId: triggerId ?? null,
      CreatedDate: t.now().toISOString(),
      CreatedById: t.user.id,
    },
  ]);
  const job: Job = { id, type, userId: t.user.id, depth, steps: stepsOf(id) };
  if (t.test !== undefined) t.test.jobs.push(job);
  else t.org.afterCommit(() => t.host.queue(job));
  return id;
}

/** `System.enqueueJob`. */
export function enqueue(
  t: Transaction,
  object: ApexObject,
  { mostDepth }: { mostDepth: number | null } = { mostDepth: null },
): string {
  const isChained = contextOf(t).kind === 'queueable';
  if (isChained && t.test !== undefined) throw asyncFault('Maximum stack depth has been reached.');
  const depth = isChained ? t.jobDepth + 1 : 1;
  if (mostDepth !== null && depth > mostDepth) throw asyncFault('Maximum stack depth has been reached.');
  t.use('QueueableJobs');
  return add(t, { type: 'Queueable', className: object.of.name, depth }, (id) => queueableSteps(id, object));
}

/** The call of a method with `@future`. */
export function callFuture(t: Transaction, owner: string, key: string, values: readonly Value[]): null {
  const { kind } = contextOf(t);
  if (kind === 'future' || kind === 'batch') {
    throw asyncFault(`Future method cannot be called from a future or batch method: ${owner}.${key}`);
  }
  t.use('FutureCalls');
  const methodName = key.replace(/\(.*/, '');
  const method = t.program.world
    .classNamed(owner)
    ?.methods.get(methodName)
    ?.find((one) => one.key === key);
  const future = method?.annotations.find(({ name }) => name === 'future');
  const callsOut = future?.values.get('callout')?.toLowerCase() === 'true';
  add(t, { type: 'Future', className: owner, methodName }, () => futureSteps({ owner, key, callsOut }, values));
  return null;
}

/** `Database.executeBatch`. */
export function executeBatch(t: Transaction, object: ApexObject, size: number): string {
  if (size < 1) throw asyncFault('Scope must be a positive number');
  if (
    contextOf(t).kind === 'batch' &&
    t.state.get('batch method') !== 'finish' &&
    t.state.get('batch method') !== 'start'
  ) {
    throw asyncFault('Database.executeBatch cannot be called from a batch start, batch execute, or future method.');
  }
  return add(t, { type: 'BatchApex', className: object.of.name }, (id) =>
    batchSteps(id, object, { size, isTest: t.test !== undefined }),
  );
}

type NewSchedule = { name: string; expression: string; object: ApexObject };

/** `System.schedule`. */
export function schedule(t: Transaction, { name, expression, object }: NewSchedule): string {
  const cron = readCron(expression);
  const next = nextFire(cron, t.now(), t.user.timeZone);
  if (next === undefined) {
    throw asyncFault(`Based on configured schedule, the given trigger '${name}' will never fire.`);
  }
  return keepSchedule(t, { name, expression, object, cron, next, isOnce: false });
}

function keepSchedule(
  t: Transaction,
  { name, expression, object, cron, next, isOnce }: NewSchedule & { cron: Cron; next: Date; isOnce: boolean },
): string {
  const same = t.org.inspect(
    'SELECT d."Id" FROM "CronJobDetail" d JOIN "CronTrigger" c ON c."CronJobDetailId" = d."Id" WHERE d."Name" = ? AND c."State" = ?',
    ...[name, 'WAITING'],
  );
  if (same.length > 0) throw asyncFault(`The Apex job named "${name}" is already scheduled for execution.`);
  t.use('DMLStatements');
  t.beginWrite();
  const detailId = t.org.nextId('CronJobDetail');
  const triggerId = t.org.nextId('CronTrigger');
  t.org.insertRaw('CronJobDetail', [{ Id: detailId, Name: name, JobType: '7' }]);
  const now = t.now().toISOString();
  t.org.insertRaw('CronTrigger', [
    {
      ...{ Id: triggerId, CronJobDetailId: detailId, CronExpression: expression, State: 'WAITING', TimesTriggered: 0 },
      ...{ NextFireTime: next.toISOString(), StartTime: now, TimeZoneSidKey: t.user.timeZone, OwnerId: t.user.id },
      ...{ CreatedDate: now, CreatedById: t.user.id },
    },
  ]);
  const { timeZone, id: userId } = t.user;
  if (t.test !== undefined) {
    add(t, { type: 'ScheduledApex', className: object.of.name, triggerId }, () => scheduledSteps(triggerId, object));
  } else {
    t.org.afterCommit(() => t.host.keepSchedule({ triggerId, cron, object, userId, timeZone, next, isOnce }));
  }
  return triggerId;
}

/** `System.scheduleBatch`: a batch job that is started after some minutes. */
export function scheduleBatch(
  t: Transaction,
  object: ApexObject,
  { name, minutes, size }: { name: string; minutes: number; size: number },
): string {
  const next = new Date(t.now().getTime() + minutes * 60_000);
  const expression = [
    next.getUTCSeconds(),
    next.getUTCMinutes(),
    next.getUTCHours(),
    next.getUTCDate(),
    next.getUTCMonth() + 1,
  ]
    .map(String)
    .join(' ');
  const starter = t.make('System.BatchStarter', { object, size });
  const whole = `${expression} ? ${String(next.getUTCFullYear())}`;
  return keepSchedule(t, { name, expression: whole, object: starter, cron: readCron(whole), next, isOnce: true });
}

/** `System.abortJob`. */
export function abortJob(t: Transaction, id: string): void {
  t.use('DMLStatements');
  t.beginWrite();
  if (id.startsWith('08e')) {
    t.org.setRaw('CronTrigger', id, { State: 'DELETED' });
    t.org.inspect('DELETE FROM "CronTrigger" WHERE "Id" = ?', id);
    t.org.afterCommit(() => t.host.dropSchedule(id));
    if (t.test !== undefined) t.org.inspect('DELETE FROM "AsyncApexJob" WHERE "CronTriggerId" = ?', id);
    return;
  }
  const [row] = t.org.inspect('SELECT "Status" FROM "AsyncApexJob" WHERE "Id" = ?', id);
  if (row === undefined) throw new ApexFault('System.StringException', `Invalid id: ${id}`);
  if (row.Status === 'Completed' || row.Status === 'Failed' || row.Status === 'Aborted') return;
  t.org.setRaw('AsyncApexJob', id, { Status: 'Aborted', CompletedDate: t.now().toISOString() });
}
