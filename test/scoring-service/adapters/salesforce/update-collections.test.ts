import assert from 'node:assert/strict';
import { after, beforeEach, test } from 'node:test';
import type { ScoreWrite } from '../../../../scoring-service/src/domain/scoring/score.ts';
import type { WriteResult } from '../../../../scoring-service/src/ports/scores.ts';
import { adminUsername } from '../../../local-org/src/index.ts';
import { callsOf, connectTo, insert, insertGoal, startScoringOrg, tell } from './connected-org.ts';

const running = await startScoringOrg();
after(() => running.stop());
beforeEach(() => tell(running, 'faults', { reset: true }));
const salesforce = connectTo(running);
const admin = running.org.userId(adminUsername) ?? '';
const goal = await salesforce.readGoal(insertGoal(running));
const leadIds = running.org.transaction(() =>
  Array.from({ length: 400 }, (_, index) => insert(running, 'Lead', { LastName: `Lead ${index}`, Company: 'C' })),
);
let minute = 0;
/** Writes of one moment, each newer than the ones before. */
function writesOf(ids: string[], score: number): ScoreWrite[] {
  minute += 1;
  const scoredAt = new Date(Date.UTC(2026, 2, 1, 10, minute)).toISOString();
  return ids.map((recordId) => ({ recordId, score, band: 'Low', percentile: 9, scoredAt, factors: '{}' }));
}
const codesOf = (results: WriteResult[]): (string | undefined)[] => results.map(({ error }) => error?.code);
const scoresOf = (): unknown[] =>
  running.org.inspect('SELECT DISTINCT "Predictive_Score__c" AS score FROM "Lead"').map(({ score }) => score);
const updates = (calls: string[]): number => calls.filter((call) => call === 'PATCH /composite/sobjects').length;
const newPace = () => ({ chunkSize: 200, singleRefusals: 0 });

for (const [way, most] of [
  ['collections', 2000],
  ['Bulk API 2.0', 10],
] as const) {
  test(`200 leads and a trigger that fails above 50 are all written by ${way}, and the run keeps the size`, async () => {
    await tell(running, 'faults', { trigger: 'Lead', recordsOver: 50 });
    const writer = connectTo(running, { mostCollectionWrites: most });
    const pace = newPace();
    const first = await callsOf(running, () =>
      writer.writeScores(goal, writesOf(leadIds.slice(0, 200), most > 1000 ? 11 : 21), { pace }),
    );
    assert.ok(codesOf(first.result).every((code) => code === undefined));
    // 200, 100, 50, 50; then the second hundred by the size that has succeeded.
    assert.equal(updates(first.calls), 6);
    assert.equal(pace.chunkSize, 50);
    const second = await callsOf(running, () =>
      writer.writeScores(goal, writesOf(leadIds, most > 1000 ? 12 : 22), { pace }),
    );
    assert.ok(codesOf(second.result).every((code) => code === undefined));
    assert.equal(updates(second.calls), leadIds.length / 50);
    assert.ok(!second.calls.some((call) => call.includes('/jobs/ingest')), 'a bulk job would fail again');
    assert.deepEqual(scoresOf(), [most > 1000 ? 12 : 22]);
  });

  test(`a record that a trigger refuses fails alone by ${way}, and the size stays`, async () => {
    const [bad = ''] = leadIds.slice(123);
    await tell(running, 'faults', { trigger: 'Lead', ids: [bad] });
    const writer = connectTo(running, { mostCollectionWrites: most });
    const pace = newPace();
    const { result, calls } = await callsOf(running, () =>
      writer.writeScores(goal, writesOf(leadIds.slice(0, 200), 13), { pace }),
    );
    assert.deepEqual(
      result.filter(({ error }) => error),
      [
        {
          recordId: bad,
          error: { code: 'CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY', message: 'The org refused the record.' },
        },
      ],
    );
    assert.ok(updates(calls) <= 1 + 2 * Math.ceil(Math.log2(200)), String(updates(calls)));
    assert.equal(pace.chunkSize, 200);
  });
}

for (const [kind, spoil] of [
  ['deleted meanwhile', (id: string) => running.org.write(admin, 'delete', 'Lead', { Id: id })],
  ['locked by an approval', (id: string) => tell(running, 'approval-locks', { ids: [id], isLocked: true })],
] as const) {
  test(`a record ${kind} does not keep the others of its chunk from being tried again in smaller ones`, async () => {
    const ids = running.org.transaction(() =>
      Array.from({ length: 200 }, (_, index) => insert(running, 'Lead', { LastName: `Mixed ${index}`, Company: 'C' })),
    );
    await spoil(ids[77] ?? '');
    await tell(running, 'faults', { trigger: 'Lead', recordsOver: 50 });
    const pace = newPace();
    const { result } = await callsOf(running, () => salesforce.writeScores(goal, writesOf(ids, 17), { pace }));
    assert.deepEqual(
      result.filter(({ error }) => error).map(({ recordId }) => recordId),
      [ids[77]],
    );
    assert.ok(pace.chunkSize <= 50 && pace.chunkSize >= 25, String(pace.chunkSize));
  });
}

test('a trigger that refuses every record costs a limited number of calls', async () => {
  await tell(running, 'faults', { trigger: 'Lead' });
  const pace = newPace();
  const { result, calls } = await callsOf(running, () => salesforce.writeScores(goal, writesOf(leadIds, 14), { pace }));
  assert.deepEqual([...new Set(codesOf(result))], ['CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY']);
  assert.ok(updates(calls) <= 40, String(updates(calls)));
});

test('errors of single records halve nothing', async () => {
  await tell(running, 'faults', { object: 'Lead', code: 'FIELD_CUSTOM_VALIDATION_EXCEPTION', times: 400 });
  const { result, calls } = await callsOf(running, () =>
    salesforce.writeScores(goal, writesOf(leadIds, 15), { pace: newPace() }),
  );
  assert.deepEqual([...new Set(codesOf(result))], ['FIELD_CUSTOM_VALIDATION_EXCEPTION']);
  assert.equal(updates(calls), 2);
});

test('the chunk size of a run may begin smaller', async () => {
  const { calls } = await callsOf(running, () =>
    salesforce.writeScores(goal, writesOf(leadIds, 16), { pace: { chunkSize: 40, singleRefusals: 0 } }),
  );
  assert.equal(updates(calls), 10);
});
