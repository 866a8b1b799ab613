import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Goal } from '@plumbline/contract';
import type { OrgFacts } from '../../../../scoring-service/src/domain/org-facts.ts';
import { ScoringError } from '../../../../scoring-service/src/domain/scoring-error.ts';
import { requestRun } from '../../../../scoring-service/src/operations/runs/request-run.ts';
import { removeOrphans } from '../../../../scoring-service/src/operations/schedule/remove-orphans.ts';
import { deleteGoalScores } from '../../../../scoring-service/src/operations/scoring/delete-scores.ts';
import type { StoredModel } from '../../../../scoring-service/src/ports/models.ts';
import { leadGoal } from '../../domain/features/lead-goal.ts';
import { fact } from '../../domain/features/org-facts.ts';
import { makePorts } from '../made-up-ports.ts';

const deletion = { jobType: 'Deletion', trigger: 'API' } as const;
const training = { jobType: 'Training', trigger: 'Manual' } as const;
const signal = new AbortController().signal;
const describe = () => Promise.resolve({ Lead: [fact('Predictive_Score__c', 'double')] });

test('a removal takes the place of a waiting run', async () => {
  const { ports, goal, runs, states } = makePorts();
  const waiting = await requestRun(ports, goal.id, training);
  const run = await requestRun(ports, goal.id, deletion);
  assert.equal(run.status, 'Queued');
  assert.equal(runs.get(waiting.key)?.status, 'Failed');
  assert.ok(states.get(waiting.key)?.endedAt);
  await assert.rejects(requestRun(ports, goal.id, deletion), { kind: 'run.in-progress' });
});

test('a removal waits in the store for a run in progress, which is cancelled', async () => {
  const { ports, goal, runs, states } = makePorts({ queue: { enqueue: () => Promise.resolve(false) } });
  const state = { key: 'now', goalId: goal.id, createdAt: new Date(), asOf: new Date(), ...training };
  states.set('now', state);
  const other = makePorts();
  const started = await requestRun(other.ports, goal.id, training);
  runs.set('now', { ...started, key: 'now', status: 'Processing' });
  const run = await requestRun(ports, goal.id, deletion);
  assert.ok(states.get('now')?.cancelledAt);
  assert.equal(states.get('now')?.endedAt, undefined);
  assert.equal(states.get(run.key)?.endedAt, undefined);
  assert.equal(run.status, 'Queued');
});

const gone = () => Promise.reject(new ScoringError('goal.not-found', { actions: ['Check the id.'] }));
const model = { version: 'v1', plan: { goal: leadGoal({ scoreField: 'Second_Score__c' }) } } as unknown as StoredModel;

test('goals that are gone from the org and still have models are removed, others stay', async () => {
  const { ports, jobs } = makePorts({
    salesforce: {
      readSchedules: () =>
        Promise.resolve([{ goalId: 'kept', isActive: true, isUpdatedDaily: true, hasModel: true } as never]),
      readGoalOrDeleted: gone,
      describe: () => Promise.resolve({}),
    },
    store: { keptGoalIds: () => Promise.resolve(['kept', 'gone']), activeModel: () => Promise.resolve(model) },
  });
  await removeOrphans(ports);
  await removeOrphans(ports);
  assert.deepEqual(
    jobs.map(({ goalId, jobType }) => [goalId, jobType]),
    [['gone', 'Deletion']],
  );
});

for (const [sharing, isPrivate, reported, removed] of [
  ['public', false, undefined, ['absent', 'binned']],
  ['private, and the org does not say how many goals there are', true, undefined, ['binned']],
  ['private, and the org has more goals', true, 1, ['binned']],
  ['private, and the org has no more goals', true, 0, ['absent', 'binned']],
] as const) {
  test(`a goal that may only be hidden is not taken for deleted: sharing is ${sharing}`, async () => {
    const { ports, jobs } = makePorts({
      salesforce: {
        readSchedules: () => Promise.resolve([]),
        describe: () => Promise.resolve<OrgFacts>(isPrivate ? { Score_Goal__Share: [] } : {}),
        reportedCounts: () => Promise.resolve(reported === undefined ? undefined : { Score_Goal__c: reported }),
        readGoalOrDeleted: (goalId) =>
          goalId === 'binned' ? Promise.resolve({ goal: leadGoal({ id: goalId }), isDeleted: true }) : gone(),
      },
      store: { keptGoalIds: () => Promise.resolve(['absent', 'binned']), activeModel: () => Promise.resolve(model) },
    });
    await removeOrphans(ports);
    assert.deepEqual(
      jobs.map(({ goalId }) => goalId),
      removed,
    );
  });
}

