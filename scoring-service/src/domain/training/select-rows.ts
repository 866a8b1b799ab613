import type { FeatureTable } from '../features/feature-table.ts';
import type { LabelledRows } from './labelled-rows.ts';

/** The given rows of a table, in the given order, as a table of its own. */
export function selectTableRows(table: FeatureTable, rows: Uint32Array): FeatureTable {
  const columns = table.columns.map((column) =>
    column.kind === 'number'
      ? { ...column, values: Float64Array.from(rows, (row) => column.values[row] as number) }
      : { ...column, values: Array.from(rows, (row) => column.values[row]) },
  );
  return { rowCount: rows.length, columns };
}

/** The given rows with their labels, groups and times. */
export function selectRows({ table, labels, groups, times }: LabelledRows, rows: Uint32Array): LabelledRows {
  return {
    table: selectTableRows(table, rows),
    labels: Uint8Array.from(rows, (row) => labels[row] as number),
    groups: Array.from(rows, (row) => groups[row] as string),
    times: Float64Array.from(rows, (row) => times[row] as number),
  };
}

/** The rows of 0 to rowCount - 1 for which `isWanted` holds. */
export function rowsWhere(rowCount: number, isWanted: (row: number) => boolean): Uint32Array {
  const rows = new Uint32Array(rowCount);
  let count = 0;
  for (let row = 0; row < rowCount; row++) if (isWanted(row)) rows[count++] = row;
  return rows.slice(0, count);
}
