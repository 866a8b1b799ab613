import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { loadCsv } from './load-csv.ts';
import type { LoadSummary } from './load-csv.ts';
import { LoadError } from './load-error.ts';
import { parseMapping } from './mapping.ts';

const usage = 'node test/local-org/src/loader/main.ts --instance-url URL --token TOKEN --mapping FILE.json --csv FILE';
const failuresShown = 20;

function parseFlags(): { 'instance-url'?: string; token?: string; mapping?: string; csv?: string } {
  const text = { type: 'string' } as const;
  try {
    return parseArgs({ options: { 'instance-url': text, token: text, mapping: text, csv: text } }).values;
  } catch (cause) {
    throw new LoadError(`Usage: ${usage}`, { cause });
  }
}

function readArguments(): { instanceUrl: string; token: string; mappingFile: string; csv: string } {
  const values = parseFlags();
  const { 'instance-url': instanceUrl, token, mapping: mappingFile, csv } = values;
  if (instanceUrl === undefined || token === undefined || mappingFile === undefined || csv === undefined) {
    throw new LoadError(`Usage: ${usage}`);
  }
  return { instanceUrl, token, mappingFile, csv };
}

async function readMappingFile(file: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(file, 'utf8'));
  } catch (cause) {
    throw new LoadError(`${file} cannot be read as JSON.`, { cause });
  }
}

function report({ rows, inserted, converted, failures, conversionFailures }: LoadSummary): void {
  console.log(`${rows} rows: ${inserted} inserted, ${converted} converted, ${failures.length} failed.`);
  const all = [...failures, ...conversionFailures];
  for (const { row, message } of all.slice(0, failuresShown)) console.error(`row ${row}: ${message}`);
  if (all.length > failuresShown) console.error(`… and ${all.length - failuresShown} more.`);
}

try {
  const { instanceUrl, token, mappingFile, csv } = readArguments();
  const mapping = parseMapping(await readMappingFile(mappingFile));
  const summary = await loadCsv({
    ...{ instanceUrl, token, mapping, csv },
    onProgress: ({ step, done, total }) =>
      console.error(`${step}: ${done}${total === undefined ? '' : ` of ${total}`}`),
  });
  report(summary);
  if (summary.failures.length + summary.conversionFailures.length > 0) process.exitCode = 1;
} catch (error) {
  if (!(error instanceof LoadError)) throw error;
  console.error(error.message);
  process.exitCode = 2;
}
