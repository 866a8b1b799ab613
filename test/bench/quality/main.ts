import { basename } from 'node:path';
import { InsufficientDataError } from '@plumbline/learning';
import { readTask, USAGE } from './arguments.ts';
import type { BenchArguments, BenchTask } from './arguments.ts';
import { describeBands } from './bands.ts';
import { BenchError } from './bench-error.ts';
import { describeInputs, measureInputs } from './generated-org/measure-inputs.ts';
import { describeOpen, measureOpen } from './generated-org/measure-open.ts';
import { describeOrg, measureOrg } from './generated-org/measure-org.ts';
import { labelRows } from './label-rows.ts';
import type { ColumnReport } from './label-rows.ts';
import { dataSets } from './made-up/data-sets.ts';
import { describeMadeUp, madeUpHeader } from './made-up/describe-made-up.ts';
import { measureMadeUp } from './made-up/measure-made-up.ts';
import { measure } from './measure.ts';
import type { Measurement } from './measure.ts';
import { peers } from './peers/peers.ts';
import { readCsv } from './read-csv.ts';
import { reportMeasurements, toJson } from './report-measurements.ts';
import { ScoringError } from '../../../scoring-service/src/domain/scoring-error.ts';

type OfKind<Kind> = Extract<BenchTask, { kind: Kind }>;

/** The generated orgs end on the same day whenever they are measured. */
const ORG_ENDS_AT = new Date('2026-06-30T18:00:00Z');

type Cost = { seconds: number; processorSeconds: number; peakMemoryMegabytes: number };

async function runMadeUp({ name, seed, format }: OfKind<'made-up'>): Promise<void> {
  const wanted = dataSets.filter((dataSet) => name === 'all' || dataSet.name.includes(name));
  if (wanted.length === 0) {
    throw new BenchError(
      `No made-up data set has "${name}" in its name: ${dataSets.map((set) => set.name).join(', ')}.`,
    );
  }
  if (format === 'text') console.log(madeUpHeader(peers.map((peer) => peer.name)));
  await reportMeasurements(wanted, {
    ...{ format, about: { madeUp: name, seed }, describe: describeMadeUp },
    measure: (dataSet) => measureMadeUp(dataSet, seed),
  });
}

async function runOrgs({ leads, seed, format }: OfKind<'org'>): Promise<void> {
  await reportMeasurements(leads, {
    ...{ format, about: { org: leads, seed }, describe: describeOrg },
    measure: (count) => measureOrg({ leads: count, seed }, ORG_ENDS_AT),
  });
}

async function runInputs({ leads, seed, format }: OfKind<'inputs'>): Promise<void> {
  const orgs = leads.flatMap((count) => [
    { name: `${count} leads, as generated`, leads: count, settings: { needTypeField: 'Product_Interest__c' } },
    { name: `${count} leads, without custom fields`, leads: count, hasNoCustomFields: true },
  ]);
  await reportMeasurements(orgs, {
    ...{ format, about: { inputs: leads, seed }, describe: describeInputs },
    measure: ({ name, ...options }) => measureInputs(name, { ...options, seed, endsAt: ORG_ENDS_AT }),
  });
}

async function runOpen({ variants, format }: OfKind<'open'>): Promise<void> {
  await reportMeasurements(variants, {
    ...{ format, about: { variants }, describe: describeOpen },
    measure: ({ name, ...options }) => measureOpen(name, { ...options, endsAt: ORG_ENDS_AT }),
  });
}

/** Measures the table of the command line and prints the figures. */
async function runTable(settings: BenchArguments): Promise<void> {
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
      ? toJson({ csv, target, columns: report, ...measurement, ...cost })
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
    `ECE               ${expectedCalibrationError.toFixed(4)}  (a perfectly calibrated model's ${measurement.perfectCalibrationError.toFixed(4)})`,
    `lift, top decile  ${topDecileLift.toFixed(2)}`,
    ...describePeers(measurement),
    ...describeBands(measurement.bands),
    `seconds           ${seconds.toFixed(1)}  (${processorSeconds.toFixed(1)} of processor time)`,
    `peak memory       ${peakMemoryMegabytes.toFixed(0)} MB`,
  ].join('\n');
}

/** Each peer beside the product, and the product's figures as ratios of its own. */
function describePeers({ peers: others, auc, logLoss, seconds: own }: Measurement): string[] {
  return others.map((peer) => {
    const ratios = `product ${(auc.auc / peer.auc).toFixed(4)} / ${(logLoss / peer.logLoss).toFixed(4)} of it`;
    const cost = `${(own / Math.max(0.001, peer.seconds)).toFixed(0)} times the time`;
    return `${peer.name.padEnd(20)} AUC ${peer.auc.toFixed(4)}, log loss ${peer.logLoss.toFixed(4)}; ${ratios}, ${cost}`;
  });
}

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;

/** Overwrites the last line of a terminal; prints nothing elsewhere. */
function showProgress(text: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\u001b[K${text}`);
}

try {
  const task = readTask(process.argv.slice(2));
  if (task === 'help') console.log(USAGE);
  else if (task.kind === 'made-up') await runMadeUp(task);
  else if (task.kind === 'org') await runOrgs(task);
  else if (task.kind === 'inputs') await runInputs(task);
  else if (task.kind === 'open') await runOpen(task);
  else await runTable(task);
} catch (error) {
  showProgress('');
  if (error instanceof BenchError || error instanceof InsufficientDataError) console.error(error.message);
  else if (error instanceof ScoringError) console.error([error.message, ...error.actions].join('\n'));
  else throw error;
  process.exitCode = 2;
}
