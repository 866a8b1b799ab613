import assert from 'node:assert/strict';
import { test } from 'node:test';
import { learnTuned } from '../../../scoring-service/src/operations/learn-tuned.ts';
import type { Learned } from '../../../scoring-service/src/operations/learn-tuned.ts';
import type { Learner, LearnRequest } from '../../../scoring-service/src/ports.ts';
import type { LabelledRows } from '../../../scoring-service/src/domain/training/labelled-rows.ts';
import { leadGoal } from '../domain/features/lead-goal.ts';

type Fitted = Awaited<ReturnType<Learner['fit']>>;

const parameters = { trees: 100, maxDepth: 3, learningRate: 0.1, minChildWeight: 5, lambda: 1 };

const fitted = (auc: number, logLoss: number): Fitted =>
  ({
    model: {},
    evaluation: { test: { auc: { auc } }, choice: { parameters, contenders: [{ name: 'trees', logLoss }] } },
  }) as unknown as Fitted;

/** Learns with a learner that gives these one after the other, the last for ever; also what it was asked for. */
async function learn(...outcomes: Fitted[]): Promise<Learned & { asked: LearnRequest[] }> {
  const asked: LearnRequest[] = [];
  const learner: Learner = {
    fit: (_, request) => {
      const outcome = outcomes[Math.min(asked.length, outcomes.length - 1)] as Fitted;
      asked.push(request);
      return Promise.resolve(outcome);
    },
  };
  const rows = {} as LabelledRows;
  const watch = { onProgress: () => undefined, signal: new AbortController().signal };
  return { ...(await learnTuned({ learner }, leadGoal(), rows, { seed: 1, gapMs: 0 }, watch)), asked };
}

const codesOf = ({ findings }: Learned): number[] => findings.map(({ code }) => code);

test('a good model is taken as it is', async () => {
  const learned = await learn(fitted(0.8, 0.3));
  assert.deepEqual([codesOf(learned), learned.asked.length], [[], 1]);
});

test('a model that knows nothing stops the run before any tuning', async () => {
  const learned = await learn(fitted(0.54, 0.6));
  assert.deepEqual([codesOf(learned), learned.asked.length], [[409], 1]);
});

test('a low test AUC is tuned in earnest, and the best is chosen without looking at the test', async () => {
  const learned = await learn(fitted(0.6, 0.6), fitted(0.7, 0.61), fitted(0.62, 0.5), fitted(0.9, 0.7));
  assert.deepEqual(codesOf(learned), [103]);
  assert.equal(learned.evaluation.test.auc.auc, 0.62);
  const tried = new Set(learned.asked.map(({ parameters: given }) => JSON.stringify(given)));
  assert.equal(tried.size, learned.asked.length);
  assert.ok(learned.asked.length >= 4);
});

test('an AUC that stays low after tuning stops the run', async () => {
  assert.deepEqual(codesOf(await learn(fitted(0.58, 0.6))), [103, 410]);
});
