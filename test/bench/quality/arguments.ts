import { parseArgs } from 'node:util';
import { BenchError } from './bench-error.ts';

export const USAGE = `Measures the product's own learning on your table.

npm run bench:quality -- --csv FILE --target COLUMN [options]

  --csv FILE        comma-separated, first line is the header; columns are taken as they come
  --target COLUMN   what is to be predicted
  --positive VALUE  the value of the target that counts as success (found by itself for 1/0, true/false, yes/no)
  --drop A,B        columns not to learn from
  --time COLUMN     a date or number: learn from the oldest 80 % of rows and test on the newest 20 %,
                    instead of five stratified folds
  --json            figures as JSON
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

/** The command line as settings, or the wish for help. Throws a BenchError that names what is missing or unknown. */
export function readArguments(args: string[]): BenchArguments | 'help' {
  const { values } = parse(args);
  if (values.help) return 'help';
  const { csv, target, positive, time } = values;
  if (csv === undefined) throw new BenchError('Say which table to learn from: --csv FILE. See --help.');
  if (target === undefined) throw new BenchError('Say which column is to be predicted: --target COLUMN. See --help.');
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
        json: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    });
  } catch (cause) {
    throw new BenchError(`${cause instanceof Error ? cause.message : String(cause)} See --help.`, { cause });
  }
}
