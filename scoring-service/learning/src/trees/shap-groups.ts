import type { TreeEnsemble } from './ensemble.ts';

/** A split on the path to a node, and the side that leads there. */
type PathStep = { node: number; goesLeft: boolean };

/** One column on the path to a leaf: its splits, and the share of the cover that passes them. */
type PathColumn = { column: number; steps: PathStep[]; zeroFraction: number };

/** The splits on a path by column, in the order of their first split. */
function columnsOfPath({ feature, left, cover }: TreeEnsemble, path: PathStep[]): PathColumn[] {
  const columns = new Map<number, PathColumn>();
  for (const step of path) {
    const column = feature[step.node];
    const child = left[step.node] + (step.goesLeft ? 0 : 1);
    const passed = cover[child] / cover[step.node];
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
function* leavesBelow(
  ensemble: TreeEnsemble,
  node: number,
  path: PathStep[],
): Generator<{ leaf: number; path: PathStep[] }> {
  if (ensemble.feature[node] < 0) {
    yield { leaf: node, path };
    return;
  }
  const child = ensemble.left[node];
  yield* leavesBelow(ensemble, child, [...path, { node, goesLeft: true }]);
  yield* leavesBelow(ensemble, child + 1, [...path, { node, goesLeft: false }]);
}

/** The expected margin of a tree: Σ leaf value · product of the cover ratios on its path. */
export function expectedValue(ensemble: TreeEnsemble, root: number): number {
  let expected = 0;
  for (const { leaf, path } of leavesBelow(ensemble, root, [])) {
    const columns = columnsOfPath(ensemble, path);
    expected += columns.reduce((share, { zeroFraction }) => share * zeroFraction, ensemble.threshold[leaf]);
  }
  return expected;
}

/**
 * Shapley values of one leaf for every combination of conditions on its path that a row can satisfy.
 *
 * A leaf of `value` lies below d columns; a row satisfies the conditions of some of them (the bits of `mask`), and a
 * column outside the coalition lets `zeroFractions[j]` of the rows through (the product of the cover ratios of its
 * conditions). So v(T) = value · ∏ over j in T of [satisfied] · ∏ over j not in T of zeroFractions[j]. The Shapley value of
 * column j stands at `mask * d + j`. Only sums and products of positive numbers occur, so no digits cancel.
 */
function leafContributions(value: number, zeroFractions: number[]): Float64Array {
  const columnCount = zeroFractions.length;
  const maskCount = 1 << columnCount;
  const weighted = weightedCoalitions(zeroFractions);
  const contributions = new Float64Array(maskCount * columnCount);
  for (let mask = 0; mask < maskCount; mask++) {
    let passed = value;
    zeroFractions.forEach((fraction, j) => {
      if ((mask & (1 << j)) === 0) passed *= fraction;
    });
    // A coalition with an unsatisfied column has the value 0, so only coalitions within the mask count.
    zeroFractions.forEach((fraction, j) => {
      const bit = 1 << j;
      const isSatisfied = (mask & bit) !== 0;
      contributions[mask * columnCount + j] = isSatisfied
        ? (1 - fraction) * passed * weighted[mask ^ bit]
        : -passed * weighted[mask];
    });
  }
  return contributions;
}

/**
 * For every set S of columns: Σ over T within S of |T|!·(d − |T| − 1)!/d! · ∏ over S without T of the zero fractions, by the
 * elementary symmetric polynomials of the fractions in S, each set from the set without its highest column.
 */
function weightedCoalitions(zeroFractions: number[]): Float64Array {
  const columnCount = zeroFractions.length;
  const weights = shapleyWeights(columnCount);
  const stride = columnCount + 1;
  const symmetric = new Float64Array((1 << columnCount) * stride);
  const weighted = new Float64Array(1 << columnCount);
  symmetric[0] = 1;
  for (let set = 0; set < weighted.length; set++) {
    const size = bitCount(set);
    if (set > 0) {
      const highest = 31 - Math.clz32(set);
      const fraction = zeroFractions[highest];
      const rest = (set ^ (1 << highest)) * stride;
      for (let order = 0; order <= size; order++) {
        const below = order > 0 ? symmetric[rest + order - 1] : 0;
        symmetric[set * stride + order] = symmetric[rest + order] + fraction * below;
      }
    }
    let sum = 0;
    for (let joined = 0; joined <= Math.min(size, columnCount - 1); joined++) {
      sum += weights[joined] * symmetric[set * stride + size - joined];
    }
    weighted[set] = sum;
  }
  return weighted;
}

/** |T|!·(d − |T| − 1)!/d! for |T| = 0 to d − 1. */
function shapleyWeights(columnCount: number): number[] {
  const weights: number[] = [];
  let weight = 1 / columnCount;
  for (let joined = 0; joined < columnCount; joined++) {
    weights.push(weight);
    weight *= (joined + 1) / (columnCount - joined - 1);
  }
  return weights;
}

function bitCount(set: number): number {
  let count = 0;
  for (let rest = set; rest !== 0; rest &= rest - 1) count++;
  return count;
}

/**
 * Neighbouring leaves that are looked up together. Their contributions depend only on the splits above (does the row take
 * the side that leads here?) and on the splits among them (does it go left?). These bits, first split first, are an index
 * into `table`, which holds a row of one number for each of `fields`.
 */
export type LeafGroup = { node: number; splits: number[]; fields: number[]; table: Float64Array };

/** A tree in evaluation order: `splits` above the groups, parents first, then the groups. */
export type GroupedTree = { splits: number[]; groups: LeafGroup[] };

/** Three splits are four leaves at a time: the best of memory and speed at depths 4 to 6 by measurement. */
const SPLITS_IN_GROUP = 3;

/** The largest table of a group has 2^10 rows. */
const INDEX_BITS = 10;

/**
 * Groups the leaves of a tree and fills their tables; undefined where a path is too long for a table. (Tables of
 * path-dependent TreeSHAP: Lundberg and others 2020; Yang 2021, Fast TreeSHAP v2.)
 */
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
    const child = ensemble.left[node];
    queue.push({ node: child, path: [...path, { node, goesLeft: true }] });
    queue.push({ node: child + 1, path: [...path, { node, goesLeft: false }] });
  }
  return grouped;
}

