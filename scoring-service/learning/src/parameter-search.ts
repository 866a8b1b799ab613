import type { Trainer } from '../../src/ports/training.ts';
import type { BoosterParameters } from './booster.ts';
import { bestPrefix, CONCURRENCY, hearTrees } from './candidate-trees.ts';
import type { Part, PartWatch } from './candidate-trees.ts';
import { mapWithLimit } from './concurrency.ts';
import type { Trial } from './evaluation-report.ts';
import { forwardChains, sampleGroups } from './splits.ts';
import { selectRows } from './table.ts';
import type { LabelledRows } from './table.ts';
import { drawParameters } from './trees/parameters.ts';

/** `trials` ways to learn are tried at most. */
export type SearchBudget = { trials: number };

export type SearchOptions = SearchBudget & { seed: number; gapMs: number } & PartWatch;

/** The parameters that were best, with the trees to start from, and everything that was tried, the best first. */
export type Search = { parameters: BoosterParameters; trials: Trial[] };

/** So many go on from each round to the next: cheap rounds sort out, the last decides. */
const KEPT = 1 / 3;

/** Which settings are better shows on so many rows; more only take longer. */
const MOST_ROWS = 20_000;

/**
 * Searches parameters of the trees by forward-chained validation: all are tried on the newest chain, the better third
 * on the one before it too, and so on. How many trees are best is read off the prefixes of one training. Undefined where
 * no field varies.
 */
export async function searchParameters(
  { trainer }: { trainer: Trainer },
  rows: LabelledRows,
  { trials, seed, gapMs, onShare, signal }: SearchOptions,
): Promise<Search | undefined> {
  const sample = sampleGroups(rows, { most: MOST_ROWS, seed });
  const parts = forwardChains(sample, { gapMs, seed }).map(({ training, validation }): Part => {
    return { training: selectRows(sample, training), validation: selectRows(sample, validation) };
  });
  const standing: Standing[] = drawParameters(rows.labels, { count: trials, seed }).map((parameters) => {
    return { parameters, loss: 0, rows: 0, trees: parameters.trees };
  });
  const out: Standing[] = [];
  const total = trainingsOf(standing.length, parts.length);
  let before = 0;
  for (const [round, part] of parts.toReversed().entries()) {
    const shares = new Float64Array(standing.length);
    const done = before;
    const heard = await mapWithLimit(CONCURRENCY, [...standing.entries()], signal, ([index, one], abort) => {
      const tell = (share: number): void => {
        shares[index] = share;
        onShare?.((done + shares.reduce((sum, value) => sum + value, 0)) / total);
      };
      return hearTrees({ trainer }, [part], one.parameters, { signal: abort, onShare: tell });
    });
    for (const [index, one] of standing.entries()) {
      const trees = heard[index];
      if (!trees) return undefined;
      const best = bestPrefix(trees);
      one.loss += best.loss;
      one.rows += part.validation.labels.length;
      // The newest chain learned from the most rows: its number of trees is nearest to what all rows need.
      if (round === 0) one.trees = best.trees;
    }
    before += standing.length;
    standing.sort((a, b) => a.loss - b.loss);
    if (round < parts.length - 1) out.unshift(...standing.splice(keptOf(standing.length)));
  }
  const ranked = [...standing, ...out];
  const [best] = ranked;
  return best && { parameters: best.parameters, trials: ranked.map(toTrial) };
}

type Standing = { parameters: BoosterParameters; loss: number; rows: number; trees: number };

const keptOf = (count: number): number => Math.max(1, Math.ceil(KEPT * count));

function trainingsOf(count: number, rounds: number): number {
  let trainings = 0;
  for (let round = 0, left = count; round < rounds; round++, left = keptOf(left)) trainings += left;
  return trainings;
}

const toTrial = ({ parameters, loss, rows, trees }: Standing): Trial => ({
  parameters: { ...parameters, trees },
  logLoss: loss / rows,
  validationRows: rows,
});
