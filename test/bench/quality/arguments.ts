import { parseArgs } from 'node:util';
import { BenchError } from './bench-error.ts';

export const USAGE = `Measures the product's learning, and peers on the same rows in the same run.

npm run bench:quality -- --csv FILE --target COLUMN [options]    on your table
npm run bench:quality -- --made-up all                           on made-up data of a known truth
npm run bench:quality -- --org 1000,5000,20000                   on generated orgs of so many leads
npm run bench:quality -- --org 5000 --seed 7 --bands               the bands of every score basis
npm run bench:quality -- --org 5000 --history all,300,0 --untidy on the open leads of orgs as orgs are

  --csv FILE        comma-separated, first line is the header; columns are taken as they come
  --target COLUMN   the column to predict
  --positive VALUE  the value of the target that counts as success (detected for 1/0, true/false, yes/no)
  --drop A,B        columns that are not inputs
  --time COLUMN     a date or number: train on the oldest 80 % of rows and test on the newest 20 %,
                    instead of five stratified folds
  --made-up NAME    the made-up data sets whose name contains this text, or all
  --org N,N         generated orgs of so many leads, through extraction and features as in a run
  --history all,N   with --org: how many days field history goes back, 0 for an org that never tracked a field; measures
                    the scores of the open leads by their true probabilities
  --bands           with --org: measures the scores of the open leads and the bands of every score basis, on the newest
                    rows: share of records, conversion, share of all successes, share of the open leads. A table of yours
                    always has its bands
  --inputs          with --org: every input of the goal as tables, on the org as generated and on one without custom fields:
                    source, rows without a value, weight in the model
  --untidy          with --org: the untidy org besides
  --seed N          the seed of made-up data (1)
  --json            the complete result as indented JSON; with "npm run --silent" nothing else is printed
  --help            this text
`;

export type BenchArguments = {
  csv: string;
  target: string;
  positive: string | undefined;
  drop: string[];
  time: string | undefined;
  format: 'text' | 'json';
};

/** A measurement to run. */
export type BenchTask =
  | ({ kind: 'csv' } & BenchArguments)
  | { kind: 'made-up'; name: string; seed: number; format: 'text' | 'json' }
  | { kind: 'org'; leads: number[]; seed: number; format: 'text' | 'json' }
  | { kind: 'inputs'; leads: number[]; seed: number; format: 'text' | 'json' }
  | { kind: 'open'; variants: OpenVariant[]; format: 'text' | 'json' };

/** A generated org whose open leads are measured. */
export type OpenVariant = { name: string; leads: number; seed: number; historyDays?: number; isUntidy?: boolean };

/** The command line as a task, or `help`. Throws a BenchError with the name of a missing or unknown option. */
export function readTask(args: string[]): BenchTask | 'help' {
  const { values } = parse(args);
  const format = values.json ? 'json' : 'text';
  const madeUp = values['made-up'];
  if (values.help) return 'help';
  if (madeUp !== undefined)
    return { kind: 'made-up', name: madeUp, seed: readCount(values.seed ?? '1', '--seed'), format };
  if (values.org !== undefined) {
    const leads = values.org.split(',').map((count) => readCount(count, '--org'));
    const seed = readCount(values.seed ?? '1', '--seed');
    if (values.inputs) return { kind: 'inputs', leads, seed, format };
    const variants = leads.flatMap((count) => openVariants(values, { leads: count, seed }));
    return variants.length > 0 ? { kind: 'open', variants, format } : { kind: 'org', leads, seed, format };
  }
  const settings = readArguments(args);
  return settings === 'help' ? settings : { kind: 'csv', ...settings };
}

function openVariants(
  { history, untidy, bands }: { history?: string; untidy?: boolean; bands?: boolean },
  org: { leads: number; seed: number },
): OpenVariant[] {
  const histories = (history?.split(',') ?? []).map((text): OpenVariant => {
    if (text === 'all') return { name: 'all history', ...org };
    const historyDays = Number(text);
    if (!(historyDays >= 0)) throw new BenchError(`"${text}" (--history) is neither all nor a number of days.`);
    return { name: historyDays === 0 ? 'no history' : `history of ${historyDays} days`, ...org, historyDays };
  });
  const variants = untidy ? [...histories, { name: 'untidy', ...org, isUntidy: true }] : histories;
  return variants.length === 0 && bands ? [{ name: 'as generated', ...org }] : variants;
}

function readCount(text: string, option: string): number {
  const count = Number(text);
  if (Number.isInteger(count) && count > 0) return count;
  throw new BenchError(`"${text}" (${option}) is not a whole number above 0.`);
}

/** The command line as settings, or `help`. Throws a BenchError with the name of a missing or unknown option. */
export function readArguments(args: string[]): BenchArguments | 'help' {
  const { values } = parse(args);
  if (values.help) return 'help';
  const { csv, target, positive, time } = values;
  if (csv === undefined) throw new BenchError('Name the table with --csv FILE. See --help.');
  if (target === undefined) throw new BenchError('Name the column to predict with --target COLUMN. See --help.');
  const drop = (values.drop ?? []).flatMap((names) => names.split(',')).map((name) => name.trim());
  return {
    csv,
    target: target.trim(),
    positive,
    drop: drop.filter((name) => name !== ''),
    time: time?.trim(),
    format: values.json ? 'json' : 'text',
  };
}

function parse(args: string[]) {
  try {
    return parseArgs({
      args,
      options: {
        csv: { type: 'string' },
        target: { type: 'string' },
        positive: { type: 'string' },
        drop: { type: 'string', multiple: true },
        time: { type: 'string' },
        'made-up': { type: 'string' },
        org: { type: 'string' },
        history: { type: 'string' },
        untidy: { type: 'boolean' },
        bands: { type: 'boolean' },
        inputs: { type: 'boolean' },
        seed: { type: 'string' },
        json: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    });
  } catch (cause) {
    throw new BenchError(`${cause instanceof Error ? cause.message : String(cause)} See --help.`, { cause });
  }
}
