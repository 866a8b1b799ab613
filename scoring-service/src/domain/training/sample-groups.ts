import { stratifiedFolds } from './folds.ts';
import type { LabelledRows } from './labelled-rows.ts';
import { rowsWhere, selectRows } from './select-rows.ts';

/** Whole groups by chance, with the base rate of all: about `most` rows at most. */
export function sampleGroups(rows: LabelledRows, { most, seed }: { most: number; seed: number }): LabelledRows {
  const shares = Math.ceil(rows.labels.length / most);
  if (shares < 2) return rows;
  const shareOf = stratifiedFolds(rows, shares, seed);
  return selectRows(
    rows,
    rowsWhere(shareOf.length, (row) => shareOf[row] === 0),
  );
}
