import type { Matrix } from '../table.ts';
import type { TreeEnsemble } from './ensemble.ts';
import { expectedValue, groupLeaves } from './shap-groups.ts';
import type { GroupedTree } from './shap-groups.ts';
import { createRecursiveShap, createTableLookup } from './shap-recursive.ts';
import type { AddTree } from './shap-recursive.ts';

/** 128 MB of tables: 200 full trees of depth 7. Trees beyond that are explained without tables, more slowly. */
const MAX_TABLE_NUMBERS = 16e6;

/** Rows explained together, tree by tree: the tables of a tree stay in the processor's cache meanwhile. */
const ROWS_IN_BLOCK = 256;

/**
 * Explains margins: `bias` plus the contributions of a row is its margin (to about 1e-12). There is one contribution per
 * column, or a field (`fieldCount` of them) where fields were given.
 */
export type TreeExplainer = {
  bias: number;
  fieldCount: number;
  /** Explains the row that begins at `offset` of `values`; overwrites the first `fieldCount` numbers of `out`. */
  contributions(values: Float32Array, offset: number, out: Float64Array): void;
  /** Explains all rows, `fieldCount` numbers a row; for many rows several times as fast as one by one. */
  matrixContributions(matrix: Matrix): Float64Array;
};

type TreeExplainerOptions = { fieldOfColumn?: Int32Array };

/**
 * Exact path-dependent TreeSHAP (Lundberg et al. 2018): the Shapley values
 * φⱼ = Σ over coalitions T without j of |T|!·(d − |T| − 1)!/d! · (v(T ∪ j) − v(T)) of the game in which a column outside T
 * sends a row down both sides of a split in proportion to their cover. Columns of one field (`fieldOfColumn`, one number
 * a column) are summed, which Shapley values allow. Costs some milliseconds per tree once; keep the explainer with its model.
 */
export function createTreeExplainer(
  ensemble: TreeEnsemble,
  {
    fieldOfColumn = Int32Array.from({ length: ensemble.columnCount }, (_, column) => column),
  }: TreeExplainerOptions = {},
): TreeExplainer {
  if (fieldOfColumn.length !== ensemble.columnCount || fieldOfColumn.some((field) => field < 0)) {
    throw new RangeError(`Each of the ${ensemble.columnCount} columns needs a field.`);
  }
  const fieldCount = fieldOfColumn.reduce((count, field) => Math.max(count, field + 1), 0);
  const { grouped, ungrouped } = groupTrees(ensemble, fieldOfColumn);
  const addGrouped = createTableLookup(ensemble, grouped);
  const addUngrouped = createRecursiveShap(ensemble, ungrouped, fieldOfColumn);

  const explain = ({ rowCount, columnCount, values }: Matrix, firstOffset: number, out: Float64Array): void => {
    const addToAll = (treeCount: number, add: AddTree, firstRow: number, lastRow: number): void => {
      for (let tree = 0; tree < treeCount; tree++) {
        for (let row = firstRow; row < lastRow; row++) {
          add(tree, values, firstOffset + row * columnCount, out, row * fieldCount);
        }
      }
    };
    for (let row = 0; row < rowCount; row += ROWS_IN_BLOCK) {
      const lastRow = Math.min(rowCount, row + ROWS_IN_BLOCK);
      addToAll(grouped.length, addGrouped, row, lastRow);
      addToAll(ungrouped.length, addUngrouped, row, lastRow);
    }
  };
  return {
    bias: ensemble.roots.reduce((bias, root) => bias + expectedValue(ensemble, root), ensemble.baseMargin),
    fieldCount,
    contributions(values, offset, out) {
      if (out.length < fieldCount) throw new RangeError(`${fieldCount} contributions do not fit into ${out.length}.`);
      out.fill(0, 0, fieldCount);
      explain({ rowCount: 1, columnCount: ensemble.columnCount, values }, offset, out);
    },
    matrixContributions(matrix) {
      if (matrix.columnCount !== ensemble.columnCount) {
        throw new RangeError(`The matrix has ${matrix.columnCount} columns, the model ${ensemble.columnCount}.`);
      }
      const out = new Float64Array(matrix.rowCount * fieldCount);
      explain(matrix, 0, out);
      return out;
    },
  };
}

function groupTrees(ensemble: TreeEnsemble, fieldOf: Int32Array): { grouped: GroupedTree[]; ungrouped: number[] } {
  const grouped: GroupedTree[] = [];
  const ungrouped: number[] = [];
  let numbers = 0;
  for (const root of ensemble.roots) {
    const tree = numbers < MAX_TABLE_NUMBERS ? groupLeaves(ensemble, root, fieldOf) : undefined;
    if (tree === undefined) {
      ungrouped.push(root);
      continue;
    }
    grouped.push(tree);
    numbers += tree.groups.reduce((sum, { table }) => sum + table.length, 0);
  }
  return { grouped, ungrouped };
}

/** Rows explained ahead where a caller reads one row after the other: the tables of a tree then stay in the cache. */
const AHEAD = 128;

/**
 * Contributions of the trees, one row at a time: `fieldCount` numbers that stay valid until the next call. A row that
 * follows the one before is explained in a block with the next ones, any other row alone. Exact: Σ contributions + base
 * value = margin (Lundberg and others 2020).
 */
export function createRowReader(explainer: TreeExplainer, matrix: Matrix): (row: number) => Float64Array {
  const { fieldCount } = explainer;
  const single = new Float64Array(fieldCount);
  let first = 0;
  let block: Float64Array = new Float64Array();
  let previous = Number.NaN;

  return (row) => {
    const isNext = row === previous + 1;
    previous = row;
    const isInBlock = row >= first && (row - first) * fieldCount < block.length;
    if (!isInBlock && !isNext) {
      explainer.contributions(matrix.values, row * matrix.columnCount, single);
      return single;
    }
    if (!isInBlock) {
      first = row;
      block = explainer.matrixContributions(rowsOf(matrix, row, Math.min(matrix.rowCount, row + AHEAD)));
    }
    return block.subarray((row - first) * fieldCount, (row - first + 1) * fieldCount);
  };
}

const rowsOf = ({ columnCount, values }: Matrix, from: number, to: number): Matrix => ({
  ...{ rowCount: to - from, columnCount },
  values: values.subarray(from * columnCount, to * columnCount),
});
