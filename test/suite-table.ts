import { stripVTControlCharacters } from 'node:util';

/** The tests of one suite. */
export type TestCounts = { passed: number; failed: number; skipped: number };

/** One suite that was run; `exitCode` is that of its npm script. */
export type SuiteResult = TestCounts & { suite: string; exitCode: number; seconds: number };

/**
 * Counts the tests that an output reports. Node's runner prints "ℹ pass 3", Jest "Tests: 1 failed, 2 passed, 3 total", and
 * the proof "12 tools: 12 passed, 0 failed".
 */
export function countTests(output: string): TestCounts {
  const counts = { passed: 0, failed: 0, skipped: 0 };
  for (const line of stripVTControlCharacters(output).split('\n')) {
    const [, kind = '', count = ''] = /^ℹ (pass|fail|cancelled|skipped|todo) (\d+)/.exec(line) ?? [];
    if (kind === 'pass') counts.passed += Number(count);
    else if (kind === 'fail' || kind === 'cancelled') counts.failed += Number(count);
    else if (kind !== '') counts.skipped += Number(count);
    if (!/^(Tests:|\d+ tools:) /.test(line)) continue;
    for (const [, total, outcome] of line.matchAll(/(\d+) (passed|failed|skipped)/g))
      counts[outcome as keyof TestCounts] += Number(total);
  }
  return counts;
}

/** A suite failed if its script did, also where no test failed: types, lint, or a missing script. */
export const isFailed = ({ exitCode, failed }: SuiteResult): boolean => exitCode !== 0 || failed > 0;

/** The results as a table with one line for each suite and a last one for all of them. */
export function formatTable(results: SuiteResult[]): string {
  const sum = (column: 'passed' | 'failed' | 'skipped' | 'seconds'): number =>
    results.reduce((total, result) => total + result[column], 0);
  const rows = results.map((result) => [
    ...[result.suite, String(result.passed), String(result.failed), String(result.skipped)],
    ...[String(Math.round(result.seconds)), isFailed(result) ? 'FAILED' : 'ok'],
  ]);
  const total = [sum('passed'), sum('failed'), sum('skipped'), Math.round(sum('seconds'))].map(String);
  const outcome = results.some(isFailed) ? 'FAILED' : 'ok';
  const lines = [['suite', 'passed', 'failed', 'skipped', 'seconds', ''], ...rows, ['all', ...total, outcome]];
  const widths = [0, 1, 2, 3, 4, 5].map((column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)));
  return lines
    .map((line) =>
      line
        .map((cell, column) => (column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0)))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
