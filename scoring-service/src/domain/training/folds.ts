import { seededRandom, shuffle } from './seeded-random.ts';

/** What folds are drawn from: labels (0 or 1) and the groups that must stay together, one a row. */
export type FoldInput = { labels: Uint8Array; groups: string[] };

/**
 * The fold (0 to foldCount - 1) of every row: groups stay whole, and every fold has about the same number of rows and
 * of positives. Depends on the seed and the groups' labels, not on what the groups are called.
 */
export function stratifiedFolds({ labels, groups }: FoldInput, foldCount: number, seed: number): Uint8Array {
  const members = groupRows(groups);
  const positives = members.map((rows) => rows.reduce((sum, row) => sum + (labels[row] as number), 0));
  const order = shuffle([...members.keys()], seededRandom(seed));
  // Groups rich in positives first: the small ones that follow even out what these leave uneven.
  order.sort((a, b) => (positives[b] as number) - (positives[a] as number) || sizeOf(b) - sizeOf(a));

  const rowsOf = new Array<number>(foldCount).fill(0);
  const positivesOf = new Array<number>(foldCount).fill(0);
  const folds = new Uint8Array(groups.length);
  for (const group of order) {
    const positiveCount = positives[group] as number;
    const measure = positiveCount > 0 ? positivesOf : rowsOf;
    const fold = emptiest(measure, rowsOf);
    for (const row of members[group] as number[]) folds[row] = fold;
    rowsOf[fold] = (rowsOf[fold] as number) + sizeOf(group);
    positivesOf[fold] = (positivesOf[fold] as number) + positiveCount;
  }
  return folds;

  function sizeOf(group: number): number {
    return (members[group] as number[]).length;
  }
}

/** The rows of each group, groups in the order of their first row. */
export function groupRows(groups: string[]): number[][] {
  const members = new Map<string, number[]>();
  groups.forEach((group, row) => {
    const rows = members.get(group);
    if (rows) rows.push(row);
    else members.set(group, [row]);
  });
  return [...members.values()];
}

/** The fold with the least of `measure`; among equals the one with fewer rows, then the first. */
function emptiest(measure: number[], rowsOf: number[]): number {
  let best = 0;
  for (let fold = 1; fold < measure.length; fold++) {
    const difference = (measure[fold] as number) - (measure[best] as number);
    if (difference < 0 || (difference === 0 && (rowsOf[fold] as number) < (rowsOf[best] as number))) best = fold;
  }
  return best;
}
