import type { Trainer } from '../../src/ports/training.ts';
import { PENALTIES } from './additive/fit.ts';
import { hearLinear, sharePenalties, SMOOTHINGS } from './additive/linear-learners.ts';
import type { Heard, LinearContenders, PenaltyShare } from './additive/linear-learners.ts';
import { chooseBlend, indexOfLeast, weighMargins } from './blend.ts';
import type { Contender } from './blend.ts';
import type { BoosterParameters } from './booster.ts';
import { calibrateMargin, fitCalibration, toProbability } from './calibration.ts';
import type { Calibration } from './calibration.ts';
import { bestPrefix, hearTrees } from './candidate-trees.ts';
import type { HeardTrees, LearnerPlan, Part, PartWatch } from './candidate-trees.ts';
import { inTurns, mapWithLimit } from './concurrency.ts';
import { fitMarginScale } from './platt-scaling.ts';
import { freezeReference } from './scoring-model.ts';
import { stratifiedFolds } from './splits.ts';
import { rowsWhere, selectRows } from './table.ts';
import type { LabelledRows } from './table.ts';
import { treeMargins } from './trees/ensemble.ts';
import { mostTrees } from './trees/parameters.ts';

/** What was learned from predicting rows out of their fold. */
export type CrossValidation = {
  plan: LearnerPlan;
  contenders: Contender[];
  calibration: Calibration;
  /** Calibrated probabilities that later scores are ranked among. */
  reference: number[];
};

/** One fold: its part, and the places of its validation rows among all. */
type Fold = Part & { rows: Uint32Array };

/** Folds on which shapes of trees are compared before one is trained on all. */
const PROBES = 2;

/** Where the best number of trees is this near to the most that were tried, more are tried. */
const NEARLY_ALL = 0.9;

/** What the other folds are given of the number of trees that was best on the probes: theirs is not far from it. */
const ROOM = 1.25;

/**
 * Predicts every row by learners that have not seen it, and settles by these predictions what is to be trained: the
 * shape and number of trees, the penalties of the linear learners, the weights of all, the calibration.
 */
export async function crossValidate(
  { trainer }: { trainer: Trainer },
  rows: LabelledRows,
  { shapes, foldCount, seed }: { shapes: BoosterParameters[]; foldCount: number; seed: number },
  watch: PartWatch = {},
): Promise<CrossValidation> {
  const folds = cutFolds(rows, foldCount, seed);
  const { trees, linear } = await hearAll({ trainer }, folds, shapes, watch);
  const { labels } = rows;
  const gather = (of: (fold: number) => Float64Array): Float64Array => gatherMargins(labels.length, folds, of);

  const penaltiesBy = (of: LinearContenders[]) => sharePenalties(totalLosses(of.map(({ additive }) => additive)));
  const smoothingBy = (of: LinearContenders[]) => indexOfLeast(totalLosses(of.map(({ bayes }) => bayes)));
  const naive = gather((fold) => {
    return linear[fold]?.bayes[smoothingBy(othersThan(linear, fold))]?.margins ?? new Float64Array();
  });
  const temper = fitMarginScale(naive, labels);
  const margins = {
    ...(trees && {
      trees: gather((fold) => {
        const { ensemble, matrix } = trees.heard[fold] as HeardTrees;
        return treeMargins(ensemble, matrix, bestPrefix(othersThan(trees.heard, fold)).trees);
      }),
    }),
    additive: gather((fold) => averageMargins(linear[fold]?.additive ?? [], penaltiesBy(othersThan(linear, fold)))),
    bayes: naive.map((margin) => temper.slope * margin + temper.shift),
  };
  const { weights, contenders } = chooseBlend(margins, labels);
  const blended = weighMargins(weights, margins, labels.length);
  const calibration = fitCalibration(blended, labels);
  const probabilities = blended.map((margin) => toProbability(calibrateMargin(calibration, margin)));
  return {
    plan: {
      parameters: trees?.parameters ?? (shapes[0] as BoosterParameters),
      penalties: penaltiesBy(linear),
      smoothing: SMOOTHINGS[smoothingBy(linear)] ?? 1,
      temper: { slope: temper.slope, shift: temper.shift },
      weights,
    },
    contenders: trees ? contenders : [],
    calibration,
    reference: freezeReference(probabilities),
  };
}

/** A fold's own outcomes have no say in the settings of what predicts them, or learners with many settings boast. */
const othersThan = <T>(folds: readonly T[], fold: number): T[] => folds.filter((_, index) => index !== fold);

function cutFolds(rows: LabelledRows, foldCount: number, seed: number): Fold[] {
  const foldOf = stratifiedFolds(rows, foldCount, seed);
  return Array.from({ length: foldCount }, (_, fold) => {
    const validationRows = rowsWhere(foldOf.length, (row) => foldOf[row] === fold);
    const trainingRows = rowsWhere(foldOf.length, (row) => foldOf[row] !== fold);
    return {
      rows: validationRows,
      training: selectRows(rows, trainingRows),
      validation: selectRows(rows, validationRows),
    };
  });
}

