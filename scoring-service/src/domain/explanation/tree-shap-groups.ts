import type { TreeEnsemble } from '../model/tree-ensemble.ts';
import { columnsOfPath, leavesBelow, type PathStep } from './tree-path.ts';
import { leafContributions } from './tree-shap-leaf.ts';

/**
 * Neighbouring leaves that are looked up together. What they contribute depends only on how a row stands to the
 * splits above (`path`: does it go the way that leads here?) and to the splits among them (`splits`: does it go
 * left?). These answers, first split first, are the bits of an index into `table`, which holds a row of one number
 * for each of `fields`.
 */
export type LeafGroup = { node: number; splits: number[]; fields: number[]; table: Float64Array };

/** How a tree is walked: `splits` above the groups, parents first, then the groups. */
export type GroupedTree = { splits: number[]; groups: LeafGroup[] };

/** Three splits are four leaves at a time: measured as the best of memory and speed at depths 4 to 6. */
const SPLITS_IN_GROUP = 3;

/** The largest table of a group has 2^10 rows. */
const INDEX_BITS = 10;

/** Groups the leaves of a tree and fills their tables; undefined where a path is too long for a table. */
export function groupLeaves(ensemble: TreeEnsemble, root: number, fieldOf: Int32Array): GroupedTree | undefined {
  const grouped: GroupedTree = { splits: [], groups: [] };
  const queue: { node: number; path: PathStep[] }[] = [{ node: root, path: [] }];
  for (const { node, path } of queue) {
    const splits = splitsBelow(ensemble, node);
    if (splits.length <= SPLITS_IN_GROUP && path.length + splits.length <= INDEX_BITS) {
      grouped.groups.push(createGroup(ensemble, node, path, splits, fieldOf));
      continue;
    }
    if (splits.length === 0) return undefined;
    grouped.splits.push(node);
    const child = ensemble.left[node] as number;
    queue.push({ node: child, path: [...path, { node, goesLeft: true }] });
    queue.push({ node: child + 1, path: [...path, { node, goesLeft: false }] });
  }
  return grouped;
}

function splitsBelow({ feature, left }: TreeEnsemble, node: number): number[] {
  const splits: number[] = [];
  const queue = [node];
  for (const next of queue) {
    if ((feature[next] as number) < 0) continue;
    splits.push(next);
    queue.push(left[next] as number, (left[next] as number) + 1);
  }
  return splits;
}

function createGroup(
  ensemble: TreeEnsemble,
  node: number,
  path: PathStep[],
  splits: number[],
  fieldOf: Int32Array,
): LeafGroup {
  const asked = [...path.map((step) => step.node), ...splits];
  const fields = [...new Set(asked.map((split) => fieldOf[ensemble.feature[split] as number] as number))];
  const table = new Float64Array(fields.length << asked.length);

  for (const { leaf, path: leafPath } of leavesBelow(ensemble, node, path)) {
    const columns = columnsOfPath(ensemble, leafPath).map(({ column, steps, zeroFraction }) => {
      let askedBits = 0;
      let wantedBits = 0;
      for (const step of steps) {
        const bit = 1 << (asked.length - 1 - asked.indexOf(step.node));
        askedBits |= bit;
        // On the path the bit says "goes this way", among the splits of the group "goes left".
        if (step.goesLeft || path.includes(step)) wantedBits |= bit;
      }
      return { askedBits, wantedBits, zeroFraction, position: fields.indexOf(fieldOf[column] as number) };
    });
    const contributions = leafContributions(
      ensemble.threshold[leaf] as number,
      columns.map(({ zeroFraction }) => zeroFraction),
    );
    for (let index = 0; index < 1 << asked.length; index++) {
      let mask = 0;
      columns.forEach(({ askedBits, wantedBits }, j) => {
        if ((index & askedBits) === wantedBits) mask |= 1 << j;
      });
      columns.forEach(({ position }, j) => {
        const at = index * fields.length + position;
        table[at] = (table[at] as number) + (contributions[mask * columns.length + j] as number);
      });
    }
  }
  return { node, splits, fields, table };
}
