import type { DuckDBDataChunk, DuckDBMaterializedResult } from '@duckdb/node-api';
import type { FeatureColumn, FeatureTable } from '@plumbline/learning';
import { createGrouper } from '../../domain/features/group-text.ts';
import type { FeatureField } from '../../domain/features/source-plan.ts';

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
