import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { ModelCard, Run, Thresholds } from '@plumbline/contract';
import { fewRows, openStage } from '../stage/stage.ts';
import type { Stage } from '../stage/stage.ts';
import { assertNotSaid, assertSaid, trainWith, valueOf } from './gate-runs.ts';
import { DAY_MS } from '../../../scoring-service/src/domain/time.ts';

/* Each check of a model at its threshold and just beyond, on one org. */

/** Less than the next AUC that rows can have. */
const LITTLE = 1e-9;
let stage: Stage;
let card: ModelCard;
/** The share of the successes in the band Low. */
let lowSuccessShare: number;

/** Observed on few dates: with more, the newest leads of so small an org are older than any that it learned from. */
const train = (thresholds: Partial<Thresholds> = {}): Promise<Run> =>
  trainWith(stage, { observationDays: [0, 7, 30, 60, 120, 240], thresholds });

before(async () => {
  stage = await openStage({ leads: 450, seed: 7, environment: fewRows });
  const run = await train();
  assert.equal(run.status, 'Successful', JSON.stringify(run.messages));
  card = await stage.client.model(stage.goalId);
  lowSuccessShare = card.bands.find(({ band }) => band === 'Low')?.successShare ?? 0;
  assert.ok(lowSuccessShare > 0, 'some successes are in Low');
  assert.ok(card.auc > 0.5 && card.auc < 1);
});
after(() => stage.stop());

test('a model that is exactly as good as every limit asks raises nothing', async () => {
  const { auc } = card;
  const run = await train({
    ...{ auc, tuneBelowAuc: auc, suspiciousAuc: auc, lowSuccessShare },
  });
  for (const code of [103, 409, 410, 412, 902, 906, 909, 931] as const) assertNotSaid(run, code);
  assert.equal(run.testAuc?.toFixed(4), auc.toFixed(4));
});

test('902 warns of an AUC that is just too good, 906 of too many successes in Low', async () => {
  const run = await train({
    suspiciousAuc: card.auc - LITTLE,
    lowSuccessShare: lowSuccessShare - LITTLE,
  });
  assert.equal(run.status, 'Successful');
  assertSaid(run, 902, card.auc.toFixed(4));
  assertSaid(run, 906, /^(?:probability|percentile|relative with other band limits)$/);
});

test('409 stops a run whose AUC is just below the least, and the earlier model stays', async () => {
  const before = await stage.client.model(stage.goalId);
  const run = await train({ auc: card.auc + LITTLE });
  assert.equal(run.status, 'Failed');
  assertSaid(run, 409, card.auc.toFixed(4));
  assert.deepEqual(await stage.client.model(stage.goalId), before);
});

test('103 starts the tuning of a model just below its limit; 410 stops one that is still too weak after it', async () => {
  const tuned = await train({ tuneBelowAuc: card.auc + LITTLE, tunedAuc: 1 });
  assert.equal(tuned.status, 'Failed');
  assertSaid(tuned, 103, card.auc.toFixed(4));
  assertSaid(tuned, 920, /\d+ settings, the best /);
  const reached = Number(valueOf(tuned, 410));
  assert.ok(reached > 0.5 && reached < 1);

  const enough = await train({ tuneBelowAuc: card.auc + LITTLE, tunedAuc: reached - 0.0001 });
  assertSaid(enough, 103, card.auc.toFixed(4));
  assertNotSaid(enough, 410);
});

test('412 stops a run whose test part has no conversion', async () => {
  const testedFrom = Date.parse(card.data?.testedFrom ?? '');
  const since = new Date(testedFrom - 60 * DAY_MS).toISOString().slice(0, 10);
  const { records } = await stage.org.admin.query<{ Id: string }>(
    `SELECT Id FROM Lead WHERE IsConverted = TRUE AND ConvertedDate >= ${since}`,
    { autoFetch: true },
  );
  assert.ok(records.length > 0);
  await stage.org.admin.sobject('Lead').destroy(
    records.map(({ Id }) => Id),
    { allowRecursive: true },
  );
  const run = await train();
  assert.equal(run.status, 'Failed');
  assertSaid(run, 412, '');
});
