import type { DuckDBConnection, DuckDBMaterializedResult } from '@duckdb/node-api';
import { ScoringError } from '../../domain/scoring-error.ts';
import { readColumns } from './read-columns.ts';
import type { ResultColumns } from './read-columns.ts';

/** The tables of one session; every statement is cut off after a time. Throws ScoringError `features.failed`. */
export type Database = {
  run(sql: string): Promise<void>;
  read(sql: string): Promise<ResultColumns>;
  close(): Promise<void>;
};

/** DuckDB tells the line it stumbled over on the lines after the first. */
const withoutValues = (error: unknown): Error =>
  new Error(error instanceof Error ? error.message.split('\n', 1)[0] : 'an unknown error');

const failed = (error: unknown): ScoringError =>
  new ScoringError('features.failed', {
    message: 'The features could not be computed.',
    cause: withoutValues(error),
    actions: [
      'Look for the cause in the log of the service.',
      'Give the service more memory or disk space if it ran out of either.',
    ],
  });

export function openDatabase(
  connection: DuckDBConnection,
  { timeoutMs, onClose }: { timeoutMs: number; onClose: () => Promise<void> },
): Database {
  let isClosed = false;
  async function execute(sql: string): Promise<DuckDBMaterializedResult> {
    const timer = setTimeout(() => connection.interrupt(), timeoutMs);
    try {
      return await connection.run(sql);
    } catch (error) {
      throw failed(error);
    } finally {
      clearTimeout(timer);
    }
  }
  return {
    async run(sql) {
      await execute(sql);
    },
    read: async (sql) => readColumns(await execute(sql)),
    async close() {
      if (isClosed) return;
      isClosed = true;
      await onClose();
    },
  };
}
