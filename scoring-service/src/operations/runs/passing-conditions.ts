import { ScoringError } from '../../domain/scoring-error.ts';
import type { ScoringErrorKind } from '../../domain/scoring-error.ts';

type Condition = { kind: ScoringErrorKind; codes: readonly string[]; message: string; action: string };

/** Conditions of the machine that pass, by the codes of the operating system and of Node. */
const conditions: readonly Condition[] = [
  {
    kind: 'host.disk-full',
    codes: ['ENOSPC', 'EDQUOT', 'EFBIG'],
    message: 'The disk of the service is full',
    action: 'Make room on the disk of PLUMBLINE_DATA.',
  },
  {
    kind: 'host.no-memory',
    codes: ['ENOMEM', 'ERR_WORKER_OUT_OF_MEMORY', 'EMFILE', 'ENFILE', 'EAGAIN'],
    message: 'The service has no memory or no open files left',
    action: 'Give the process of the service more memory and open files.',
  },
  {
    kind: 'host.no-access',
    codes: ['EACCES', 'EPERM', 'EROFS', 'EIO', 'ESTALE'],
    message: 'The service cannot read or write its working files',
    action: 'Check the permissions of PLUMBLINE_DATA and the disk below it.',
  },
];

/** The condition of the machine behind an error, as ScoringError `host.*`; any other error as it is. */
export function passingConditionOf(error: unknown): unknown {
  const seen = new Set<unknown>();
  for (let cause = error; cause instanceof Error && !seen.has(cause); cause = cause.cause) {
    seen.add(cause);
    const code = 'code' in cause ? String(cause.code) : '';
    const found = conditions.find(({ codes }) => codes.includes(code));
    if (found === undefined) continue;
    const { kind, message, action } = found;
    return new ScoringError(kind, { message: `${message} (${code}).`, cause: error, actions: [action] });
  }
  return error;
}
