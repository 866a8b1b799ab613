import assert from 'node:assert/strict';
import { test } from 'node:test';
import { chooseParameters } from '@plumbline/learning';
import type { LabelledRows } from '@plumbline/learning';
import { fitAndTune } from '../../../../scoring-service/src/operations/training/tune-model.ts';
import type { TunedFit } from '../../../../scoring-service/src/operations/training/tune-model.ts';
import type { Learner, LearnRequest } from '../../../../scoring-service/src/ports/training.ts';
import { leadGoal } from '../../domain/features/lead-goal.ts';

type Fitted = Awaited<ReturnType<Learner['fit']>>;

const parameters = chooseParameters(new Uint8Array(10), 1);

const fitted = (auc: number, logLoss: number): Fitted =>
  ({
    model: {},
    evaluation: {
      test: { auc: { auc } },
      choice: { parameters, contenders: [{ name: 'trees', logLoss }] },
      trials: [{ parameters, logLoss, validationRows: 100 }],
    },
  }) as unknown as Fitted;

/** Learns with a learner that gives these one after the other, the last for ever; also what it was asked for. */
async function learn(
  ...given: (Fitted | { onProgress: (share: number) => void })[]
): Promise<TunedFit & { asked: LearnRequest[] }> {
  const outcomes = given.filter((one) => 'model' in one);
  const watcher = given.find((one) => 'onProgress' in one);
  const asked: LearnRequest[] = [];
  const learner: Learner = {
    fit: (_, request, options) => {
      const outcome = outcomes[Math.min(asked.length, outcomes.length - 1)] as Fitted;
      asked.push(request);
      options?.onProgress?.(1, 2);
      options?.onProgress?.(2, 2);
      return Promise.resolve(outcome);
    },
  };
  const rows = {} as LabelledRows;
  const watch = { onProgress: watcher?.onProgress ?? (() => undefined), signal: new AbortController().signal };
  return { ...(await fitAndTune({ learner }, leadGoal(), rows, { seed: 1, gapMs: 0 }, watch)), asked };
}

const codesOf = ({ findings }: TunedFit): number[] => findings.map(({ code }) => code);

test('a good model is taken as it is', async () => {
  const learned = await learn(fitted(0.8, 0.3));
  assert.deepEqual([codesOf(learned), learned.asked.length], [[], 1]);
});

test('a model that knows nothing stops the run before any tuning', async () => {
  const learned = await learn(fitted(0.54, 0.6));
  assert.deepEqual([codesOf(learned), learned.asked.length], [[409], 1]);
});

test('a low test AUC is tuned with a real search, and its trials are reported', async () => {
  const learned = await learn(fitted(0.6, 0.6), { ...fitted(0.62, 0.5), ...{} }, fitted(0.9, 0.7));
  assert.deepEqual(codesOf(learned), [103, 920]);
  assert.equal(learned.evaluation.test.auc.auc, 0.62);
  assert.deepEqual(
    learned.asked.map(({ search }) => search !== undefined && search.trials > 10),
    [false, true],
  );
});

test('the better model out of fold is taken without looking at the test', async () => {
  const learned = await learn(fitted(0.6, 0.5), fitted(0.9, 0.7));
  assert.equal(learned.evaluation.test.auc.auc, 0.6);
  assert.equal(learned.evaluation.trials?.length, 1);
});

test('progress goes on through the tuning and never back', async () => {
  const shares: number[] = [];
  await learn(fitted(0.6, 0.6), fitted(0.62, 0.5), { onProgress: (share) => shares.push(share) });
  assert.deepEqual(
    shares,
    shares.toSorted((a, b) => a - b),
  );
  assert.equal(shares.at(-1), 1);
  assert.ok(shares.length >= 4 && shares.some((share) => share < 0.5));
});

test('an AUC that stays low after tuning stops the run', async () => {
  assert.deepEqual(codesOf(await learn(fitted(0.58, 0.6))), [103, 920, 410]);
});
