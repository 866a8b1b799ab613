import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createLearner } from '../../../../scoring-service/src/adapters/trainer/learner.ts';
import { ScoringError } from '../../../../scoring-service/src/domain/scoring-error.ts';
import { drawLeads } from '../../learning/model-fixture.ts';
import { DAY_MS } from '../../../../scoring-service/src/domain/time.ts';

const learner = createLearner(new URL('../../../../scoring-service/src/learning-worker.ts', import.meta.url));
const rowCount = 300;
const rows = {
  ...drawLeads(rowCount, 12),
  groups: Array.from({ length: rowCount }, (_, row) => `lead ${row}`),
  times: Float64Array.from({ length: rowCount }, (_, row) => row * DAY_MS),
};
const request = { seed: 1, gapMs: 0, search: { trials: 3 } };

test('a search in the fitting thread reports its progress and its trials', async () => {
  const shares: number[] = [];
  const { evaluation } = await learner.fit(rows, request, { onProgress: (done, total) => shares.push(done / total) });
  assert.equal(evaluation.trials?.length, 3);
  assert.ok(shares.length > 5 && shares.at(-1) === 1);
});

test('a search is cancelled at once, with the next step', async () => {
  const controller = new AbortController();
  const fitting = learner.fit(rows, request, {
    signal: controller.signal,
    onProgress: () => {
      controller.abort();
    },
  });
  await assert.rejects(
    fitting,
    (error) => error instanceof ScoringError && error.kind === 'training.cancelled' && error.actions.length > 0,
  );
});
