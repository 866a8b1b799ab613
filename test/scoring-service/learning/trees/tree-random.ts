import { seededRandom } from '../../../../scoring-service/learning/src/numerics.ts';
import type { TreeEnsemble } from '../../../../scoring-service/learning/src/trees/ensemble.ts';

/**
 * Trees laid out as those of the booster: breadth first, children adjacent, covers that add up. Columns repeat on a
 * path by chance; the root always splits, deeper nodes three times out of four.
 */
export function randomEnsemble(options: {
  seed: number;
  treeCount: number;
  columnCount: number;
  maxDepth: number;
}): TreeEnsemble {
  const { seed, treeCount, columnCount, maxDepth } = options;
  const random = seededRandom(seed);
  const feature: number[] = [];
  const threshold: number[] = [];
  const left: number[] = [];
  const missing: number[] = [];
  const cover: number[] = [];
  const roots = Array.from({ length: treeCount }, () => {
    const root = feature.length;
    const queue = [{ depth: 0, share: 50 + random() * 100 }];
    let nextChild = root + 1;
    for (const { depth, share } of queue) {
      cover.push(share);
      if (depth === maxDepth || (depth > 0 && random() < 0.25)) {
        feature.push(-1);
        threshold.push(random() * 2 - 1);
        left.push(-1);
        missing.push(-1);
        continue;
      }
      const leftShare = share * (0.05 + 0.9 * random());
      feature.push(Math.floor(random() * columnCount));
      threshold.push(random() * 4 - 2);
      left.push(nextChild);
      missing.push(nextChild + (random() < 0.5 ? 0 : 1));
      nextChild += 2;
      queue.push({ depth: depth + 1, share: leftShare }, { depth: depth + 1, share: share - leftShare });
    }
    return root;
  });
  return {
    baseMargin: random() - 0.5,
    columnCount,
    roots: Int32Array.from(roots),
    feature: Int32Array.from(feature),
    threshold: Float32Array.from(threshold),
    left: Int32Array.from(left),
    missing: Int32Array.from(missing),
    cover: Float32Array.from(cover),
  };
}

/** Values around the conditions, a fifth of them missing. */
export function randomValues(seed: number, count: number): Float32Array {
  const random = seededRandom(seed);
  return Float32Array.from({ length: count }, () => (random() < 0.2 ? NaN : random() * 5 - 2.5));
}
