import { LIST, VARCHAR } from '@duckdb/node-api';
import type {
  DuckDBConnection,
  DuckDBDataChunk,
  DuckDBMaterializedResult,
  DuckDBPreparedStatement,
} from '@duckdb/node-api';
import type { FeatureColumn, FeatureTable } from '@plumbline/learning';
import { createGrouper } from '../../domain/features/group-text.ts';
import type { FeatureField, SourcePlan } from '../../domain/features/source-plan.ts';
import { ScoringError } from '../../domain/scoring-error.ts';
import type { ScoringErrorKind } from '../../domain/scoring-error.ts';
import { withoutNul } from './sql-text.ts';

/** The tables of one session. Every statement has a timeout. Throws ScoringError `features.failed`. */
export type Database = {
  run(sql: string): Promise<void>;
  read(sql: string): Promise<ResultColumns>;
  /** As `read`, but keeps the prepared statement, for queries that are repeated on the same tables. */
  readPrepared(sql: string): Promise<ResultColumns>;
  /** As `run`, with lists as the statement's parameters; keeps the prepared statement. */
  runPrepared(sql: string, lists: readonly TextList[]): Promise<void>;
  close(): Promise<void>;
  /** DuckDB has failed internally, after which its whole instance answers nothing more. */
  isBroken(): boolean;
};

/** A parameter of type VARCHAR[]. */
export type TextList = readonly (string | undefined)[];

/** A whole result by column. SQL's NULL is undefined in texts and NaN in numbers. */
export type ResultColumns = {
  rowCount: number;
  names: readonly string[];
  texts(name: string): (string | undefined)[];
  numbers(name: string): Float64Array;
};

/** A session's tables and the plan that they were read by. */
export type Reading = { database: Database; plan: SourcePlan };

/** About as many as there are tables to fill and sets of them that often have rows together. */
const MAX_PREPARED = 36;

const listOfTexts = LIST(VARCHAR);

export function openDatabase(
  connection: DuckDBConnection,
  { timeoutMs, onClose, onBroken }: { timeoutMs: number; onClose: () => Promise<void>; onBroken: () => void },
): Database {
  let isClosed = false;
  let isBroken = false;
  /** In the order of their last use. */
  const prepared = new Map<string, DuckDBPreparedStatement>();

  const execute = (sql: string): Promise<DuckDBMaterializedResult> => withTimeout(() => connection.run(sql));

  async function executePrepared(sql: string, lists: readonly TextList[] = []): Promise<DuckDBMaterializedResult> {
    const statement = prepared.get(sql) ?? (await withTimeout(() => connection.prepare(sql)));
    prepared.delete(sql);
    prepared.set(sql, statement);
    for (const [oldest, unused] of [...prepared].slice(0, -MAX_PREPARED)) {
      prepared.delete(oldest);
      unused.destroySync();
    }
    for (const [index, texts] of lists.entries()) {
      const values = texts.map((text) => (text === undefined ? null : withoutNul(text)));
      statement.bindList(index + 1, values, listOfTexts);
    }
    return withTimeout(() => statement.run());
  }

  async function withTimeout<Result>(work: () => Promise<Result>): Promise<Result> {
    const timer = setTimeout(() => connection.interrupt(), timeoutMs);
    try {
      return await work();
    } catch (error) {
      if (isInternal(error)) {
        isBroken = true;
        onBroken();
      }
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
    readPrepared: async (sql) => readColumns(await executePrepared(sql)),
    async runPrepared(sql, lists) {
      await executePrepared(sql, lists);
    },
    async close() {
      if (isClosed) return;
      isClosed = true;
      for (const statement of prepared.values()) statement.destroySync();
      if (isBroken) return;
      await onClose().catch((error: unknown) => {
        throw failed(error);
      });
    },
    isBroken: () => isBroken,
  };
}

export const replaceTable = (name: string, select: string): string => `CREATE OR REPLACE TABLE ${name} AS ${select}`;

/** The value of a result of one row; 0 when it has no rows. */
export const firstNumber = (columns: ResultColumns, name: string): number => columns.numbers(name)[0] ?? 0;

/** A time as SQL holds it, in milliseconds since 1970. */
export const epochMs = (time: Date): number => Math.trunc(time.getTime());

/** A result without rows. */
export const noColumns: ResultColumns = { rowCount: 0, names: [], texts: () => [], numbers: () => new Float64Array() };

/** The features of a result; `columnOf` names the column of the feature at a position. */
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

async function readColumns(result: DuckDBMaterializedResult): Promise<ResultColumns> {
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

/** Visits the values of a column in the order of the rows. */
function visitColumn(
  chunks: readonly DuckDBDataChunk[],
  position: number,
  visit: (value: unknown, row: number) => void,
): void {
  let first = 0;
  for (const chunk of chunks) {
    const vector = chunk.getColumnVector(position);
    for (let row = 0; row < chunk.rowCount; row += 1) visit(vector.getItem(row), first + row);
    first += chunk.rowCount;
  }
}

/** What DuckDB ran out of, by the beginning of its message, and the setting that helps. */
const shortages: [pattern: RegExp, reason: string, action: string, kind: ScoringErrorKind][] = [
  [
    /No space left|Disk quota|max_temp_directory_size|Could not write|failed to (?:write|offload)/i,
    'the disk is full',
    'Make room where PLUMBLINE_DATA and the temporary folder are.',
    'host.disk-full',
  ],
  [
    /^Out of Memory/i,
    'memory ran out',
    'Raise PLUMBLINE_FEATURE_MEMORY, or give the service more memory.',
    'host.no-memory',
  ],
  [
    /^INTERRUPT/i,
    'a query took too long',
    'Give the service more cores, or learn from fewer rows (PLUMBLINE_TRAINING_ROWS).',
    'features.failed',
  ],
];

function failed(error: unknown): ScoringError {
  const cause = withoutValues(error);
  const [, reason = 'a query failed', action, kind = 'features.failed'] =
    shortages.find(([pattern]) => pattern.test(cause.message)) ?? [];
  return new ScoringError(kind, {
    message: `The features could not be computed: ${reason}.`,
    cause,
    actions: action === undefined ? ['Check the log of the service for the cause, and report it.'] : [action],
  });
}

const isInternal = (error: unknown): boolean => error instanceof Error && /^(INTERNAL|FATAL) Error/.test(error.message);

/** Only the first line, because DuckDB quotes the failed SQL with its values on the following ones. */
const withoutValues = (error: unknown): Error =>
  new Error(error instanceof Error ? error.message.split('\n', 1)[0] : 'an unknown error');
