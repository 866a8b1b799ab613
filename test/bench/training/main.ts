import { setImmediate } from 'node:timers/promises';
import {
  chooseParameters,
  countPositives,
  encodeTable,
  fit,
  fitEncoder,
  InsufficientDataError,
  prepareAdditive,
} from '@plumbline/learning';
import { trainTrees } from '../../../scoring-service/src/adapters/trainer/train-trees.ts';
import { drawRows, effectOf } from '../quality/made-up/draw-rows.ts';
import type { Cell, DrawRecord } from '../quality/made-up/draw-rows.ts';
import { readUsage } from '../../usage.ts';

/*
 * The time of a fit as a run does it: search (with --tune), cross-validation, calibration, test and refit. One training
 * of trees and one additive fit to the same rows are timed in the same run, because ratios differ less between machines
 * than seconds.
 */
readUsage(
  `node test/bench/training/main.ts [--rows N] [--rare] [--tune]
--rare: six rows in a hundred are positive; --tune: with a search`,
  (word) => /^(--rows|--rare|--tune|\d+)$/.test(word),
);

const NUMBERS = 36;
const CATEGORIES = 24;
const SEED = 1;

/** Sixty columns: numbers with missing values, categories of 3 to 200 values; a third of them carry information. */
const record: DrawRecord = (draw) => {
  const cells: Record<string, Cell> = {};
  let logOdds = -1.6;
  for (let index = 0; index < NUMBERS; index++) {
    const value = index % 3 === 0 ? Math.round(Math.exp(draw.normal() + 1)) : draw.normal();
    const isMissing = draw.unit() < 0.2;
    cells[`number ${index}`] = isMissing ? Number.NaN : value;
    if (index < 12 && !isMissing) logOdds += 0.25 * effectOf('number', index) * Math.min(value, 4);
  }
  for (let index = 0; index < CATEGORIES; index++) {
    const level = draw.level(3 + index ** 2 / 3);
    cells[`category ${index}`] = draw.unit() < 0.1 ? undefined : `level ${level}`;
    if (index < 8) logOdds += 0.35 * effectOf(`category ${index}`, level);
  }
  return { cells, logOdds };
};

const argument = (name: string): string | undefined => {
  const position = process.argv.indexOf(name);
  return position < 0 ? undefined : (process.argv[position + 1] ?? '');
};

const seconds = async (work: () => unknown): Promise<number> => {
  const started = performance.now();
  await work();
  return (performance.now() - started) / 1000;
};

/** Fits rows whose log odds are shifted by `shift`, and prints the time. */
async function measureFit(rowCount: number, shift: number, search?: { trials: number }): Promise<void> {
  const { rows } = drawRows(
    (draw, share) => {
      const drawn = record(draw, share);
      return { ...drawn, logOdds: drawn.logOdds + shift };
    },
    { rowCount, seed: SEED },
  );
  const positives = countPositives(rows.labels);
  const parameters = chooseParameters(rows.labels, SEED);
  const single = await seconds(() => {
    const matrix = encodeTable(fitEncoder(rows.table, rows.labels), rows.table);
    return trainTrees(matrix, rows.labels, parameters);
  });
  const additive = await seconds(() =>
    prepareAdditive(rows.table, rows.labels).fit({ lambda: 3, penaltyType: 'smooth' }),
  );
  let result = '';
  const before = process.cpuUsage();
  const whole = await seconds(async () => {
    try {
      const { evaluation } = await fit(rows, trainTrees, {
        ...{ seed: SEED, search, pause: () => setImmediate() },
        onProgress: (done, total) => {
          if (process.stderr.isTTY) process.stderr.write(`\r${Math.floor((100 * done) / total)} % `);
        },
      });
      result = `test AUC ${evaluation.test.auc.auc.toFixed(4)}. ${evaluation.choice.reason}`;
    } catch (error) {
      if (!(error instanceof InsufficientDataError)) throw error;
      result = `refused: ${error.message}`;
    }
  });
  const { user, system } = process.cpuUsage(before);
  const memory = (process.resourceUsage().maxRSS / 1024).toFixed(0);
  console.log(
    [
      `${rowCount} rows x ${NUMBERS + CATEGORIES} columns, ${positives} positives${search ? `, ${search.trials} settings tried` : ''}`,
      `  whole fit              ${whole.toFixed(1)} s (${((user + system) / 1e6).toFixed(1)} s of processor time), peak memory ${memory} MB`,
      `  one training of trees  ${single.toFixed(1)} s (${parameters.trees} x ${parameters.maxDepth}), 1 : ${(whole / single).toFixed(1)}`,
      `  one additive fit       ${additive.toFixed(1)} s, 1 : ${(whole / additive).toFixed(1)}`,
      `  ${result}`,
    ].join('\n'),
  );
}

const search = process.argv.includes('--tune') ? { trials: 12 } : undefined;
const wanted = argument('--rows');
/** Sixty positives in a thousand rows. */
const rare = -0.9;
if (wanted === undefined) {
  await measureFit(1000, rare, { trials: 12 });
  await measureFit(75_000, 0, search);
} else await measureFit(Number(wanted), process.argv.includes('--rare') ? rare : 0, search);
