/** A number feature, one value per row; NaN where it is missing. */
export type NumberColumn = { kind: 'number'; name: string; values: Float64Array };

/** A category feature, one value per row; undefined where it is missing. */
export type CategoryColumn = { kind: 'category'; name: string; values: (string | undefined)[] };

export type FeatureColumn = NumberColumn | CategoryColumn;

/** Feature values by column, as the feature engine writes them and every model reads them: `rowCount` values per column. */
export type FeatureTable = { rowCount: number; columns: FeatureColumn[] };

/** A table as the booster and the trees read it: row-major numbers, one row after the other; NaN is missing. */
export type Matrix = { rowCount: number; columnCount: number; values: Float32Array };

/**
 * Rows to train on, one per record and observation date. `labels` are 0 or 1; rows of one of the `groups` (the record or
 * its account) never stand on both sides of a split; `times` are the observation dates in epoch milliseconds, all NaN
 * where the history is unknown.
 */
export type LabelledRows = { table: FeatureTable; labels: Uint8Array; groups: string[]; times: Float64Array };

/** The given rows of a table, in the given order, as a new table. */
export function selectTableRows(table: FeatureTable, rows: Uint32Array): FeatureTable {
  const columns = table.columns.map((column) =>
    column.kind === 'number'
      ? { ...column, values: Float64Array.from(rows, (row) => column.values[row]) }
      : { ...column, values: Array.from(rows, (row) => column.values[row]) },
  );
  return { rowCount: rows.length, columns };
}

/** The given rows with their labels, groups and times. */
export function selectRows({ table, labels, groups, times }: LabelledRows, rows: Uint32Array): LabelledRows {
  return {
    table: selectTableRows(table, rows),
    labels: Uint8Array.from(rows, (row) => labels[row]),
    groups: Array.from(rows, (row) => groups[row]),
    times: Float64Array.from(rows, (row) => times[row]),
  };
}

/** The row numbers from 0 to `rowCount` − 1 that satisfy a condition. */
export function rowsWhere(rowCount: number, isSelected: (row: number) => boolean): Uint32Array {
  const rows = new Uint32Array(rowCount);
  let count = 0;
  for (let row = 0; row < rowCount; row++) if (isSelected(row)) rows[count++] = row;
  return rows.slice(0, count);
}
