import { basename } from 'node:path';
import { readArguments, USAGE } from './arguments.ts';
import type { BenchArguments } from './arguments.ts';
import { BenchError } from './bench-error.ts';
import { labelRows } from './label-rows.ts';
import type { ColumnReport } from './label-rows.ts';
import { measure } from './measure.ts';
import type { Measurement } from './measure.ts';
import { readCsv } from './read-csv.ts';
import { ScoringError } from '../../../scoring-service/src/domain/scoring-error.ts';

type Cost = { seconds: number; processorSeconds: number; peakMemoryMegabytes: number };

/** Runs the bench for the command line and prints its figures. */
async function run(settings: BenchArguments): Promise<void> {
  const started = performance.now();
  const table = await readCsv(settings.csv, (count) => {
    if (count % 5000 === 0) showProgress(`read ${count} rows`);
  });
  const { rows, report } = labelRows(table, settings);
  const measurement = await measure(rows, (share) => {
    showProgress(`training ${Math.floor(100 * share)} %`);
  });
  showProgress('');
  const { user, system } = process.cpuUsage();
  const cost = {
    seconds: (performance.now() - started) / 1000,
    processorSeconds: (user + system) / 1e6,
    peakMemoryMegabytes: process.resourceUsage().maxRSS / 1024,
  };
  const { csv, target } = settings;
  console.log(
    settings.format === 'json'
      ? JSON.stringify({ csv, target, columns: report, ...measurement, ...cost }, undefined, 2)
      : describe(settings, report, measurement, cost),
  );
}

function describe(
  { csv, target }: BenchArguments,
  report: ColumnReport,
  measurement: Measurement,
  { seconds, processorSeconds, peakMemoryMegabytes }: Cost,
): string {
  const { auc, logLoss, baseRateLogLoss, brier, expectedCalibrationError, topDecileLift, baseRate, parts } =
    measurement;
  const { numbers, categories, dates, asked, constant, idLike, skippedRows, positive } = report;
  const list = (names: string[]) => (names.length === 0 ? 'none' : names.join(', '));
  return [
    `${basename(csv)}: ${measurement.predictedRows} rows predicted, ${percent(baseRate)} with ${target} = ${positive}`,
    `  split        ${measurement.split}`,
    `  columns      ${numbers.length} numbers, ${categories.length} categories, ${dates.length} dates`,
    `  not used     asked: ${list(asked)}; constant: ${list(constant)}; ids (every text another): ${list(idLike)}`,
    ...(skippedRows > 0 ? [`  rows skipped ${skippedRows} without a target or a time`] : []),
    ...parts.map(({ choice, testRows, ...part }, index) => {
      const figures = `AUC ${part.auc.toFixed(4)}, log loss ${part.logLoss.toFixed(4)}, ${testRows} rows`;
      return `  part ${index + 1}       ${figures}. ${choice}`;
    }),
    '',
    `AUC               ${auc.auc.toFixed(4)}  (95 % interval ${auc.low.toFixed(4)} to ${auc.high.toFixed(4)})`,
    `log loss          ${logLoss.toFixed(4)}  (base rate's ${baseRateLogLoss.toFixed(4)})`,
    `Brier score       ${brier.toFixed(4)}`,
    `ECE               ${expectedCalibrationError.toFixed(4)}`,
    `lift, top decile  ${topDecileLift.toFixed(2)}`,
    `seconds           ${seconds.toFixed(1)}  (${processorSeconds.toFixed(1)} of processor time)`,
    `peak memory       ${peakMemoryMegabytes.toFixed(0)} MB`,
  ].join('\n');
}

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;

/** Overwrites the last line of a terminal; says nothing elsewhere. */
function showProgress(text: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\u001b[K${text}`);
}

try {
  const settings = readArguments(process.argv.slice(2));
  if (settings === 'help') console.log(USAGE);
  else await run(settings);
} catch (error) {
  showProgress('');
  if (error instanceof BenchError) console.error(error.message);
  else if (error instanceof ScoringError) console.error([error.message, ...error.actions].join('\n'));
  else throw error;
  process.exitCode = 2;
}
