/** A number feature, one value a row; NaN where the org does not say. */
export type NumberColumn = { kind: 'number'; name: string; values: Float64Array };

/** A category feature, one value a row; undefined where the org does not say. */
export type CategoryColumn = { kind: 'category'; name: string; values: (string | undefined)[] };

export type FeatureColumn = NumberColumn | CategoryColumn;

/** Feature values by column: what the feature engine gives and every model reads. All columns have `rowCount` values. */
export type FeatureTable = { rowCount: number; columns: FeatureColumn[] };

/**
 * Rows to learn from: one per (record, observation moment).
 * `labels` are 0 or 1; `groups` keep what must not straddle a split (the record or its account);
 * `times` are the observation moments in epoch milliseconds, all NaN where the history is unknown.
 */
export type LabelledRows = { table: FeatureTable; labels: Uint8Array; groups: string[]; times: Float64Array };

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
