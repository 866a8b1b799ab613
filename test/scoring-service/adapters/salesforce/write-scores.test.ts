import assert from 'node:assert/strict';
import { after, beforeEach, test } from 'node:test';
import { toUpdateCsv } from '../../../../scoring-service/src/adapters/salesforce/score-fields.ts';
import type { ScoreWrite } from '../../../../scoring-service/src/domain/scoring/score.ts';
import { callsOf, connectTo, insert, insertGoal, startScoringOrg, tell } from './connected-org.ts';

const running = await startScoringOrg();
after(() => running.stop());
beforeEach(() => tell(running, 'faults', { reset: true }));
const goalId = insertGoal(running);
const salesforce = connectTo(running);
const goal = await salesforce.readGoal(goalId);

const leadIds = running.org.transaction(() =>
  Array.from({ length: 450 }, (_, index) => insert(running, 'Lead', { LastName: `Lead ${index}`, Company: 'C' })),
);

const scoredAt = '2026-03-01T10:00:00.000Z';
const scoreOf = (recordId: string, score: number): ScoreWrite => ({
  recordId,
  score,
  band: score >= 80 ? 'High' : 'Low',
  percentile: 90,
  scoredAt,
  factors: JSON.stringify({ basis: 'probability', text: 'says "hello", twice\nor more' }),
});
const emptied = (recordId: string): ScoreWrite => ({
  recordId,
  score: undefined,
  band: undefined,
  percentile: undefined,
  scoredAt: undefined,
  factors: undefined,
});
const storedScores = (): unknown[] =>
  running.org
    .inspect('SELECT "Id", "Predictive_Score__c" AS score FROM "Lead" WHERE "Predictive_Score__c" IS NOT NULL')
    .map(({ score }) => score);
const [firstId = '', secondId = '', thirdId = ''] = leadIds;

test('one record is one request and carries all fields of the set', async () => {
  const { calls, result } = await callsOf(running, () => salesforce.writeScores(goal, [scoreOf(firstId, 87)]));
  assert.deepEqual(calls, ['PATCH /composite/sobjects']);
  assert.deepEqual(result, [{ recordId: firstId }]);
  const [row] = running.org.inspect('SELECT * FROM "Lead" WHERE "Id" = ?', firstId);
  assert.equal(row?.['Predictive_Score__c'], 87);
  assert.equal(row?.['Predictive_Score_Band__c'], 'High');
  assert.equal(row?.['Predictive_Score_Percentile__c'], 90);
  assert.equal(row?.['Predictive_Score_Scored_At__c'], scoredAt);
  assert.equal(row?.['Predictive_Score_Factors__c'], scoreOf(firstId, 87).factors);
});

const optional = ['probability', 'change', 'reason', 'grade', 'bandSince'] as const;
const withParts: ScoreWrite = {
  ...scoreOf(thirdId, 61),
  ...{ probability: 0.273456, change: -14, reason: 'Campaigns, "all" of them raise the score.', grade: 'B2' },
  bandSince: '2026-02-01T10:00:00.000Z',
};
const partsOf = (recordId: string): unknown[] => {
  const [row] = running.org.inspect('SELECT * FROM "Lead" WHERE "Id" = ?', recordId);
  return ['Probability', 'Change', 'Reason', 'Grade', 'Band_Since'].map((part) => row?.[`Predictive_Score_${part}__c`]);
};
const written = [27.35, -14, withParts.reason, 'B2', withParts.bandSince];

