import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { ScoringError } from '../../domain/scoring-error.ts';

const SQLITE_BUSY = 5;

/**
 * Takes a folder for this process alone. PGlite has no lock of its own and two processes would destroy its files; the
 * lock of an SQLite file is the operating system's, which frees it however the process ends. Throws `store.in-use`.
 */
export function lockFolder(folder: string): { release(): void } {
  const file = new DatabaseSync(join(folder, 'in-use.lock'));
  try {
    file.exec('BEGIN EXCLUSIVE');
  } catch (cause) {
    file.close();
    throw cause instanceof Error && 'errcode' in cause && cause.errcode === SQLITE_BUSY ? inUse(folder, cause) : cause;
  }
  return {
    release() {
      if (file.isOpen) file.close();
    },
  };
}

const inUse = (folder: string, cause: unknown): ScoringError =>
  new ScoringError('store.in-use', {
    message: `Another process uses the data folder ${folder}.`,
    cause,
    actions: [
      'Stop the other process, or give this one a data folder of its own.',
      'Set DATABASE_URL to a Postgres where several processes are to share the state.',
    ],
  });
