import type { FeatureColumn, FeatureTable, ModelField } from '@plumbline/learning';
import { plural } from '../figures.ts';

/** The inputs of one score in the order of the model's fields; null where a value is missing. */
export type FeatureRow = (number | string | null)[];

/** Returns a function that reads a row of a table in the order of the model's fields. */
export function createRowReader(fields: readonly ModelField[], table: FeatureTable): (row: number) => FeatureRow {
  const columns = fields.map(({ name }) => table.columns.find((column) => column.name === name));
  return (row) => columns.map((column) => valueAt(column, row));
}

/** The value of a column in a row; NaN and infinity count as missing, as they do for every model. */
function valueAt(column: FeatureColumn | undefined, row: number): number | string | null {
  const value = column?.values[row];
  if (typeof value !== 'number') return value ?? null;
  return Number.isFinite(value) ? value : null;
}

/** Builds the model's input table from rows. Throws a RangeError where a row does not fit the fields. */
export function toFeatureTable(fields: readonly ModelField[], rows: readonly FeatureRow[]): FeatureTable {
  if (rows.some((row) => row.length !== fields.length)) {
    throw new RangeError(`A row of inputs does not have ${plural(fields.length, 'field')} as the model.`);
  }
  return {
    rowCount: rows.length,
    columns: fields.map(({ name, kind }, position): FeatureColumn => {
      const values = rows.map((row) => row[position] ?? undefined);
      if (kind === 'number') return { kind, name, values: Float64Array.from(values, toNumber) };
      return { kind, name, values: values.map(toText) };
    }),
  };
}

function toNumber(value: number | string | undefined): number {
  if (typeof value === 'string') throw new RangeError('The model expects a number and the row has a text.');
  return value ?? Number.NaN;
}

function toText(value: number | string | undefined): string | undefined {
  if (typeof value === 'number') throw new RangeError('The model expects a text and the row has a number.');
  return value;
}
