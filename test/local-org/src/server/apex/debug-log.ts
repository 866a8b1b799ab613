import type { DebugLine } from '../../apex/library/transaction.ts';
import type { RunningUser } from '../../apex/run.ts';

type Logged = {
  source: string;
  user: RunningUser;
  at: Date;
  lines: readonly DebugLine[];
  /** The exception that ended it, with its stack. */
  failure?: string;
};

/** The debug log of a block of Apex: its lines of `System.debug` and the exception that ended it. */
export function debugLog({ source, user, at, lines, failure }: Logged): string {
  // The clock stands still for the reader: only the order of events tells.
  const time = `${at
    .toISOString()
    .slice(11, 23)
    .replace(/0{1,2}$/, '')} (0)`;
  const unit = 'execute_anonymous_apex';
  const event = (...parts: string[]): string => [time, ...parts].join('|');
  return [
    '65.0 APEX_CODE,DEBUG;APEX_PROFILING,INFO',
    ...source
      .trimEnd()
      .split('\n')
      .map((line) => `Execute Anonymous: ${line}`),
    event('USER_INFO', '[EXTERNAL]', user.id, user.userName, user.timeZone, user.timeZone),
    event('EXECUTION_STARTED'),
    event('CODE_UNIT_STARTED', '[EXTERNAL]', unit),
    ...lines.map(({ level, text, line }) => event('USER_DEBUG', `[${line}]`, level, text)),
    ...(failure === undefined ? [] : [event('FATAL_ERROR', failure)]),
    event('CODE_UNIT_FINISHED', unit),
    event('EXECUTION_FINISHED'),
    '',
  ].join('\n');
}
