import type { DuckDBConnection, DuckDBMaterializedResult, DuckDBPreparedStatement } from '@duckdb/node-api';
import { ScoringError } from '../../domain/scoring-error.ts';
import { readColumns } from './read-columns.ts';
import type { ResultColumns } from './read-columns.ts';

/** The tables of one session; every statement is cut off after a time. Throws ScoringError `features.failed`. */
export type Database = {
  run(sql: string): Promise<void>;
  read(sql: string): Promise<ResultColumns>;
  /** As `read`, for a query that is asked again of the same tables: it is planned once. */
  readAgain(sql: string): Promise<ResultColumns>;
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
  let planned: { sql: string; statement: DuckDBPreparedStatement } | undefined;

  const execute = (sql: string): Promise<DuckDBMaterializedResult> => inTime(() => connection.run(sql));

  async function executeAgain(sql: string): Promise<DuckDBMaterializedResult> {
    if (planned?.sql !== sql) {
      planned?.statement.destroySync();
      planned = { sql, statement: await inTime(() => connection.prepare(sql)) };
    }
    const { statement } = planned;
    return inTime(() => statement.run());
  }

  async function inTime<Result>(work: () => Promise<Result>): Promise<Result> {
    const timer = setTimeout(() => connection.interrupt(), timeoutMs);
    try {
      return await work();
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
    readAgain: async (sql) => readColumns(await executeAgain(sql)),
    async close() {
      if (isClosed) return;
      isClosed = true;
      planned?.statement.destroySync();
      await onClose();
    },
  };
}
