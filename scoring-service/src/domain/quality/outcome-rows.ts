import type { LabelledRows } from '../training/labelled-rows.ts';

/**
 * One row for each group, in the order of the groups: its latest row, or its latest positive one where it has any.
 * Of equal moments the first row counts.
 */
export function outcomeRows({ groups, labels, times }: LabelledRows, prefer: 'latest' | 'positive'): Uint32Array {
  const chosen = new Map<string, number>();
  groups.forEach((group, row) => {
    const other = chosen.get(group);
    if (other === undefined || isBetter(row, other)) chosen.set(group, row);
  });
  return Uint32Array.from(chosen.values());

  function isBetter(row: number, other: number): boolean {
    if (prefer === 'positive' && labels[row] !== labels[other]) return labels[row] === 1;
    return (times[row] as number) > (times[other] as number);
  }
}
