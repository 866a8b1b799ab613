import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { sql } from 'kysely';
import { messageOf } from '@plumbline/contract';
import { openDatabase } from '../../../../scoring-service/src/adapters/storage/open-database.ts';
import type { Database } from '../../../../scoring-service/src/adapters/storage/open-database.ts';
import { createStore } from '../../../../scoring-service/src/adapters/storage/store.ts';
import type { Receipt } from '../../../../scoring-service/src/domain/evaluation/receipt.ts';
import { measureOutcomes } from '../../../../scoring-service/src/operations/scoring/measure-outcomes.ts';
import { expireInputs, purgeDeletedRecords } from '../../../../scoring-service/src/operations/scoring/retention.ts';
import type { Store } from '../../../../scoring-service/src/ports/adapters.ts';
import { makeReceipts, makeStoredModel, asOf as scoredAt } from '../../adapters/storage/state-fixture.ts';
import { makeGoal } from '../../domain/quality/quality-fixture.ts';
import { DAY_MS } from '../../../../scoring-service/src/domain/time.ts';

const goal = makeGoal({ id: 'goal' });
let database: Database;
let store: Store;

before(async () => {
  database = await openDatabase();
  store = createStore(database);
});
beforeEach(() => sql`truncate models, receipts, forecasts`.execute(database.kysely));
after(() => store.close());

/** So many days after the records were scored. */
const daysLater = (days: number): Date => new Date(scoredAt.getTime() + days * DAY_MS);

/** A session of an org in which the first records have reached the goal a week after their score. */
const sessionOf = (reached: number, gone: string[] = []) => ({
  reachedGoal: () =>
    Promise.resolve({
      recordIds: makeReceipts(undefined, 0, reached).map(({ recordId }) => recordId),
      reachedAt: new Float64Array(reached).fill(daysLater(7).getTime()),
    }),
  toForget: (ids: readonly string[], { isAbsentDeleted }: { isAbsentDeleted: boolean }) =>
    Promise.resolve(isAbsentDeleted ? gone.filter((id) => ids.includes(id)) : []),
});

/** 200 records that a model gave a probability of 30 % each. */
async function foretell(): Promise<void> {
  await store.saveModel(makeStoredModel('goal', 'v1'));
  const receipts = makeReceipts(undefined, 0, 200).map((receipt): Receipt => ({
    ...receipt,
    ...{ modelVersion: 'v1', probability: 0.3 },
  }));
  await store.appendScores(receipts);
}

const measure = (reached: number, days: number) =>
  measureOutcomes({ store, session: sessionOf(reached) }, goal, { activeVersion: 'v1', asOf: daysLater(days) });

test('what became of the records stands on the card of their model as soon as the timeframe is over', async () => {
  await foretell();
  assert.deepEqual(await measure(60, 89.9), []);
  assert.equal((await store.activeModel('goal'))?.card.realised, undefined);
  assert.deepEqual(await measure(60, 90), []);
  const { realised } = (await store.activeModel('goal'))?.card ?? {};
  const low = realised?.bands.find(({ band }) => band === 'Low');
  assert.deepEqual([low?.records, low?.conversions, low?.expected.toFixed(6)], [200, 60, '60.000000']);
});

test('930 is on the run when many more or fewer have reached the goal than was predicted', async () => {
  await foretell();
  assert.deepEqual(
    (await measure(30, 120)).map((finding) => messageOf(finding)),
    [
      {
        ...{ code: 930, severity: 'WARNING' },
        text: 'WARNING 930. The outcomes have drifted from the predictions of the model. Records, expected and realised conversions: 200, 60.0 and 30.',
        nextStep: 'Train the goal again.',
        ...{ figure: 0.5, limit: 0.25 },
      },
    ],
  );
  assert.deepEqual(await measure(45, 120), []);
});

test('an earlier model is measured too, and only the active one warns', async () => {
  await foretell();
  await store.saveModel(makeStoredModel('goal', 'v2', daysLater(1)));
  const findings = await measureOutcomes({ store, session: sessionOf(0) }, goal, {
    activeVersion: 'v2',
    asOf: daysLater(100),
  });
  assert.deepEqual(findings, []);
  assert.equal((await store.model('goal', 'v1'))?.card.realised?.bands.length, 3);
});

const purgeOf =
  (gone: string[]) =>
  (hidden: { objects: string[]; nextStep?: string }): ReturnType<typeof purgeDeletedRecords> =>
    purgeDeletedRecords({ store, session: sessionOf(0, gone) }, goal, hidden);

test('where the org does not say how many records there are, many that are gone at once may be hidden', async () => {
  await store.appendScores(makeReceipts(undefined, 0, 300));
  const idsOf = (count: number): string[] => makeReceipts(undefined, 0, count).map(({ recordId }) => recordId);
  const unknown = { objects: [], nextStep: 'Give the right.' };
  const held = await purgeOf(idsOf(61))(unknown);
  assert.deepEqual([held.receipts, held.mayBeHidden], [0, true]);
  const [text = ''] = held.findings.map((finding) => messageOf(finding).text);
  assert.match(
    text,
    /^WARNING 950\..*Lead: of 300 scored records, 61 are no longer there and may be hidden, .*Give the right\. Share/,
  );
  const few = await purgeOf(idsOf(60))(unknown);
  assert.deepEqual([few.receipts, few.findings], [60, []]);
  assert.equal((await purgeOf(idsOf(300).slice(60))({ objects: [] })).receipts, 240);
});

test('all that is kept of records that are gone is deleted, page by page, and nothing else', async () => {
  await store.appendScores(makeReceipts(undefined, 0, 6000));
  await store.appendScores(makeReceipts(undefined, 0, 10, 'other'));
  const gone = [3, 4999, 5000, 5999].map((row) => makeReceipts(undefined, row, row + 1)[0]?.recordId ?? '');
  const purge = purgeOf(gone);
  // A record that sharing hides is not there either, and is not deleted.
  assert.equal((await purge({ objects: ['Lead'] })).receipts, 0);
  assert.equal((await purge({ objects: ['Account'] })).receipts, 4);
  const left = await store.matureForecasts('goal', daysLater(1));
  assert.equal(left.length, 5996);
  assert.ok(left.every(({ recordId }) => !gone.includes(recordId)));
  assert.equal((await store.matureForecasts('other', daysLater(1))).length, 10);
});

test('inputs are kept as many days as the setting says', async () => {
  await store.appendScores(makeReceipts(undefined, 0, 5));
  assert.equal(await expireInputs({ store }, daysLater(180), 180), 0);
  assert.equal(await expireInputs({ store }, daysLater(180.1), 180), 5);
});
