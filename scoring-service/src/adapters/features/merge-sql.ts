import type { Goal } from '@plumbline/contract';
import type { ProfileSource } from '../../domain/features/feature-catalogue.ts';

/** A value of one source and the moment its record had last been changed by then, as SQL. */
export type SourceValue = { source: ProfileSource; value: string; changedAt: string };

const orders: Record<Exclude<Goal['mergePolicy'], 'Most recently changed'>, ProfileSource[]> = {
  'Lead first': ['lead', 'contact', 'account'],
  'Contact first': ['contact', 'lead', 'account'],
  'Account first': ['account', 'lead', 'contact'],
};

const firstOf = (values: readonly string[]): string =>
  values.length === 1 ? String(values[0]) : `coalesce(${values.join(', ')})`;

function permutations<T>(items: readonly T[]): T[][] {
  if (items.length <= 1) return [[...items]];
  return items.flatMap((item, index) =>
    permutations(items.filter((_, other) => other !== index)).map((rest) => [item, ...rest]),
  );
}

/** The value that wins by the merge policy; a missing one falls through to the next source. */
export function mergeSql(policy: Goal['mergePolicy'], values: readonly SourceValue[]): string {
  if (policy !== 'Most recently changed') {
    const order = orders[policy];
    const sorted = values.toSorted((one, other) => order.indexOf(one.source) - order.indexOf(other.source));
    return firstOf(sorted.map(({ value }) => value));
  }
  if (values.length === 1) return firstOf(values.map(({ value }) => value));
  // A tie keeps the order of the default policy, because permutations come in that order.
  const cases = permutations(values).map((order) => {
    const moments = order.map(({ changedAt }) => `coalesce(${changedAt}, 0)`);
    const isOrder = moments.slice(1).map((moment, index) => `${moments[index]} >= ${moment}`);
    return `WHEN ${isOrder.join(' AND ')} THEN ${firstOf(order.map(({ value }) => value))}`;
  });
  return `CASE ${cases.join(' ')} END`;
}