/** Hears all learners on all folds: the linear ones here, while threads of their own train the trees. */
async function hearAll(
  { trainer }: { trainer: Trainer },
  folds: Fold[],
  shapes: BoosterParameters[],
  { onShare, signal }: PartWatch,
): Promise<{ trees: Awaited<ReturnType<typeof hearShapes>>; linear: LinearContenders[] }> {
  const linear: LinearContenders[] = [];
  let trees: Awaited<ReturnType<typeof hearShapes>>;
  await mapWithLimit(2, ['trees', 'linear'], signal, async (learners, abort) => {
    if (learners === 'trees') {
      trees = await hearShapes({ trainer }, folds, shapes, { onShare, signal: abort });
      return;
    }
    linear.push(...keepHeardByAll(await inTurns(hearFolds(folds, abort), 1)));
  });
  return { trees, linear };
}

function* hearFolds(folds: Fold[], signal: AbortSignal): Generator<LinearContenders> {
  for (const { training, validation } of folds) {
    signal.throwIfAborted();
    yield hearLinear(training, validation);
  }
}

/** A penalty that a fold has given up is out for all, or that fold's rows would lack its share in the average. */
const keepHeardByAll = (folds: LinearContenders[]): LinearContenders[] =>
  folds.map(({ additive, bayes }) => ({
    additive: additive.map((heard, index) => (folds.every((fold) => fold.additive[index]) ? heard : undefined)),
    bayes,
  }));

/** Compares the shapes on a few folds and trains the best on the others too. */
async function hearShapes(
  { trainer }: { trainer: Trainer },
  folds: Fold[],
  shapes: BoosterParameters[],
  { onShare, signal }: PartWatch,
): Promise<{ parameters: BoosterParameters; heard: HeardTrees[] } | undefined> {
  const probes = folds.slice(0, PROBES);
  const others = folds.slice(PROBES);
  const total = shapes.length * probes.length + others.length;
  let best: { parameters: BoosterParameters; heard: HeardTrees[]; loss: number } | undefined;
  for (const [index, shape] of shapes.entries()) {
    const before = index * probes.length;
    const watch = { signal, onShare: (share: number) => onShare?.((before + share * probes.length) / total) };
    let tried = { ...shape };
    let heard = await hearTrees({ trainer }, probes, tried, watch);
    if (!heard) return undefined;
    while (bestPrefix(heard).trees >= NEARLY_ALL * tried.trees && isExtensible(tried, shapes)) {
      tried = { ...tried, trees: Math.min(mostTrees(tried.maxDepth), 2 * tried.trees) };
      const more = await hearTrees({ trainer }, probes, tried, watch);
      if (!more) return undefined;
      heard = more;
    }
    const { loss } = bestPrefix(heard);
    if (!best || loss < best.loss) best = { parameters: tried, heard, loss };
  }
  if (!best) return undefined;
  const before = total - others.length;
  const enough = Math.ceil(ROOM * bestPrefix(best.heard).trees);
  const trimmed = { ...best.parameters, trees: Math.min(best.parameters.trees, enough) };
  const rest = await hearTrees({ trainer }, others, trimmed, {
    signal,
    onShare: (share) => onShare?.((before + share * others.length) / total),
  });
  const heard = [...best.heard, ...(rest ?? [])];
  return rest && { heard, parameters: { ...best.parameters, trees: bestPrefix(heard).trees } };
}

/** Small data, for which there is one shape only, keeps to its small models. */
const isExtensible = ({ trees, maxDepth }: BoosterParameters, shapes: BoosterParameters[]): boolean =>
  shapes.length > 1 && trees < mostTrees(maxDepth);

/** The log loss of every setting in total over all folds; infinite where a fold has not heard it. */
const totalLosses = (folds: (Heard | undefined)[][]): Float64Array =>
  Float64Array.from({ length: folds[0]?.length ?? 0 }, (_, setting) =>
    folds.reduce((sum, heard) => sum + (heard[setting]?.loss ?? Number.POSITIVE_INFINITY), 0),
  );

/** What the average of the penalties' models says, `heard` being in the order of `PENALTIES`. */
function averageMargins(heard: (Heard | undefined)[], shares: PenaltyShare[]): Float64Array {
  const average = new Float64Array(heard.find((one) => one !== undefined)?.margins.length ?? 0);
  PENALTIES.forEach(({ strength, manner }, index) => {
    const own = shares.find((penalty) => penalty.strength === strength && penalty.manner === manner);
    const margins = heard[index]?.margins;
    if (!own || !margins) return;
    for (let row = 0; row < average.length; row++) {
      average[row] = (average[row] as number) + own.share * (margins[row] as number);
    }
  });
  return average;
}

/** Puts the folds' margins back into the order of the rows. */
function gatherMargins(rowCount: number, folds: Fold[], marginsOf: (fold: number) => Float64Array): Float64Array {
  const gathered = new Float64Array(rowCount);
  folds.forEach(({ rows }, fold) => {
    const margins = marginsOf(fold);
    rows.forEach((row, index) => {
      gathered[row] = margins[index] as number;
    });
  });
  return gathered;
}
