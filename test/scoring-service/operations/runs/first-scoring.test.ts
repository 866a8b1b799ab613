import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cancelRun } from '../../../../scoring-service/src/operations/runs/cancel-run.ts';
import { reportFailure } from '../../../../scoring-service/src/operations/runs/end-run.ts';
import { addFirstScoring } from '../../../../scoring-service/src/operations/runs/first-scoring.ts';
import { requestRun } from '../../../../scoring-service/src/operations/runs/request-run.ts';
import { resumeNextRun } from '../../../../scoring-service/src/operations/runs/resume-run.ts';
import type { StoredModel } from '../../../../scoring-service/src/ports/models.ts';
import type { RunState } from '../../../../scoring-service/src/ports/runs.ts';
import { makePorts } from '../made-up-ports.ts';

const model = { version: 'v1' } as StoredModel;

/** A goal whose first training has added the scoring that follows it; the training is still in the queue. */
async function afterTraining({ hasBeenScored = false } = {}) {
  const states = new Map<string, RunState>();
  const made = makePorts({
    salesforce: { hasBeenScored: () => Promise.resolve(hasBeenScored) },
    store: {
      activeModel: () => Promise.resolve(model),
      createRun: (state) => Promise.resolve(void states.set(state.key, state)),
      claimRun: (state) => {
        const isNew = !states.has(state.key);
        if (isNew) states.set(state.key, state);
        return Promise.resolve(isNew);
      },
      runState: (key) => Promise.resolve(states.get(key)),
      openRuns: () => Promise.resolve([...states.values()].filter(({ endedAt }) => !endedAt)),
      updateRun: (key, change) =>
        Promise.resolve(void states.set(key, { ...(states.get(key) as RunState), ...change })),
    },
  });
  const { key } = await requestRun(made.ports, made.goal.id, { jobType: 'Training', trigger: 'API' });
  const training = states.get(key) as RunState;
  await addFirstScoring(made.ports, made.goal, training);
  const scoring = [...states.values()].find(({ jobType }) => jobType === 'Scoring') as RunState;
  return { ...made, states, training, scoring };
}

test('the first scoring is a run like any other, and a training that is repeated adds no second one', async () => {
  const { ports, goal, runs, states, training, scoring } = await afterTraining();
  const run = runs.get(scoring.key);
  assert.deepEqual(
    [run?.jobType, run?.trigger, run?.status, run?.goalId],
    ['Scoring', 'Goal created', 'Queued', goal.id],
  );
  await addFirstScoring(ports, goal, training);
  assert.equal(states.size, 2);
});

test('it is queued once the training has left the queue, however often that is tried', async () => {
  const { ports, goal, jobs, states, training, scoring } = await afterTraining();
  states.set(training.key, { ...training, endedAt: new Date() });
  await resumeNextRun(ports, goal.id);
  assert.deepEqual(jobs.at(-1), { key: scoring.key, goalId: goal.id, jobType: 'Scoring' });
  states.set(scoring.key, { ...scoring, endedAt: new Date() });
  const queued = jobs.length;
  await resumeNextRun(ports, goal.id);
  assert.equal(jobs.length, queued);
});

test('who asks for a scoring of all records meanwhile gets that run; one of some records is refused', async () => {
  const { ports, goal, scoring } = await afterTraining();
  const asked = await requestRun(ports, goal.id, { jobType: 'Scoring', trigger: 'Manual' });
  assert.equal(asked.key, scoring.key);
  await assert.rejects(requestRun(ports, goal.id, { jobType: 'Training', trigger: 'Manual' }), {
    kind: 'run.in-progress',
  });
});

test('a goal is not ready before its records have been scored, whichever run has failed or was cancelled', async () => {
  for (const hasBeenScored of [false, true]) {
    const failed = await afterTraining({ hasBeenScored });
    for (const change of [{}, { trigger: 'Manual' }, { jobType: 'Training' }] as Partial<RunState>[]) {
      await reportFailure(failed.ports, { ...failed.scoring, ...change }, new TypeError('a defect'));
      assert.equal(failed.goalChanges.at(-1)?.status, hasBeenScored ? 'Ready' : 'Failed');
    }
  }

  const cancelled = await afterTraining();
  await cancelRun(cancelled.ports, cancelled.scoring.key);
  const change = cancelled.goalChanges.at(-1);
  assert.equal(change?.status, 'Failed');
  assert.match(change.statusMessage ?? '', /Choose Score now/);
});
