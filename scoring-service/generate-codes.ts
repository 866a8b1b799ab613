import { readFile, writeFile } from 'node:fs/promises';
import { codes, codeTexts, nextSteps, severityOf, thresholdLimits } from '@plumbline/contract';
import { format, resolveConfig } from 'prettier';

/* Writes docs/codes.md from the contract's codes; with --check, fails when the file is out of date. */

const file = new URL('../docs/codes.md', import.meta.url);

const percent = (share: number): string => `${Number((share * 100).toFixed(1))} %`;

/** The limits of a goal that a code belongs to, with their defaults. */
const limitsOf = (wanted: number): string =>
  Object.entries(thresholdLimits)
    .filter(([, { code }]) => code === wanted)
    .map(([name, { unit, schema }]) => {
      const value = schema.parse(undefined);
      return `\`${name}\`: ${unit === 'share' ? percent(value) : value}`;
    })
    .join(', ');

/** The text without what its columns say already. */
const meaningOf = (code: (typeof codes)[number]): string =>
  codeTexts[code].replace(/^\w+ \d+\. (Leads AI (quality check|pipeline stopped): )?/, '').replaceAll('{}', '…');

const text = `# Codes

Runs, readiness, _Test connection_ and the doctor report what they found with a code and its exact text. An ERROR ends
the run as Failed, a WARNING asks you to look, an INFO explains a figure. A code is never
an HTTP status. Its next step stands beside it wherever it is shown,
with the measured value and the limit where one number decides. In a text … stands for what was measured or found. A limit can be changed for each score goal: tab _Setup_, _Bands and thresholds_, or \`sf score goal edit\`.
\`npm run generate\` writes this table from \`scoring-service/contract/src/codes.ts\`.

| code | severity | meaning | next step | limit and its default |
| --- | --- | --- | --- | --- |
${codes
  .toSorted((one, other) => one - other)
  .map((code) => `| ${code} | ${severityOf(code)} | ${meaningOf(code)} | ${nextSteps[code]} | ${limitsOf(code)} |`)
  .join('\n')}
`;

const generated = await format(text, { ...(await resolveConfig(file)), parser: 'markdown' });

if (!process.argv.includes('--check')) await writeFile(file, generated);
else if ((await readFile(file, 'utf8').catch(() => '')) !== generated) {
  console.error('docs/codes.md is out of date. Run npm run generate and commit it.');
  process.exitCode = 1;
}