test('optional fields are written where they are asked for, and cleared with the score', async () => {
  await salesforce.writeScores(goal, [withParts]);
  assert.deepEqual(partsOf(thirdId), [null, null, null, null, null]);
  await salesforce.writeScores(goal, [withParts], { parts: optional });
  assert.deepEqual(partsOf(thirdId), written);
  await salesforce.writeScores(goal, [emptied(thirdId)], { parts: optional });
  assert.deepEqual(partsOf(thirdId), [null, null, null, null, null]);
  const many = leadIds.map((recordId) => ({ ...withParts, recordId }));
  await connectTo(running, { mostCollectionWrites: 10 }).writeScores(goal, many, { parts: optional });
  assert.deepEqual(partsOf(thirdId), written);
  await salesforce.writeScores(goal, leadIds.map(emptied), { parts: optional });
  await salesforce.writeScores(goal, [scoreOf(firstId, 87)]);
});

test('the optional fields of a set are those that the org has, asked for once in some minutes', async () => {
  let time = 0;
  const { scoreParts } = connectTo(running, { now: () => time });
  const describes = async (options?: { isFresh: boolean }): Promise<number> => {
    const { calls, result } = await callsOf(running, () => scoreParts(goal, options));
    assert.deepEqual(result, optional);
    return calls.length;
  };
  assert.equal(await describes(), 1);
  assert.equal(await describes(), 0);
  assert.equal(await describes({ isFresh: true }), 1);
  time = 3_600_000;
  assert.equal(await describes(), 1);
  assert.deepEqual(await scoreParts({ ...goal, scoreField: 'Renewal_Score__c' }), []);
});

test('current scores are read for the records that exist', async () => {
  const gone = '00Q000000000099EAA';
  const found = await salesforce.readScores(goal, [firstId, gone, secondId]);
  assert.deepEqual(found.get(firstId), { score: 87, band: 'High', percentile: 90, scoredAt });
  assert.deepEqual(found.get(secondId), {
    score: undefined,
    band: undefined,
    percentile: undefined,
    scoredAt: undefined,
  });
  assert.ok(!found.has(gone));
});

for (const [way, most] of [
  ['collections', 2000],
  ['Bulk API 2.0', 10],
] as const) {
  test(`many records go by ${way}, with the results in order and the refused ones named`, async () => {
    const writer = connectTo(running, { mostCollectionWrites: most });
    const gone = '00Q000000000099EAA';
    const ids = [...leadIds.slice(0, 300), gone, ...leadIds.slice(300)];
    const { calls, result } = await callsOf(running, () =>
      writer.writeScores(
        goal,
        ids.map((id, index) => scoreOf(id, 1 + (index % 100))),
      ),
    );
    assert.deepEqual(
      result.map(({ recordId }) => recordId),
      ids,
    );
    const refused = result.filter(({ error }) => error);
    assert.deepEqual(
      refused.map(({ recordId }) => recordId),
      [gone],
    );
    assert.ok(refused[0]?.error?.code);
    assert.equal(calls.filter((call) => call === 'PATCH /composite/sobjects').length, most === 2000 ? 3 : 0);
    assert.equal(
      calls.some((call) => call.startsWith('DELETE /jobs/ingest/')),
      most !== 2000,
    );
    const [row] = running.org.inspect('SELECT * FROM "Lead" WHERE "Id" = ?', firstId);
    assert.equal(row?.['Predictive_Score_Factors__c'], scoreOf(firstId, 1).factors);
    assert.equal(storedScores().length, leadIds.length);
  });

  test(`an empty score empties the fields by ${way}`, async () => {
    const writer = connectTo(running, { mostCollectionWrites: most });
    await writer.writeScores(
      goal,
      leadIds.map((id) => scoreOf(id, 0)),
    );
    assert.ok(storedScores().length === leadIds.length && storedScores().every((score) => score === 0));
    const results = await writer.writeScores(goal, leadIds.map(emptied));
    assert.deepEqual(
      results.filter(({ error }) => error),
      [],
    );
    assert.deepEqual(storedScores(), []);
    const [row] = running.org.inspect('SELECT * FROM "Lead" WHERE "Id" = ?', firstId);
    assert.equal(row?.['Predictive_Score_Band__c'], null);
    assert.equal(row?.['Predictive_Score_Factors__c'], null);
  });

  test(`locked records are tried again by ${way}, later and later, and only these`, async () => {
    const waits: number[] = [];
    const writer = connectTo(running, { mostCollectionWrites: most, sleep: async (ms) => void waits.push(ms) });
    await tell(running, 'faults', { object: 'Lead', ids: [secondId], times: 2 });
    await tell(running, 'faults', { object: 'Lead', ids: [thirdId], times: 1 });
    const results = await writer.writeScores(
      goal,
      leadIds.map((id) => scoreOf(id, 40)),
    );
    assert.deepEqual(
      results,
      leadIds.map((recordId) => ({ recordId })),
    );
    assert.deepEqual(
      waits.filter((ms) => ms >= 500),
      [500, 1000],
    );
  });
}

