import { readFile, writeFile } from 'node:fs/promises';
import { format, resolveConfig } from 'prettier';
import { describeSettings } from './src/config.ts';
import type { Setting } from './src/config.ts';

/* Writes docs/settings.md from the configuration's schema; with --check, fails when the file is out of date. */

const file = new URL('../docs/settings.md', import.meta.url);

const defaultOf = ({ isRequired, default: value }: Setting): string => {
  if (isRequired) return '**required**';
  return value === undefined ? 'none' : `\`${value}\``;
};

const text = `# Settings of the scoring service

The service reads its settings from environment variables when it starts. A wrong value stops it with a message that
names the variable. \`npm run generate\` writes this table from \`scoring-service/src/config.ts\`.

| variable | meaning | default | allowed values |
| --- | --- | --- | --- |
${describeSettings()
  .map((setting) => `| \`${setting.variable}\` | ${setting.description} | ${defaultOf(setting)} | ${setting.allowed} |`)
  .join('\n')}

Settings of a score goal (thresholds, maintenance windows, band limits, inputs) are records of the org: see the tab
_Setup_ in the app _Predictive Scoring_.
`;

const generated = await format(text, { ...(await resolveConfig(file)), parser: 'markdown' });

if (!process.argv.includes('--check')) await writeFile(file, generated);
else if ((await readFile(file, 'utf8').catch(() => '')) !== generated) {
  console.error('docs/settings.md is out of date. Run npm run generate and commit it.');
  process.exitCode = 1;
}
