import type {
  DuckDBConnection,
  DuckDBMaterializedResult,
  DuckDBPreparedStatement,
  DuckDBDataChunk,
} from '@duckdb/node-api';
import type { FeatureColumn, FeatureTable } from '@plumbline/learning';
import { createGrouper } from '../../domain/features/group-text.ts';
import type { FeatureField, SourcePlan } from '../../domain/features/source-plan.ts';
import { ScoringError } from '../../domain/scoring-error.ts';

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

type Visit = (value: unknown, row: number) => void;

/** Visits the values of a result's column in order. */
function visitColumn(chunks: readonly DuckDBDataChunk[], position: number, visit: Visit): void {
  let first = 0;
  for (const chunk of chunks) {
    const vector = chunk.getColumnVector(position);
    for (let row = 0; row < chunk.rowCount; row += 1) visit(vector.getItem(row), first + row);
    first += chunk.rowCount;
  }
}

/** A whole result, by column: texts undefined, numbers NaN where SQL has NULL. */
export type ResultColumns = {
  rowCount: number;
  names: readonly string[];
  texts(name: string): (string | undefined)[];
  numbers(name: string): Float64Array;
};

/** A result without rows. */
export const noColumns: ResultColumns = { rowCount: 0, names: [], texts: () => [], numbers: () => new Float64Array() };

export async function readColumns(result: DuckDBMaterializedResult): Promise<ResultColumns> {
  const chunks = await result.fetchAllChunks();
  const names = result.columnNames();
  const rowCount = chunks.reduce((sum, chunk) => sum + chunk.rowCount, 0);
  const positionOf = (name: string): number => {
    const position = names.indexOf(name);
    if (position < 0) throw new RangeError(`The result has no column ${name}.`);
    return position;
  };
  return {
    rowCount,
    names,
    texts(name) {
      const values = new Array<string | undefined>(rowCount).fill(undefined);
      visitColumn(chunks, positionOf(name), (value, row) => {
        if (typeof value === 'string') values[row] = value;
      });
      return values;
    },
    numbers(name) {
      const values = new Float64Array(rowCount).fill(Number.NaN);
      visitColumn(chunks, positionOf(name), (value, row) => {
        if (value !== null) values[row] = Number(value);
      });
      return values;
    },
  };
}

/** The features of a result; `columnOf` names the result's column of a feature by its position. */
export function toFeatureTable(
  columns: ResultColumns,
  fields: readonly FeatureField[],
  columnOf: (position: number) => string,
): FeatureTable {
  return {
    rowCount: columns.rowCount,
    columns: fields.map(({ name, kind, grouping }, position): FeatureColumn => {
      const column = columnOf(position);
      if (kind === 'number') return { kind, name, values: columns.numbers(column) };
      const texts = columns.texts(column);
      return { kind, name, values: grouping ? texts.map(createGrouper(grouping)) : texts };
    }),
  };
}

/** The tables of a session and the plan they were read by. */
export type Reading = { database: Database; plan: SourcePlan };

export const replaceTable = (name: string, select: string): string => `CREATE OR REPLACE TABLE ${name} AS ${select}`;

/** The figure of a result of one row; 0 where there is none. */
export const firstNumber = (columns: ResultColumns, name: string): number => columns.numbers(name)[0] ?? 0;

export const milliseconds = (moment: Date): number => Math.trunc(moment.getTime());
