import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { ModelCard, Run } from '@plumbline/contract';
import { openTrainedStage } from '../stage/stage.ts';
import type { Stage } from '../stage/stage.ts';
import { assertNotSaid, assertSaid, trainWith, valueOf } from './gate-runs.ts';

/* An org whose newest records reach the goal more often than its older ones did: the model cannot have learned that. */

/** Less than what a share of so few records differs by. */
const LITTLE = 1e-9;
let stage: Stage;

/** Trains a model that takes over, and returns its run and its card. */
async function train(outcomeDrift?: number): Promise<{ run: Run; card: ModelCard }> {
  const thresholds = { replaceFrom: 0, ...(outcomeDrift !== undefined && { outcomeDrift }) };
  const run = await trainWith(stage, { thresholds });
  return { run, card: await stage.client.model(stage.goalId) };
}

/** What the goal says of its active model's probabilities. */
async function readWarning(): Promise<unknown> {
  const goal = await stage.org.admin.sobject('Score_Goal__c').findOne({ Id: stage.goalId });
  return goal?.['Probability_Warning__c'];
}

before(async () => {
  stage = await openTrainedStage('leads');
  const { data, rateWarning } = await stage.client.model(stage.goalId);
  assert.equal(rateWarning, undefined, 'the probabilities of the stage hold');
  assert.equal(await readWarning(), null);
  const { records } = await stage.org.admin.query<{ Id: string }>(
    `SELECT Id FROM Lead WHERE IsConverted = TRUE AND ConvertedDate < ${data?.testedFrom?.slice(0, 10)} ORDER BY Id`,
    { autoFetch: true },
  );
  // Two of five older conversions disappear.
  const gone = records.filter((_, index) => index % 5 < 2).map(({ Id }) => Id);
  await stage.org.admin.sobject('Lead').destroy(gone, { allowRecursive: true });
});
after(() => stage.stop());

test('931 warns of the drift with both rates, from its limit on, and the next training within the limit ends it', async () => {
  const { run, card } = await train();
  const said = valueOf(run, 931);
  assert.match(said ?? JSON.stringify(run.messages), /^predicted [\d.]+ %, happened [\d.]+ %$/);
  assert.ok(card.rateWarning);
  assert.equal(await readWarning(), said, 'the goal says it too');

  const { predicted, happened } = card.rateWarning;
  const drift = happened / predicted - 1;
  assert.ok(drift > 0.25 && drift < 1, `${predicted} and ${happened}`);
  const warned = await train(drift - LITTLE);
  assertSaid(warned.run, 931, said ?? '');
  const held = await train(drift + LITTLE);
  assertNotSaid(held.run, 931);
  assert.equal(held.card.rateWarning, undefined);
  assert.equal(await readWarning(), null);
});
