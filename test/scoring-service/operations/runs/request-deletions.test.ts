import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ScoringError } from '../../../../scoring-service/src/domain/scoring-error.ts';
import { requestDeletions } from '../../../../scoring-service/src/operations/runs/request-deletions.ts';
import { requestRun } from '../../../../scoring-service/src/operations/runs/request-run.ts';
import { leadGoal } from '../../domain/features/lead-goal.ts';
import { makePorts } from '../made-up-ports.ts';

const named = (id: string) => ({ goal: leadGoal({ id }), isDeleted: true });

const portsOf = (
  readGoalOrDeleted: (id: string) => Promise<ReturnType<typeof named>> = (id) => Promise.resolve(named(id)),
) => makePorts({ salesforce: { readGoalOrDeleted } });

test('each goal gets one removal, with a model or without, however often it is named or asked about', async () => {
  const { ports, jobs } = portsOf();
  const { results } = await requestDeletions(ports, ['one', 'two', 'one', 'without a model']);
  assert.deepEqual(
    results.map(({ goalId, runKey, problem }) => [goalId, runKey !== undefined, problem]),
    [
      ['one', true, undefined],
      ['two', true, undefined],
      ['without a model', true, undefined],
    ],
  );
  const again = await requestDeletions(ports, ['one', 'two']);
  assert.deepEqual(again.results, [{ goalId: 'one' }, { goalId: 'two' }]);
  assert.deepEqual(jobs.map(({ goalId, jobType }) => `${jobType} ${goalId}`).toSorted(), [
    'Deletion one',
    'Deletion two',
    'Deletion without a model',
  ]);
});

test('the first training of a deleted goal ends, although it has no model yet', async () => {
  const { ports, goal, states } = makePorts();
  const training = await requestRun(ports, goal.id, { jobType: 'Training', trigger: 'Manual' });
  const { results } = await requestDeletions(ports, [goal.id]);
  assert.ok(results[0]?.runKey);
  assert.ok(states.get(training.key)?.endedAt);
});

test('a problem of one goal does not stop the others, and nothing left to remove is no problem', async () => {
  const refuse = (id: string) => {
    if (id === 'refused') throw new ScoringError('salesforce.refused', { message: 'No.', actions: ['Wait.'] });
    if (id === 'gone') throw new ScoringError('goal.not-found', { actions: ['Check the id.'] });
    return named(id);
  };
  const { ports, jobs } = portsOf((id) => Promise.resolve(id).then(refuse));
  ports.store.activeModel = () => Promise.resolve(undefined);
  const { results } = await requestDeletions(ports, ['refused', 'gone', 'one']);
  assert.deepEqual(results.slice(0, 2), [
    { goalId: 'refused', problem: { kind: 'salesforce.refused', detail: 'No.', actions: ['Wait.'] } },
    { goalId: 'gone' },
  ]);
  assert.deepEqual(
    jobs.map(({ goalId }) => goalId),
    ['one'],
  );
});

test('a defect is thrown and becomes no problem of a goal', async () => {
  const { ports } = portsOf(() => Promise.reject(new TypeError('defect')));
  await assert.rejects(requestDeletions(ports, ['one']), TypeError);
});
