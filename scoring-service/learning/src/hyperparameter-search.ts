import { drawParameters } from './booster.ts';
import type { Booster, BoosterParameters } from './booster.ts';
import { mapConcurrently } from './concurrency.ts';
import type { TaskOptions } from './concurrency.ts';
import type { Trial } from './evaluation.ts';
import { sum } from './numerics.ts';
import { forwardChaining, sampleGroups } from './splits.ts';
import { selectRows } from './table.ts';
import type { LabelledRows } from './table.ts';
import { bestIteration, evaluateTrees } from './tree-learner.ts';

/** At most `trials` configurations are tried. */
export type SearchBudget = { trials: number };

/** The share of the configurations that goes on from each round to the next: early rounds are cheap, the last one decides. */
const KEPT_SHARE = 1 / 3;

/** So many rows show which configuration is better; more only take longer. */
const MAX_ROWS = 20_000;

/**
 * Random search with successive halving (Jamieson and Talwalkar 2016) on forward-chaining splits: all configurations are
 * tried on the newest split, the best third also on the one before it, and so on. One training evaluates every number of
 * trees. Returns the best parameters, with the number of trees to start from, and all trials, the best first; undefined
 * where no field varies.
 */
export async function searchParameters(
  rows: LabelledRows,
  booster: Booster,
  { trials, seed, gapMs, onShare, signal }: SearchBudget & { seed: number; gapMs: number } & TaskOptions,
): Promise<{ parameters: BoosterParameters; trials: Trial[] } | undefined> {
  const sample = sampleGroups(rows, { maxRows: MAX_ROWS, seed });
  const folds = forwardChaining(sample, { gapMs, seed }).map(({ training, validation }) => ({
    training: selectRows(sample, training),
    validation: selectRows(sample, validation),
  }));
  const remaining = drawParameters(rows.labels, { count: trials, seed }).map((parameters): Candidate => ({
    parameters,
    loss: 0,
    rows: 0,
    trees: parameters.trees,
  }));
  const dropped: Candidate[] = [];
  const total = countTrainings(remaining.length, folds.length);
  let before = 0;
  for (const [round, fold] of folds.toReversed().entries()) {
    const shares = new Float64Array(remaining.length);
    const done = before;
    const evaluated = await mapConcurrently(remaining, signal, ({ parameters }, abort, index) =>
      evaluateTrees([fold], booster, parameters, {
        signal: abort,
        onShare: (share) => {
          shares[index] = share;
          onShare?.((done + sum(shares)) / total);
        },
      }),
    );
    for (const [index, candidate] of remaining.entries()) {
      const trees = evaluated[index];
      if (!trees) return undefined;
      const best = bestIteration(trees);
      candidate.loss += best.loss;
      candidate.rows += fold.validation.labels.length;
      // The newest split trains on the most rows: its number of trees is nearest to what all rows need.
      if (round === 0) candidate.trees = best.trees;
    }
    before += remaining.length;
    remaining.sort((a, b) => a.loss - b.loss);
    if (round < folds.length - 1) dropped.unshift(...remaining.splice(countKept(remaining.length)));
  }
  const ranked = [...remaining, ...dropped];
  const best = ranked.at(0);
  return best && { parameters: best.parameters, trials: ranked.map(toTrial) };
}

type Candidate = { parameters: BoosterParameters; loss: number; rows: number; trees: number };

const countKept = (count: number): number => Math.max(1, Math.ceil(KEPT_SHARE * count));

function countTrainings(count: number, rounds: number): number {
  let trainings = 0;
  for (let round = 0, left = count; round < rounds; round++, left = countKept(left)) trainings += left;
  return trainings;
}

const toTrial = ({ parameters, loss, rows, trees }: Candidate): Trial => ({
  parameters: { ...parameters, trees },
  logLoss: loss / rows,
  validationRows: rows,
});
