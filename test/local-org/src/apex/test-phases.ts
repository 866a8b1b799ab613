import { limitsOf, newLimits } from './library/limits.ts';
import { ApexFault } from './run.ts';
import type { Transaction } from './transaction.ts';

const limitsBefore = 'limits before the test';

/** From here on a test has limits of its own, and may call out whatever it has written before. */
export function startTest(t: Transaction): void {
  const { test } = t;
  if (test === undefined) return;
  if (test.phase !== 'before') throw new ApexFault('System.FinalException', 'Testing already started');
  test.phase = 'started';
  t.state.set(limitsBefore, limitsOf(t));
  t.state.set('limits', newLimits('synchronous'));
  t.hasWritten = false;
}

/** Runs what the test has started: jobs, and triggers on events. */
export function stopTest(t: Transaction): void {
  const { test } = t;
  if (test?.phase !== 'started') throw new ApexFault('System.FinalException', 'Testing not started');
  test.phase = 'stopped';
  t.host.deliverInTest(t);
  t.host.runTestJobs(t);
  t.host.deliverInTest(t);
  t.state.set('limits', t.state.get(limitsBefore));
}
