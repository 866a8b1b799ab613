import type { FeatureColumn, FeatureTable } from '@plumbline/learning';

/** The one-hot encoding of a table, as in a usual first pipeline. */
export type OneHot = { columnCount: number; encode(table: FeatureTable): Float32Array };

/** `scaled`: numbers of mean 0 and deviation 1, missing as the mean with a flag; `raw`: as they are, missing as NaN. */
export function fitOneHot(table: FeatureTable, numbers: 'scaled' | 'raw', maxCategories = 200): OneHot {
  let columnCount = 0;
  const fields = table.columns.map((column) => {
    const field = fitColumn(column, numbers, maxCategories);
    const first = columnCount;
    columnCount += field.width;
    return { ...field, name: column.name, first };
  });
  return {
    columnCount,
    encode({ rowCount, columns }) {
      const matrix = new Float32Array(rowCount * columnCount);
      for (const { name, first, write } of fields) {
        const column = columns.find((candidate) => candidate.name === name);
        if (!column) throw new RangeError(`There is no column ${name}.`);
        for (let row = 0; row < rowCount; row++) write(column, row, matrix, row * columnCount + first);
      }
      return matrix;
    },
  };
}

type Field = { width: number; write: (column: FeatureColumn, row: number, into: Float32Array, at: number) => void };

function fitColumn(fitted: FeatureColumn, numbers: 'scaled' | 'raw', maxCategories: number): Field {
  if (fitted.kind === 'category') return fitCategories(fitted.values, maxCategories);
  if (numbers === 'raw') {
    return {
      width: 1,
      write: ({ values }, row, into, at) => {
        into[at] = values[row] as number;
      },
    };
  }
  const known = fitted.values.filter((value) => !Number.isNaN(value));
  const mean = known.reduce((sum, value) => sum + value, 0) / Math.max(1, known.length);
  const variance = known.reduce((sum, value) => sum + (value - mean) ** 2, 0) / Math.max(1, known.length);
  const deviation = Math.sqrt(variance) || 1;
  return {
    width: 2,
    write: ({ values }, row, into, at) => {
      const value = values[row] as number;
      into[at] = Number.isNaN(value) ? 0 : (value - mean) / deviation;
      into[at + 1] = Number(Number.isNaN(value));
    },
  };
}

function fitCategories(values: (string | undefined)[], maxCategories: number): Field {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value ?? '', (counts.get(value ?? '') ?? 0) + 1);
  const kept = [...counts].sort((a, b) => b[1] - a[1]).slice(0, maxCategories);
  const positions = new Map(kept.map(([category], index) => [category, index]));
  return {
    width: kept.length,
    write: (column, row, into, at) => {
      const position = positions.get((column.values[row] as string | undefined) ?? '');
      if (position !== undefined) into[at + position] = 1;
    },
  };
}
