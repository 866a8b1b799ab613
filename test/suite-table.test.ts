import assert from 'node:assert/strict';
import { test } from 'node:test';
import { countTests, formatTable, isFailed } from './suite-table.ts';

test('the tests of every runner in an output are added up', () => {
  const output = [
    '\u001b[34mℹ pass 10\u001b[39m',
    'ℹ fail 1',
    'ℹ cancelled 2',
    'ℹ skipped 3',
    'Tests:       1 failed, 2 skipped, 20 passed, 23 total',
    '12 tools: 11 passed, 1 failed, 5 minutes',
    'This test: 99 passed',
    'ℹ pass 5',
  ].join('\n');
  assert.deepEqual(countTests(output), { passed: 46, failed: 5, skipped: 5 });
});

test('a suite whose script failed without a failed test counts as failed', () => {
  const suite = { suite: 'check', passed: 3, failed: 0, skipped: 0, exitCode: 0, seconds: 1 };
  assert.equal(isFailed(suite), false);
  assert.equal(isFailed({ ...suite, exitCode: 1 }), true);
  assert.equal(isFailed({ ...suite, failed: 1 }), true);
});

test('the table has a line for each suite and one for all', () => {
  const check = { suite: 'check', passed: 1200, failed: 0, skipped: 1, exitCode: 0, seconds: 61.4 };
  const deep = { suite: 'test:deep', passed: 7, failed: 1, skipped: 0, exitCode: 1, seconds: 9 };
  assert.equal(
    formatTable([check, deep]),
    `suite      passed  failed  skipped  seconds
check        1200       0        1       61      ok
test:deep       7       1        0        9  FAILED
all          1207       1        1       70  FAILED`,
  );
});
