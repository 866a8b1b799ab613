import pino from 'pino';
import type { DestinationStream } from 'pino';
import { ScoringError } from './domain/scoring-error.ts';
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
      lines.error({ event, ...(error === undefined ? {} : describeError(error)), ...fields });
    },
  };
}

/** Codes are names; anything else in their place may be text that quotes a record. */
const codePattern = /^[\w.:-]{1,80}$/;

function codeOf(error: object): string | undefined {
  const code = 'code' in error ? String(error.code) : '';
  return codePattern.test(code) ? code : undefined;
}

/** The error and its causes, outermost first. A cause that leads back to an earlier error ends the list. */
function causesOf(error: unknown): object[] {
  const chain: object[] = [];
  for (let link = error; typeof link === 'object' && link !== null && !chain.includes(link);) {
    chain.push(link);
    link = 'cause' in link ? link.cause : undefined;
  }
  return chain;
}

/**
 * The kind of an error, the code that the failing system itself gave, which is the innermost one, and every cause by type
 * and code. Their texts are left out, because they may quote record contents.
 */
function describeError(error: unknown): Record<string, unknown> {
  const causes = causesOf(error).map((cause) => ({
    type: cause instanceof Error && codePattern.test(cause.name) ? cause.name : 'object',
    kind: cause instanceof ScoringError ? cause.kind : undefined,
    code: codeOf(cause),
    stack: cause instanceof Error ? cause.stack?.split('\n').filter((line) => /^\s+at /.test(line)) : undefined,
  }));
  const described = causes.reduceRight<object | undefined>((cause, link) => ({ ...link, cause }), undefined);
  return {
    kind: causes.find(({ kind }) => kind !== undefined)?.kind ?? 'defect',
    code: causes.findLast(({ code }) => code !== undefined)?.code,
    error: described ?? { type: typeof error },
  };
}
