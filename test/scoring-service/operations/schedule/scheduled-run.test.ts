import assert from 'node:assert/strict';
import { test } from 'node:test';
import { weekdays } from '../../../../scoring-service/src/domain/schedule/maintenance-window.ts';
import type { MaintenanceWindow } from '../../../../scoring-service/src/domain/schedule/maintenance-window.ts';
import { ScoringError } from '../../../../scoring-service/src/domain/scoring-error.ts';
import { handleRun } from '../../../../scoring-service/src/operations/runs/handle-run.ts';
import { requestRun } from '../../../../scoring-service/src/operations/runs/request-run.ts';
import { resumeOpenRuns } from '../../../../scoring-service/src/operations/runs/resume-run.ts';
import type { Salesforce } from '../../../../scoring-service/src/ports/adapters.ts';
import { leadGoal } from '../../domain/features/lead-goal.ts';
import { makePorts, runSettings } from '../made-up-ports.ts';
import type { MadeUpPorts } from '../made-up-ports.ts';

const never = new AbortController().signal;

/** A queued training that the schedule asked for; its first step, describing the org, is `describe`. */
async function scheduledRun(salesforce: Partial<Salesforce> = {}): Promise<MadeUpPorts & { key: string }> {
  const made = makePorts({ salesforce });
  const { key } = await requestRun(made.ports, made.goal.id, { jobType: 'Training', trigger: 'Schedule' });
  return { ...made, key };
}

const handle = (made: MadeUpPorts & { key: string }, closing?: AbortSignal, signal = never): Promise<void> =>
  handleRun(
    { ...made.ports, windows: { enter: () => Promise.resolve(closing) } },
    { key: made.key, goalId: made.goal.id, jobType: 'Training' },
    runSettings,
    signal,
  );

test('a scheduled run does nothing while every window is closed, and is shown as paused', async () => {
  const made = await scheduledRun({ describe: () => Promise.reject(new Error('was not to be asked')) });
  await handle(made);
  assert.equal(made.runs.get(made.key)?.status, 'Paused');
  assert.equal(made.states.get(made.key)?.endedAt, undefined);
  assert.deepEqual(made.removedFolders, []);
});

test('a run that is under way when the window closes is put down, not given back to the queue', async () => {
  const closing = new AbortController();
  const made = await scheduledRun({
    describe: () => {
      closing.abort();
      return Promise.reject(closing.signal.reason as Error);
    },
  });
  await handle(made, closing.signal);
  assert.equal(made.runs.get(made.key)?.status, 'Paused');
  assert.equal(made.states.get(made.key)?.endedAt, undefined);
  assert.deepEqual(made.removedFolders, []);
  assert.equal(made.goalChanges.at(-1)?.status, 'Ready');
  assert.ok(made.events.includes('run.window-closed') && !made.events.includes('run.failed'));
});

test('a first training that has to wait for the org leaves its goal without a model', async () => {
  const unreachable = new ScoringError('salesforce.unreachable', { actions: ['Wait.'] });
  const made = makePorts({ salesforce: { describe: () => Promise.reject(unreachable) } });
  const { key } = await requestRun(made.ports, made.goal.id, { jobType: 'Training', trigger: 'Goal created' });
  await assert.rejects(handle({ ...made, key }));
  assert.equal(made.runs.get(key)?.status, 'Paused');
  // Its pause says why without a change of the status.
  assert.deepEqual(
    made.goalChanges.map(({ status }) => status),
    ['Training', undefined],
  );
});

test('a run that is stopped with the service goes back to the queue even if the window closes meanwhile', async () => {
  const [closing, stopping] = [new AbortController(), new AbortController()];
  const made = await scheduledRun({
    describe: () => {
      closing.abort();
      stopping.abort();
      return Promise.reject(new Error('broken off'));
    },
  });
  await assert.rejects(handle(made, closing.signal, stopping.signal));
  assert.equal(made.runs.get(made.key)?.status, 'Processing');
});

test('a run that nobody asked a window for is not held up by closed ones', async () => {
  const made = makePorts({ salesforce: { describe: () => Promise.reject(new Error('reached')) } });
  const { key } = await requestRun(made.ports, made.goal.id, { jobType: 'Training', trigger: 'Manual' });
  await handle({ ...made, key });
  assert.equal(made.runs.get(key)?.status, 'Failed');
});

test('a goal that was switched off between two windows does not go on', async () => {
  let isActive = true;
  const made = await scheduledRun({ readGoal: () => Promise.resolve(leadGoal({ isActive })) });
  isActive = false;
  await handle(made, never);
  const run = made.runs.get(made.key);
  assert.deepEqual([run?.status, run?.messages.map(({ code }) => code)], ['Successful', [911]]);
  assert.ok(made.states.get(made.key)?.endedAt);
  assert.deepEqual(made.removedFolders, [made.key]);
});

/** Open or closed at the ports' moment, 10 o'clock. */
const windowAt = (start: number): MaintenanceWindow => ({
  ...{ days: weekdays, start: start * 60, end: (start + 2) * 60, timeZone: 'UTC' },
});

test('a run that waits for its window makes way for one that somebody asks for', async () => {
  const made = await scheduledRun({ readWindows: () => Promise.resolve([windowAt(22)]) });
  const manual = await requestRun(made.ports, made.goal.id, { jobType: 'Training', trigger: 'Manual' });
  assert.deepEqual(made.jobs.at(-1)?.key, manual.key);
  assert.ok(made.states.get(made.key)?.endedAt);
  // Else the next run would take the model's first pass for done.
  assert.equal(made.states.get(made.key)?.modelVersion, '');
  assert.match(made.runs.get(made.key)?.messages[0]?.text ?? '', /^INFO 911\. .*newer run/);
});

test('a scheduled run that is under way in its window is not interrupted', async () => {
  const made = await scheduledRun({ readWindows: () => Promise.resolve([windowAt(9)]) });
  const manual = requestRun(made.ports, made.goal.id, { jobType: 'Training', trigger: 'Manual' });
  await assert.rejects(manual, { kind: 'run.in-progress' });
  assert.equal(made.states.get(made.key)?.endedAt, undefined);
});

test('after a restart runs go on, but scheduled ones are left to their window', async () => {
  const made = await scheduledRun();
  await resumeOpenRuns(made.ports);
  assert.equal(made.jobs.length, 1);
  const other = makePorts();
  await requestRun(other.ports, other.goal.id, { jobType: 'Training', trigger: 'API' });
  await resumeOpenRuns(other.ports);
  assert.equal(other.jobs.length, 2);
});
