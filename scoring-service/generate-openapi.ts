import { readFile, writeFile } from 'node:fs/promises';
import { format, resolveConfig } from 'prettier';
import { createApp } from './src/http/app.ts';
import { createMetrics } from './src/http/metrics.ts';
import { describeApi } from './src/http/router.ts';
import type { Operations } from './src/operations/operations.ts';

/* Writes openapi.json from the routes and their schemas, or with --check reports whether it is up to date. */

const file = new URL('contract/openapi.json', import.meta.url);

/** Describing the API calls no operation; a call is a defect. */
const operations = new Proxy({} as Operations, {
  get: (_, name) => () => {
    throw new Error(`The description of the API has called ${String(name)}.`);
  },
});

const app = createApp({ operations, metrics: createMetrics(), log: { info: () => undefined, error: () => undefined } });
const options = await resolveConfig(file);
const generated = await format(JSON.stringify(describeApi(app)), { ...options, parser: 'json' });

if (!process.argv.includes('--check')) await writeFile(file, generated);
else if ((await readFile(file, 'utf8')) !== generated) {
  console.error('scoring-service/contract/openapi.json is out of date. Run npm run generate and commit it.');
  process.exitCode = 1;
}