test('a record that stays locked is reported as failed', async () => {
  await tell(running, 'faults', { object: 'Lead', ids: [secondId], times: 100 });
  const results = await salesforce.writeScores(goal, [scoreOf(firstId, 50), scoreOf(secondId, 50)]);
  assert.equal(results[0]?.error, undefined);
  assert.equal(results[1]?.error?.code, 'UNABLE_TO_LOCK_ROW');
});

test('when an answer is lost, the same values are written again', async () => {
  await tell(running, 'faults', { path: '/composite/sobjects', drop: 'half' });
  assert.deepEqual(await salesforce.writeScores(goal, [scoreOf(firstId, 61)]), [{ recordId: firstId }]);
});

test('an upload is refused as a whole when a field cannot be written', async () => {
  const foreign = { ...goal, scoreField: 'Secret_Score__c' };
  const bulk = connectTo(running, { mostCollectionWrites: 0 });
  await assert.rejects(bulk.writeScores(foreign, [scoreOf(firstId, 1)]), { kind: 'salesforce.no-access' });
});

test('ids of scored records come in pages that work while scores are cleared', async () => {
  await salesforce.writeScores(
    goal,
    leadIds.map((id, index) => (index < 300 ? scoreOf(id, index % 3) : emptied(id))),
  );
  const seen: string[] = [];
  for await (const ids of salesforce.readScoredIds(goal)) {
    seen.push(...ids);
    await salesforce.writeScores(goal, ids.map(emptied));
  }
  assert.deepEqual(seen.toSorted(), leadIds.slice(0, 300).toSorted());
  assert.deepEqual(storedScores(), []);
});

test('many writes stop at the share of API calls, a single evaluation does not', async () => {
  const writer = connectTo(running, { apiUsageStop: 0.5 });
  await tell(running, 'limits', { used: 60_000 });
  await writer.ping();
  await assert.rejects(writer.writeScores(goal, [scoreOf(firstId, 2), scoreOf(secondId, 2)]), {
    kind: 'salesforce.limit-reached',
  });
  assert.deepEqual(await writer.writeScores(goal, [scoreOf(firstId, 2)]), [{ recordId: firstId }]);
  await tell(running, 'limits', { used: 0 });
});

test('writing stops between batches when it is aborted', async () => {
  const signal = AbortSignal.abort(new Error('stopped'));
  await assert.rejects(salesforce.writeScores(goal, [scoreOf(firstId, 2)], { signal }), /stopped/);
});

test('no writes make no call', async () => {
  const { calls, result } = await callsOf(running, () => salesforce.writeScores(goal, []));
  assert.deepEqual([calls, result], [[], []]);
});

test('a large upload is split and contains every write once', () => {
  const writes = leadIds.map((id) => scoreOf(id, 3));
  const uploads = toUpdateCsv({ scoreField: 'Predictive_Score__c', parts: [] }, writes, 20_000);
  assert.ok(uploads.length > 1);
  assert.ok(uploads.every(({ csv }) => Buffer.byteLength(csv) <= 20_000 && csv.startsWith('Id,Predictive_Score__c,')));
  assert.deepEqual(
    uploads.flatMap((upload) => upload.writes),
    writes,
  );
});
