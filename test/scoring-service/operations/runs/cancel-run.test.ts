import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cancelRun } from '../../../../scoring-service/src/operations/runs/cancel-run.ts';
import { handleRun } from '../../../../scoring-service/src/operations/runs/handle-run.ts';
import { resumeRun } from '../../../../scoring-service/src/operations/runs/resume-run.ts';
import { describeRun } from '../../../../scoring-service/src/operations/runs/run-report.ts';
import type { StoredModel } from '../../../../scoring-service/src/ports/models.ts';
import type { RunState } from '../../../../scoring-service/src/ports/runs.ts';
import { makePorts } from '../made-up-ports.ts';
import type { MadeUpPorts } from '../made-up-ports.ts';

const at = new Date('2026-11-23T09:00:00.000Z');
const settings = {
  seed: 1,
  trainingRows: 1000,
  batchSize: 10,
  writeChunk: 200,
  version: '1.0.0',
  apiShare: 1,
  receiptDays: 1,
};
const counts = { read: 7, scored: 5, changed: 4, skipped: 2, failed: 0, skippedReasons: [] };

/** Ports that know one run. */
function withRun(
  change: Partial<RunState>,
  status: 'Queued' | 'Processing' | 'Failed' | 'Successful',
  more: Parameters<typeof makePorts>[0] = {},
): MadeUpPorts {
  const made = makePorts({
    ...more,
    store: {
      reopenRun: (key) => Promise.resolve(void made.states.set(key, { ...state, endedAt: undefined })),
      ...more.store,
    },
  });
  const state: RunState = {
    ...{ key: 'run', goalId: made.goal.id, jobType: 'Scoring', trigger: 'Command line', createdAt: at, asOf: at },
    ...change,
  };
  made.states.set('run', state);
  made.runs.set('run', { ...describeRun(made.goal, state), status });
  return made;
}

test('a run that waits is over at once when it is cancelled, with what it had done', async () => {
  const { ports, states, runs, removedFolders } = withRun({ checkpoint: counts }, 'Queued');
  const run = await cancelRun(ports, 'run');
  assert.deepEqual([run.status, run.read, run.scored, run.messages.at(-1)?.code], ['Failed', 7, 5, 911]);
  assert.ok(states.get('run')?.endedAt && runs.get('run')?.endedAt);
  assert.deepEqual(removedFolders, ['run']);
});

test('a run that is under way is ended by whoever is at it', async () => {
  const { ports, states } = withRun({}, 'Processing');
  assert.equal((await cancelRun(ports, 'run')).status, 'Processing');
  assert.equal(states.get('run')?.endedAt, undefined);
  await handleRun(ports, { key: 'run', goalId: 'goal', jobType: 'Scoring' }, settings, new AbortController().signal);
  assert.ok(states.get('run')?.endedAt);
});

test('a training that is cancelled leaves the goal as it was', async () => {
  const { ports, goalChanges } = withRun({ jobType: 'Training' }, 'Queued');
  await cancelRun(ports, 'run');
  assert.equal(goalChanges.at(-1)?.status, 'Waiting for training');
});

test('what has ended, removes scores or is not there cannot be cancelled', async () => {
  await assert.rejects(cancelRun(withRun({ endedAt: at }, 'Successful').ports, 'run'), { kind: 'run.ended' });
  await assert.rejects(cancelRun(withRun({ jobType: 'Deletion' }, 'Processing').ports, 'run'), {
    kind: 'run.in-progress',
  });
  await assert.rejects(cancelRun(makePorts().ports, 'nobody'), { kind: 'run.not-found' });
});

test('a failed run is queued again and shown as queued; a successful one is not', async () => {
  const { ports, jobs, states } = withRun({ endedAt: at, checkpoint: counts }, 'Failed');
  const run = await resumeRun(ports, 'run');
  assert.deepEqual([run.status, run.endedAt, jobs.length], ['Queued', undefined, 1]);
  assert.deepEqual([states.get('run')?.endedAt, states.get('run')?.checkpoint], [undefined, counts]);
  await assert.rejects(resumeRun(withRun({ endedAt: at }, 'Successful').ports, 'run'), { kind: 'run.ended' });
});

test('a run that failed waits while the goal has another', async () => {
  const { ports, states, runs } = withRun({ endedAt: at }, 'Failed');
  const other = states.get('run');
  assert.ok(other);
  states.set('other', { ...other, key: 'other', endedAt: undefined });
  await assert.rejects(resumeRun(ports, 'run'), { kind: 'run.in-progress' });
  assert.equal(runs.get('run')?.status, 'Failed');
});

const accepting = { acceptRemovals: true, trigger: 'Manual' } as const;

/** Ports that know one scoring and can start another one. */
const withScoring = (change: Partial<RunState>, status: 'Processing' | 'Failed' = 'Failed'): MadeUpPorts =>
  withRun({ endedAt: at, ...change }, status, {
    store: { activeModel: () => Promise.resolve({ version: 'v1' } as StoredModel) },
    salesforce: { countMatches: () => Promise.resolve(1) },
  });

test('a stopped run whose removals are accepted starts again as a new run of the same records, as of now', async () => {
  const selection = { where: "Country = 'DE'" };
  const { ports, states, runs, jobs } = withScoring({ selection, trigger: 'Schedule', modelVersion: '' });
  const run = await resumeRun(ports, 'run', accepting);
  const state = states.get(run.key);
  assert.notEqual(run.key, 'run');
  assert.deepEqual(
    [state?.selection, state?.trigger, state?.checkpoint?.acceptsRemovals, state?.asOf],
    [selection, 'Manual', true, ports.clock.now()],
  );
  assert.deepEqual([runs.get('run')?.status, states.get('run')?.endedAt], ['Failed', at]);
  assert.deepEqual(
    jobs.map(({ key }) => key),
    [run.key],
  );
});

test('a run that had begun to write only goes on when removals are accepted, for it was checked before', async () => {
  const { ports } = withScoring({ checkpoint: { ...counts, writingUpTo: '00Q1' } });
  assert.equal((await resumeRun(ports, 'run', accepting)).key, 'run');
});

test('the removals of a run that has not ended cannot be accepted', async () => {
  const { ports, states } = withScoring({ endedAt: undefined }, 'Processing');
  await assert.rejects(resumeRun(ports, 'run', accepting), { kind: 'run.in-progress' });
  assert.deepEqual([...states.keys()], ['run']);
});
