import { countPositives, sigmoid } from '@plumbline/learning';
import type { FeatureColumn } from '@plumbline/learning';
import type { Peer } from './peer.ts';

const BINS = 10;

/** Odoo's predictive lead scoring adds this to every count, so that no probability is zero. */
const SMOOTHING = 0.1;

/** Naive Bayes as in Odoo: frequencies of values among won and lost; numbers by deciles; missing values are ignored. */
export const naiveBayes: Peer = {
  name: 'naive Bayes',
  fit({ table, labels }) {
    const won = countPositives(labels);
    const lost = labels.length - won;
    const fields = table.columns.map((column) => {
      const keyOf = keyReader(column);
      const counts = new Map<string, [won: number, lost: number]>();
      for (let row = 0; row < labels.length; row++) {
        const key = keyOf(column, row);
        if (key === undefined) continue;
        const count = counts.get(key) ?? [SMOOTHING, SMOOTHING];
        count[labels[row] === 1 ? 0 : 1]++;
        counts.set(key, count);
      }
      return { name: column.name, keyOf, counts };
    });
    return Promise.resolve(({ rowCount, columns }) => {
      const margins = new Float64Array(rowCount).fill(Math.log(won / lost));
      for (const { name, keyOf, counts } of fields) {
        const column = columns.find((candidate) => candidate.name === name);
        if (!column) throw new RangeError(`There is no column ${name}.`);
        for (let row = 0; row < rowCount; row++) {
          const count = counts.get(keyOf(column, row) ?? '');
          if (count) margins[row] = (margins[row] ?? 0) + Math.log(count[0] / won) - Math.log(count[1] / lost);
        }
      }
      return margins.map(sigmoid);
    });
  },
};

type ReadKey = (column: FeatureColumn, row: number) => string | undefined;

function keyReader(fitted: FeatureColumn): ReadKey {
  if (fitted.kind === 'category') return ({ values }, row) => values[row] as string | undefined;
  const known = fitted.values.filter((value) => !Number.isNaN(value)).sort();
  const cuts = Array.from({ length: BINS - 1 }, (_, bin) => known[Math.floor(((bin + 1) * known.length) / BINS)] ?? 0);
  return ({ values }, row) => {
    const value = values[row] as number;
    return Number.isNaN(value) ? undefined : `bin ${cuts.filter((cut) => cut < value).length}`;
  };
}
