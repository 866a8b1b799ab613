import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';

export const help = `Shows the main job end to end on the embedded default.

  npm run demo -- [options]

  --count 5000        leads to generate (1,000 to 1,000,000)
  --leads FILE        instead: a CSV in the shape of X Education's Leads.csv, loaded through Bulk API 2.0
  --untidy            generated leads of an org as orgs are: late history, other people's rules, shared addresses and more
  --seed 7            the same seed gives the same org
  --port 4780         the org's port; service and pages take the ports 10 and 20 above; 0 takes free ones
  --exit              ends after the summary instead of leaving org, service and pages running
  --help`;

export type DemoArguments = {
  count: number;
  csv: string | undefined;
  isUntidy: boolean;
  seed: number;
  port: number;
  isEnding: boolean;
  isHelp: boolean;
};

const options = {
  count: { type: 'string', default: '5000' },
  leads: { type: 'string' },
  untidy: { type: 'boolean', default: false },
  seed: { type: 'string', default: '7' },
  port: { type: 'string', default: '4780' },
  exit: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} as const;

/** @throws Error that names the argument and what is expected */
export function readArguments(args: string[]): DemoArguments {
  const { values } = parseArgs({ args, options });
  const csv = values.leads;
  if (csv !== undefined && !existsSync(csv)) throw new Error(`--leads: there is no file ${csv}.`);
  if (csv !== undefined && values.untidy)
    throw new Error('--untidy: only generated leads can be untidy, not those of --leads.');
  return {
    count: wholeNumber('count', values.count, 1000, 1_000_000),
    csv,
    isUntidy: values.untidy,
    seed: wholeNumber('seed', values.seed, 0, 2 ** 31),
    port: wholeNumber('port', values.port, 0, 65_000),
    isEnding: values.exit,
    isHelp: values.help,
  };
}

function wholeNumber(name: string, text: string, least: number, most: number): number {
  const number = Number(text);
  if (Number.isInteger(number) && number >= least && number <= most) return number;
  throw new Error(`--${name}: a whole number from ${least} to ${most} is expected, not ${text}.`);
}
