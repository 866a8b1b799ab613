/**
 * Runs every suite of the project one after another and prints one table: `npm run test:all`. Exits with 1 if a suite
 * failed; a failed suite does not stop the ones after it.
 */
import { spawn } from 'node:child_process';
import { countTests, formatTable, isFailed } from './suite-table.ts';
import type { SuiteResult } from './suite-table.ts';
import { readUsage } from './usage.ts';

/** The npm scripts with their arguments. */
const suites = [
  ['check'],
  ['test:deep'],
  ['test:clients'],
  ['test:plugin'],
  ['test:browser', '--', '--lws'],
  ['test:faults'],
];

async function runSuite(script: string[]): Promise<SuiteResult> {
  const suite = script.join(' ');
  console.log(`\n=== npm run ${suite}`);
  const startedMs = performance.now();
  const npm = spawn('npm', ['run', ...script], {
    stdio: ['ignore', 'pipe', 'pipe'],
    shell: process.platform === 'win32',
  });
  // Kept apart, because Jest reports on the error stream and a chunk of one stream can end within a line of the other.
  const outputs = ['', ''];
  for (const [index, [stream, screen]] of (
    [
      [npm.stdout, process.stdout],
      [npm.stderr, process.stderr],
    ] as const
  ).entries()) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      outputs[index] += text;
      screen.write(text);
    });
  }
  const exitCode = await new Promise<number>((resolve, reject) => {
    npm.once('error', reject).once('close', (code) => resolve(code ?? 1));
  });
  return { suite, ...countTests(outputs.join('\n')), exitCode, seconds: (performance.now() - startedMs) / 1000 };
}

readUsage('npm run test:all    runs every suite and prints one table, about 45 minutes');
const results: SuiteResult[] = [];
for (const script of suites) results.push(await runSuite(script));
console.log(`\n${formatTable(results)}`);
if (results.some(isFailed)) process.exitCode = 1;
