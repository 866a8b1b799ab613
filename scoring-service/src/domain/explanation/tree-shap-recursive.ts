import type { TreeEnsemble } from '../model/tree-ensemble.ts';
import type { AddTree } from './tree-shap-tables.ts';

/**
 * TreeSHAP as published (Lundberg et al. 2018, algorithm 2, path dependent): no tables, any depth, slow.
 * Walks every leaf and carries, for each column on the way, the share of coalitions that get there.
 */
export function createRecursiveShap(ensemble: TreeEnsemble, roots: number[], fieldOf: Int32Array): AddTree {
  const { feature, threshold, left, missing, cover } = ensemble;

  return (tree, values, offset, out, outOffset) => {
    const addLeaf = (value: number, path: PathElement[]): void => {
      path.forEach(({ column, zeroFraction, oneFraction }, index) => {
        if (index === 0) return;
        const weight = unwind(path, index).reduce((sum, element) => sum + element.weight, 0);
        const target = outOffset + (fieldOf[column] as number);
        out[target] = (out[target] as number) + weight * (oneFraction - zeroFraction) * value;
      });
    };
    const visit = (node: number, path: PathElement[]): void => {
      const column = feature[node] as number;
      if (column < 0) {
        addLeaf(threshold[node] as number, path);
        return;
      }
      const value = values[offset + column] as number;
      const child = left[node] as number;
      const side = value < (threshold[node] as number) ? child : child + 1;
      const hot = Number.isNaN(value) ? (missing[node] as number) : side;
      const known = path.findIndex((element) => element.column === column);
      const incoming = path[known] ?? { zeroFraction: 1, oneFraction: 1 };
      const rest = known < 0 ? path : unwind(path, known);
      for (const next of [child, child + 1]) {
        const zeroFraction = (incoming.zeroFraction * (cover[next] as number)) / (cover[node] as number);
        visit(next, extend(rest, { column, zeroFraction, oneFraction: next === hot ? incoming.oneFraction : 0 }));
      }
    };
    visit(roots[tree] as number, [{ column: -1, zeroFraction: 1, oneFraction: 1, weight: 1 }]);
  };
}

/** One column on the way (the first element stands for none); `weight` is that of coalitions of as many columns. */
type PathElement = { column: number; zeroFraction: number; oneFraction: number; weight: number };

function extend(path: PathElement[], added: Omit<PathElement, 'weight'>): PathElement[] {
  const depth = path.length;
  const extended = [...path.map((element) => ({ ...element })), { ...added, weight: 0 }];
  for (let index = depth - 1; index >= 0; index--) {
    const element = extended[index] as PathElement;
    const next = extended[index + 1] as PathElement;
    next.weight += (added.oneFraction * element.weight * (index + 1)) / (depth + 1);
    element.weight = (added.zeroFraction * element.weight * (depth - index)) / (depth + 1);
  }
  return extended;
}

function unwind(path: PathElement[], removed: number): PathElement[] {
  const depth = path.length - 1;
  const { zeroFraction, oneFraction } = path[removed] as PathElement;
  const weights = path.map((element) => element.weight);
  let next = weights[depth] as number;
  for (let index = depth - 1; index >= 0; index--) {
    const weight = weights[index] as number;
    if (oneFraction === 0) {
      weights[index] = (weight * (depth + 1)) / (zeroFraction * (depth - index));
      continue;
    }
    weights[index] = (next * (depth + 1)) / ((index + 1) * oneFraction);
    next = weight - ((weights[index] as number) * zeroFraction * (depth - index)) / (depth + 1);
  }
  return path.toSpliced(removed, 1).map((element, index) => ({ ...element, weight: weights[index] as number }));
}
