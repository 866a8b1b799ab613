import pino from 'pino';
import type { DestinationStream } from 'pino';
import type { RunLog } from './ports/host.ts';

/** Structured lines for operators: an event name and fields, ids only, never values of records or tokens. */
export type Log = RunLog;

/** Writes one JSON line per event to standard output or to `destination`. */
export function createLog({ level, destination }: { level: string; destination?: DestinationStream }): Log {
  const lines = pino(
    { level, base: null, timestamp: pino.stdTimeFunctions.isoTime },
    destination ?? pino.destination(1),
  );
  return {
    info: (event, fields) => {
      lines.info({ event, ...fields });
    },
    error: (event, fields, error) => {
      lines.error({ event, ...fields, ...(error === undefined ? {} : { error: describeError(error) }) });
    },
  };
}

/** Logs causes by type and code only, because their texts may quote record contents. */
function describeError(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { type: typeof error };
  const code = 'code' in error ? error.code : undefined;
  const cause = error.cause === undefined ? undefined : describeError(error.cause);
  const stack = error.stack?.split('\n').filter((line) => /^\s+at /.test(line));
  return { type: error.name, code, stack, cause };
}
