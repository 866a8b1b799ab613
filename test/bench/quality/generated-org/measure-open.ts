import { setImmediate } from 'node:timers/promises';
import type { Goal } from '@plumbline/contract';
import { countPositives, fit, scoreTable } from '@plumbline/learning';
import type { ScoredTable } from '@plumbline/learning';
import { trainTrees } from '../../../../scoring-service/src/adapters/trainer/train-trees.ts';
import { isDue, ruleOf, toScoreWrite } from '../../../../scoring-service/src/domain/scoring/score.ts';
import { describeBands, measureBands } from '../bands.ts';
import type { BasisBands } from '../bands.ts';
import { calibrationError } from '../../../e2e/stage/calibration-error.ts';
import { expectedAuc } from '../../../e2e/stage/expected-auc.ts';
import { GAP_MS, readOrgRows } from './read-rows.ts';
import type { OrgOptions } from './read-rows.ts';

/** How well the open records of a generated org are scored, by their true probabilities. */
export type OpenMeasurement = {
  name: string;
  trainRows: number;
  trainPositives: number;
  /** Of the newest rows, by their labels, as the model's card has them. */
  testAuc: number;
  testCalibrationError: number;
  openRows: number;
  auc: number;
  truthAuc: number;
  calibrationError: number;
  /** The share of the open leads that a run a day later writes when nothing has happened but time. */
  writtenTomorrow: number;
  findings: string[];
  /** On the newest rows. */
  bands: BasisBands[];
};

/** Trains on a generated org as a run does and scores its open qualified leads as of the last day. */
export async function measureOpen(name: string, options: OrgOptions): Promise<OpenMeasurement> {
  const { rows, open, tomorrow, goal, findings } = await readOrgRows(options);
  const baseRate = countPositives(rows.labels) / rows.labels.length;
  const { model, evaluation } = await fit(rows, trainTrees, { seed: 1, gapMs: GAP_MS, pause: () => setImmediate() });
  const { test } = evaluation;
  const { probabilities } = scoreTable(model, open.table);
  const pairs = Array.from(probabilities, (predicted, row) => ({ predicted, actual: open.truth[row] ?? Number.NaN }));
  return {
    name,
    trainRows: rows.labels.length,
    trainPositives: rows.labels.reduce((sum, label) => sum + label, 0),
    testAuc: test.auc.auc,
    testCalibrationError: test.expectedCalibrationError,
    openRows: pairs.length,
    auc: expectedAuc(pairs),
    truthAuc: expectedAuc(pairs.map(({ actual }) => ({ predicted: actual, actual }))),
    calibrationError: calibrationError(pairs),
    writtenTomorrow: shareWritten({ goal, baseRate }, scoreTable(model, open.table), scoreTable(model, tomorrow)),
    findings,
    bands: measureBands(test, baseRate, probabilities),
  };
}

const noScore = { score: undefined, band: undefined, percentile: undefined, scoredAt: undefined };

function shareWritten(
  { goal, baseRate }: { goal: Goal; baseRate: number },
  today: ScoredTable,
  tomorrow: ScoredTable,
): number {
  const writeOf = ({ probabilities, percentiles }: ScoredTable, row: number) => {
    const [probability = 0, percentile = 0] = [probabilities[row], percentiles[row]];
    const rule = ruleOf(goal, baseRate);
    const about = { rule, scoredAt: new Date(0), current: noScore, past: undefined };
    return toScoreWrite({ recordId: '', probability, percentile, factors: '' }, about);
  };
  const { writePoints } = goal.settings.thresholds;
  const count = today.probabilities.length;
  const due = Array.from({ length: count }, (_, row) =>
    isDue(writeOf(today, row), writeOf(tomorrow, row), writePoints),
  );
  return due.filter(Boolean).length / count;
}

export const describeOpen = (measured: OpenMeasurement): string =>
  [
    `${measured.name}: ${measured.trainRows} training rows, ${measured.trainPositives} positive`,
    `  newest rows: AUC ${measured.testAuc.toFixed(4)}, calibration error ${measured.testCalibrationError.toFixed(4)}`,
    `  ${measured.openRows} open leads by their true probabilities: AUC ${measured.auc.toFixed(4)} (the truth's own ` +
      `${measured.truthAuc.toFixed(4)}), calibration error ${measured.calibrationError.toFixed(4)}; ` +
      `${(100 * measured.writtenTomorrow).toFixed(1)} % written after a day without activity`,
    ...measured.findings.map((text) => `  ${text}`),
    ...describeBands(measured.bands),
  ].join('\n');
