import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ModelCard } from '@plumbline/contract';
import { activateModel } from '../../../../scoring-service/src/operations/models/activate-model.ts';
import type { GoalChange } from '../../../../scoring-service/src/ports/goals.ts';
import { makeGoal } from '../../domain/quality/quality-fixture.ts';
import { makeFullCard } from '../../http/model-page/card-fixture.ts';

const goalId = 'a01000000000001AAA';

/** Activates a model with this card and returns what its goal is given. */
async function activate(change: Partial<ModelCard>): Promise<GoalChange | undefined> {
  let given: GoalChange | undefined;
  await activateModel(
    {
      salesforce: {
        readGoal: () => Promise.resolve(makeGoal()),
        updateGoal: (_, changed) => {
          given = changed;
          return Promise.resolve();
        },
      },
      store: {
        modelCards: () => Promise.resolve([makeFullCard({ goalId, version: 'v1', ...change })]),
        activateModel: () => Promise.resolve('v2'),
      },
      log: { info: () => undefined, error: () => undefined },
    },
    goalId,
    'v1',
  );
  return given;
}

test('a model that is brought back brings its own warning, or ends that of the other', async () => {
  const warned = await activate({ rateWarning: { predicted: 0.13, happened: 0.31 } });
  assert.equal(warned?.probabilityWarning, 'predicted 13 %, happened 31 %');
  assert.equal((await activate({}))?.probabilityWarning, '');
});
