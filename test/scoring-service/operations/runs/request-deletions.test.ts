import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ScoringError } from '../../../../scoring-service/src/domain/scoring-error.ts';
import { requestDeletions } from '../../../../scoring-service/src/operations/runs/request-deletions.ts';
import { requestRun } from '../../../../scoring-service/src/operations/runs/request-run.ts';
import { leadGoal } from '../../domain/features/lead-goal.ts';
import { makePorts } from '../made-up-ports.ts';

const named = (id: string) => ({ goal: leadGoal({ id }), isDeleted: true });

const portsOf = (
  kept: string[],
  readGoalOrDeleted: (id: string) => Promise<ReturnType<typeof named>> = (id) => Promise.resolve(named(id)),
) => makePorts({ salesforce: { readGoalOrDeleted }, store: { keptGoalIds: () => Promise.resolve(kept) } });

test('each goal with a model gets one removal, however often it is named or asked about', async () => {
  const { ports, jobs } = portsOf(['one', 'two']);
  const { results } = await requestDeletions(ports, ['one', 'two', 'one', 'never trained']);
  assert.deepEqual(
    results.map(({ goalId, runKey, problem }) => [goalId, runKey !== undefined, problem]),
    [
      ['one', true, undefined],
      ['two', true, undefined],
      ['never trained', false, undefined],
    ],
  );
  const again = await requestDeletions(ports, ['one', 'two']);
  assert.deepEqual(again.results, [{ goalId: 'one' }, { goalId: 'two' }]);
  assert.deepEqual(jobs.map(({ goalId, jobType }) => `${jobType} ${goalId}`).toSorted(), [
    'Deletion one',
    'Deletion two',
  ]);
});

test('the first training of a deleted goal ends, although it has no model yet', async () => {
  const { ports, goal, states } = makePorts({ store: { keptGoalIds: () => Promise.resolve([]) } });
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
  const { ports, jobs } = portsOf(['refused', 'gone', 'one'], (id) => Promise.resolve(id).then(refuse));
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
  const { ports } = portsOf(['one'], () => Promise.reject(new TypeError('defect')));
  await assert.rejects(requestDeletions(ports, ['one']), TypeError);
});