function splitsBelow({ feature, left }: TreeEnsemble, node: number): number[] {
  const splits: number[] = [];
  const queue = [node];
  for (const next of queue) {
    if (feature[next] < 0) continue;
    splits.push(next);
    queue.push(left[next], left[next] + 1);
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
  const tested = [...path.map((step) => step.node), ...splits];
  const fields = [...new Set(tested.map((split) => fieldOf[ensemble.feature[split]]))];
  const table = new Float64Array(fields.length << tested.length);

  for (const { leaf, path: leafPath } of leavesBelow(ensemble, node, path)) {
    const columns = columnsOfPath(ensemble, leafPath).map(({ column, steps, zeroFraction }) => {
      let testedBits = 0;
      let passedBits = 0;
      for (const step of steps) {
        const bit = 1 << (tested.length - 1 - tested.indexOf(step.node));
        testedBits |= bit;
        // On the path the bit means "takes the side that leads here", among the splits of the group "goes left".
        if (step.goesLeft || path.includes(step)) passedBits |= bit;
      }
      return { testedBits, passedBits, zeroFraction, position: fields.indexOf(fieldOf[column]) };
    });
    const contributions = leafContributions(
      ensemble.threshold[leaf],
      columns.map(({ zeroFraction }) => zeroFraction),
    );
    for (let index = 0; index < 1 << tested.length; index++) {
      let mask = 0;
      columns.forEach(({ testedBits, passedBits }, j) => {
        if ((index & testedBits) === passedBits) mask |= 1 << j;
      });
      columns.forEach(({ position }, j) => {
        const at = index * fields.length + position;
        table[at] += contributions[mask * columns.length + j];
      });
    }
  }
  return { node, splits, fields, table };
}
