import { defineClass } from '../library.ts';
import type { LibraryClass } from '../library.ts';
import type { Run } from '../run.ts';
import { ApexDate, ApexDatetime, msPerDay } from '../values.ts';
import type { ApexEnumValue, ApexObject, Value } from '../values.ts';
import { systemAssertions } from './assertions.ts';
import { hashOf, isSame } from './equality.ts';
import { concatenatedPlain, isPlain } from './text-of-plain.ts';
import { contextOf, debugLinesOf, onceIn } from './transaction.ts';

/** The day that it is for the running user. */
function today(run: Run): ApexDate {
  const parts = new Intl.DateTimeFormat('en-CA', { timeZone: run.user.timeZone }).format(run.now());
  return new ApexDate(Math.floor(Date.parse(`${parts}T00:00:00Z`) / msPerDay));
}

function debug(run: Run, level: string, message: Value): undefined {
  const text = isPlain(message) ? concatenatedPlain(message, run) : run.textOf(message);
  debugLinesOf(run).push({ level, text, line: run.currentLine ?? 0 });
}

/** The methods of `System` that need no org; jobs, passwords, approvals and `runAs` are the runtime's. */
export const systemClass: LibraryClass = defineClass('System.System', {
  ...systemAssertions,
  'static Long currentTimeMillis()': (run: Run) => BigInt(run.now().getTime()),
  'static void debug(Object message)': (run: Run, message: Value) => debug(run, 'DEBUG', message),
  'static void debug(LoggingLevel level, Object message)': (run: Run, level: ApexEnumValue | null, message: Value) =>
    debug(run, level?.name ?? 'DEBUG', message),
  'static Boolean equals(Object one, Object other)': (run: Run, one: Value, other: Value) => isSame(run, one, other),
  'static Integer hashCode(Object value)': (run: Run, value: Value) => hashOf(run, value),
  'static Boolean isBatch()': (run: Run) => contextOf(run).kind === 'batch',
  'static Boolean isFunctionCallback()': () => false,
  'static Boolean isFuture()': (run: Run) => contextOf(run).kind === 'future',
  'static Boolean isQueueable()': (run: Run) => contextOf(run).kind === 'queueable',
  'static Boolean isRunningElasticCompute()': () => false,
  'static Boolean isScheduled()': (run: Run) => contextOf(run).kind === 'scheduled',
  'static Datetime now()': (run: Run) => new ApexDatetime(run.now().getTime()),
  'static Date today()': today,
});

export const requestClass: LibraryClass = defineClass('System.Request', {
  'static Request getCurrent()': (run: Run) => onceIn(run, 'request', () => run.make('System.Request', null)),
  'Quiddity getQuiddity()': (run: Run) => run.enumValue('System.Quiddity', contextOf(run).quiddity),
  'String getRequestId()': (run: Run) => contextOf(run).requestId,
});

type Access = { mode: 'USER_MODE' | 'SYSTEM_MODE'; permissionSetId: string | null };

/** What an instance of `System.AccessLevel` means. */
export const accessOf = (level: ApexObject): Access => level.native as Access;

const accessLevel = (run: Run, mode: Access['mode']): ApexObject =>
  onceIn(run, `access ${mode}`, () => run.make('System.AccessLevel', { mode, permissionSetId: null } satisfies Access));

export const accessLevelClass: LibraryClass = defineClass('System.AccessLevel', {
  'static AccessLevel SYSTEM_MODE': (run: Run) => accessLevel(run, 'SYSTEM_MODE'),
  'static AccessLevel USER_MODE': (run: Run) => accessLevel(run, 'USER_MODE'),
  'AccessLevel withPermissionSetId(String permissionSetId)': (run: Run, me: ApexObject, id: string | null) =>
    run.make('System.AccessLevel', { ...accessOf(me), permissionSetId: id } satisfies Access),
  'String toString()': (_run: Run, me: ApexObject) => accessOf(me).mode,
});