/** Runs a removal of these scores and returns the run as it ended. */
async function remove(
  scoredIds: string[],
  {
    hasField = true,
    refused = {},
    goals = [],
    reported,
  }: {
    hasField?: boolean;
    refused?: Record<string, string>;
    goals?: Goal[];
    /** How many leads there are; the org does not say by default. */
    reported?: number;
  } = {},
) {
  const removed: string[] = [];
  const made = makePorts({
    salesforce: {
      readGoalOrDeleted: () => Promise.resolve({ goal: leadGoal(), isDeleted: true }),
      readGoals: () => Promise.resolve({ goals, unusable: [] }),
      describe: hasField ? describe : () => Promise.resolve({ Lead: [fact('Status')] }),
      reportedCounts: () => Promise.resolve(reported === undefined ? undefined : { Lead: reported }),
      count: () => Promise.resolve(scoredIds.length),
      readScoredIds: async function* () {
        yield await Promise.resolve(scoredIds);
      },
      scoreParts: () => Promise.resolve([]),
      writeScores: (_, writes) =>
        Promise.resolve(
          writes.map(({ recordId }) => {
            const code = refused[recordId];
            return code === undefined ? { recordId } : { recordId, error: { code, message: code } };
          }),
        ),
    },
    store: {
      deleteReceipts: () => Promise.resolve(void removed.push('receipts')),
      deleteRunResults: () => Promise.resolve(void removed.push('results')),
      deleteModels: () => Promise.resolve(void removed.push('models')),
    },
  });
  const state = { key: 'k', goalId: 'g', createdAt: new Date(), asOf: new Date(), ...deletion };
  made.states.set('k', state);
  await deleteGoalScores(made.ports, state, { signal });
  return { run: made.runs.get('k'), removed };
}

test('records that the org does not let be written are skipped and listed; everything else is removed', async () => {
  const { run, removed } = await remove(['1', '2', '3'], { refused: { 2: 'CANNOT_UPDATE_CONVERTED_LEAD' } });
  assert.deepEqual([run?.status, run?.read, run?.changed, run?.skipped, run?.failed], ['Successful', 3, 2, 1, 0]);
  assert.match(run?.messages[0]?.text ?? '', /^WARNING 951\..*CANNOT_UPDATE_CONVERTED_LEAD: 1\. Records: 2\./);
  assert.deepEqual(removed, ['receipts', 'results', 'models']);
});

test('records that sharing hides keep their scores, which the run says', async () => {
  const { run } = await remove(['1', '2'], { reported: 8 });
  assert.deepEqual([run?.status, run?.changed], ['Successful', 2]);
  assert.match(
    run?.messages[0]?.text ?? '',
    /^WARNING 951\..*the integration user sees Lead 2 of about 8\. Clear the score fields of the others/,
  );
  assert.deepEqual((await remove(['1', '2'], { reported: 2 })).run?.messages, []);
});

test('without the score fields there is nothing to clear, and the run says so', async () => {
  const { run, removed } = await remove(['1'], { hasField: false });
  assert.deepEqual([run?.status, run?.read], ['Successful', 0]);
  assert.match(run?.messages[0]?.text ?? '', /^WARNING 951\..*Lead\.Predictive_Score__c does not exist/);
  assert.equal(removed.length, 3);
});

test('fields that another goal has taken over keep the scores of that goal', async () => {
  const { run, removed } = await remove(['1', '2'], {
    goals: [leadGoal({ id: 'heir', name: 'Lead buys', scoreField: 'predictive_score__C', modelVersion: 'v1' })],
  });
  assert.deepEqual([run?.status, run?.read, run?.changed], ['Successful', 0, 0]);
  assert.match(
    run?.messages[0]?.text ?? '',
    /^WARNING 951\..*Predictive_Score__c holds those of the score goal Lead buys\./,
  );
  assert.equal(removed.length, 3);
});

test('a goal without a model that took over the fields has no scores of its own, so all are removed', async () => {
  const { run } = await remove(['1', '2'], { goals: [leadGoal({ id: 'heir', modelVersion: undefined })] });
  assert.deepEqual([run?.changed, run?.messages], [2, []]);
});
