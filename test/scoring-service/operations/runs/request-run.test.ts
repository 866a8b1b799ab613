import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ScoringError } from '../../../../scoring-service/src/domain/scoring-error.ts';
import { requestRun } from '../../../../scoring-service/src/operations/runs/request-run.ts';
import { leadGoal } from '../../domain/features/lead-goal.ts';
import { makePorts } from '../made-up-ports.ts';

const training = { jobType: 'Training', trigger: 'Manual' } as const;

test('a requested run stands in the org, in the store and in the queue under one key', async () => {
  const { ports, goal, runs, states, jobs } = makePorts();
  const run = await requestRun(ports, goal.id, training);
  assert.equal(run.status, 'Queued');
  assert.deepEqual(runs.get(run.key), run);
  assert.equal(states.get(run.key)?.trigger, 'Manual');
  assert.deepEqual(jobs, [{ key: run.key, goalId: goal.id, jobType: 'Training' }]);
});

test('a goal has one run at a time', async () => {
  const { ports, goal, jobs } = makePorts();
  await requestRun(ports, goal.id, training);
  await assert.rejects(requestRun(ports, goal.id, training), { kind: 'run.in-progress' });
  assert.equal(jobs.length, 1);
});

test('a run that another replica has queued first ends at once, also in the org', async () => {
  const { ports, goal, runs, states } = makePorts({ queue: { enqueue: () => Promise.resolve(false) } });
  await assert.rejects(requestRun(ports, goal.id, training), { kind: 'run.in-progress' });
  assert.deepEqual(
    [...runs.values()].map(({ status }) => status),
    ['Failed'],
  );
  assert.ok([...states.values()].every(({ endedAt }) => endedAt));
});

test('a run that a process has taken while its request waited for the queue is no conflict', async () => {
  const made = makePorts({
    queue: { enqueue: async ({ key }) => (await made.ports.store.takeRun(key)) === undefined },
  });
  const { key } = await requestRun(made.ports, made.goal.id, training);
  assert.equal(made.runs.get(key)?.status, 'Queued');
  assert.equal(made.states.get(key)?.endedAt, undefined);
});

test('a run that cannot be saved in the org is not queued', async () => {
  const unreachable = new ScoringError('salesforce.unreachable', { actions: ['Wait.'] });
  const { ports, goal, states, jobs } = makePorts({ salesforce: { saveRun: () => Promise.reject(unreachable) } });
  await assert.rejects(requestRun(ports, goal.id, training), unreachable);
  assert.deepEqual([states.size, jobs.length], [0, 0]);
});

test('scoring needs a model, and a goal that is switched off does nothing but delete', async () => {
  const { ports, goal } = makePorts();
  await assert.rejects(requestRun(ports, goal.id, { jobType: 'Scoring', trigger: 'API' }), { kind: 'model.missing' });
  const off = makePorts({ salesforce: { readGoal: () => Promise.resolve(leadGoal({ isActive: false })) } });
  await assert.rejects(requestRun(off.ports, goal.id, training), { kind: 'goal.inactive' });
  const deletion = await requestRun(off.ports, goal.id, { jobType: 'Deletion', trigger: 'API' });
  assert.equal(deletion.jobType, 'Deletion');
});
