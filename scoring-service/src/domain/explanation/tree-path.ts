import type { TreeEnsemble } from '../model/tree-ensemble.ts';

/** A split that lies on the way to a node, and the side that leads there. */
export type PathStep = { node: number; goesLeft: boolean };

/** All about one column on the way to a leaf: its splits, and the share of the rows they let through. */
export type PathColumn = { column: number; steps: PathStep[]; zeroFraction: number };

/** The splits on a path put together by column, in the order they are met. */
export function columnsOfPath({ feature, left, cover }: TreeEnsemble, path: PathStep[]): PathColumn[] {
  const columns = new Map<number, PathColumn>();
  for (const step of path) {
    const column = feature[step.node] as number;
    const child = (left[step.node] as number) + (step.goesLeft ? 0 : 1);
    const passed = (cover[child] as number) / (cover[step.node] as number);
    const known = columns.get(column);
    if (known === undefined) {
      columns.set(column, { column, steps: [step], zeroFraction: passed });
      continue;
    }
    known.steps.push(step);
    known.zeroFraction *= passed;
  }
  return [...columns.values()];
}

/** The leaves at and below `node`, each with its path from the root; `path` leads to `node`. */
export function* leavesBelow(
  ensemble: TreeEnsemble,
  node: number,
  path: PathStep[],
): Generator<{ leaf: number; path: PathStep[] }> {
  if ((ensemble.feature[node] as number) < 0) {
    yield { leaf: node, path };
    return;
  }
  const child = ensemble.left[node] as number;
  yield* leavesBelow(ensemble, child, [...path, { node, goesLeft: true }]);
  yield* leavesBelow(ensemble, child + 1, [...path, { node, goesLeft: false }]);
}

/** The mean margin a tree adds, by cover: what its leaves are worth to a row of which nothing is known. */
export function expectedValue(ensemble: TreeEnsemble, root: number): number {
  let expected = 0;
  for (const { leaf, path } of leavesBelow(ensemble, root, [])) {
    const columns = columnsOfPath(ensemble, path);
    expected += columns.reduce((share, { zeroFraction }) => share * zeroFraction, ensemble.threshold[leaf] as number);
  }
  return expected;
}
