import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const repository = join(import.meta.dirname, '../..');
const bundles = join(repository, 'force-app/main/default/lwc');
const jest = createRequire(import.meta.url).resolve('jest/bin/jest');

type Report = {
  numTotalTests: number;
  testResults: {
    name: string;
    message: string;
    assertionResults: { status: string; fullName: string; failureMessages: string[] }[];
  }[];
};

/** Runs the components' tests, or those below another folder: how many there are, and what failed, one text a test. */
export async function runJest(folder?: string): Promise<{ count: number; violations: string[] }> {
  const scratch = mkdtempSync(join(tmpdir(), 'plumbline-jest-'));
  try {
    const file = join(scratch, 'report.json');
    const roots = folder === undefined ? [] : ['--roots', folder];
    const options = ['--config', 'test/force-app/lwc/jest.config.cjs', ...roots, '--json', '--outputFile', file];
    const complaint = await run([jest, ...options, '--silent']);
    if (!existsSync(file)) throw new Error(`Jest left no report: ${complaint}`);
    const { numTotalTests, testResults } = JSON.parse(readFileSync(file, 'utf8')) as Report;
    return { count: numTotalTests, violations: testResults.flatMap(failuresOf) };
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

function failuresOf({ name, message, assertionResults }: Report['testResults'][number]): string[] {
  const failed = assertionResults.filter(({ status }) => status !== 'passed');
  // A file that cannot be loaded has no tests that could fail.
  if (assertionResults.length === 0) return [`${name}: ${message}`];
  return failed.map(({ status, fullName, failureMessages }) => `${fullName}: ${status} ${failureMessages.join('\n')}`);
}

function run(options: string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, options, { cwd: repository, stdio: ['ignore', 'ignore', 'pipe'] });
    let complaint = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => (complaint += text));
    child.on('error', reject);
    child.on('close', () => resolve(complaint));
  });
}

/** What a bundle lacks: tests, and where it has markup a look at how accessible that is. */
export function findUntested(name: string, files: readonly { path: string; text: string }[]): string[] {
  const tests = files.filter(({ path }) => path.endsWith('.test.ts'));
  if (tests.length === 0) return [`${name} has no test.`];
  const isChecked = tests.some(({ text }) => text.includes('.toBeAccessible()'));
  const hasMarkup = files.some(({ path }) => path.endsWith('.html'));
  return hasMarkup && !isChecked ? [`${name} has no test that looks whether it is accessible.`] : [];
}

/** What the bundles of the package lack. */
export const findUntestedBundles = (): string[] =>
  readdirSync(bundles).flatMap((name) => {
    const files = readdirSync(join(bundles, name), { recursive: true, encoding: 'utf8' })
      .filter((path) => /\.(html|ts)$/.test(path))
      .map((path) => ({ path, text: readFileSync(join(bundles, name, path), 'utf8') }));
    return findUntested(name, files);
  });
