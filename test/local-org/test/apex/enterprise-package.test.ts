import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { runTests } from '../../src/apex/test-runner.ts';
import type { TestRun } from '../../src/apex/test-runner.ts';
import { openOrg } from '../../src/open-org.ts';

/** A package in the style of large ones: a logger, selectors, domains, a unit of work, services, jobs and utilities. */
const folder = fileURLToPath(new URL('../../../fixtures/enterprise-package/main/default', import.meta.url));

let run: TestRun;

before(() => {
  const org = openOrg({ startAt: new Date('2026-03-02T12:00:00Z') });
  const outcome = org.deploySource(org.userId('admin@local.org') ?? '', folder);
  assert.deepEqual(
    outcome.messages.filter(({ success }) => !success),
    [],
  );
  run = runTests(org.apex);
});

test('all tests of a large package pass', () => {
  const failed = run.results.filter(({ outcome }) => outcome !== 'Pass');
  assert.deepEqual(
    failed.map(({ className, methodName, message }) => [className, methodName, message]),
    [],
  );
  assert.ok(run.results.length >= 45, `${String(run.results.length)} tests`);
});

test('they reach nearly all of its lines, and each of its classes and triggers', () => {
  const shareOf = ({ covered, uncovered }: { covered: readonly number[]; uncovered: readonly number[] }): number =>
    covered.length / (covered.length + uncovered.length);
  assert.deepEqual(
    run.coverage.filter((one) => shareOf(one) < 0.75).map(({ name }) => name),
    [],
  );
  const all = {
    covered: run.coverage.flatMap(({ covered }) => covered),
    uncovered: run.coverage.flatMap(({ uncovered }) => uncovered),
  };
  assert.ok(shareOf(all) > 0.95, `${String(shareOf(all))} of the lines`);
});
