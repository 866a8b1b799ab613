import assert from 'node:assert/strict';
import { after, beforeEach, test } from 'node:test';
import type { BandEvent } from '../../../../scoring-service/src/domain/evaluation/band-events.ts';
import { callsOf, connectTo, insertGoal, startScoringOrg, tell } from './connected-org.ts';

const running = await startScoringOrg();
after(() => running.stop());
beforeEach(() => tell(running, 'faults', { reset: true }));
const goalId = insertGoal(running);

const logged: { event: string; fields: object }[] = [];
const log = { info: (event: string, fields: object = {}) => void logged.push({ event, fields }) };
const salesforce = connectTo(running, { log });

const changes = Array.from({ length: 201 }, (_, index): BandEvent => ({
  ...{ id: `event ${index}`, goalId, object: 'Lead', recordId: `00Q${String(index).padStart(12, '0')}AAA` },
  ...{ from: 'Low', to: 'High', score: 90, scoredAt: '2026-11-20T10:00:00.000Z' },
}));
const idsOf = (events: readonly BandEvent[]): string[] => events.map(({ id }) => id);
const publishedAfter = (after: number) => running.org.events({ channel: 'Score_Band_Change__e', after });
const lastReplayId = (): number => publishedAfter(0).at(-1)?.event.replayId ?? 0;

test('a subscriber receives the record with its old and new band', async () => {
  assert.deepEqual(await salesforce.publishBandEvents(changes.slice(0, 1)), ['event 0']);
  const [message] = publishedAfter(0);
  assert.deepEqual(
    { ...message?.payload, CreatedDate: undefined, CreatedById: undefined },
    {
      ...{ Event_Id__c: 'event 0', Goal__c: goalId, Record_Id__c: changes[0]?.recordId, Object__c: 'Lead' },
      ...{ From_Band__c: 'Low', To_Band__c: 'High', Score__c: 90, CreatedDate: undefined, CreatedById: undefined },
    },
  );
});

test('takes one call per 200 changes, and none without changes', async () => {
  const { calls, result } = await callsOf(running, () => salesforce.publishBandEvents(changes));
  assert.deepEqual([calls.length, result], [2, idsOf(changes)]);
  assert.deepEqual(await callsOf(running, () => salesforce.publishBandEvents([])), { calls: [], result: [] });
});

test('events that the org refuses are counted and logged without values, and cause no error', async () => {
  const before = lastReplayId();
  await tell(running, 'faults', { path: '/composite/sobjects', status: 500, times: 9 });
  logged.length = 0;
  assert.deepEqual(await salesforce.publishBandEvents(changes.slice(0, 3)), []);
  assert.deepEqual(publishedAfter(before), []);
  const unpublished = logged.find(({ event }) => event === 'salesforce.events-unpublished');
  assert.deepEqual(unpublished?.fields, { events: 3, kind: 'salesforce.unreachable' });
});

test('an org that refuses the events, for example with an older package, is logged', async () => {
  const { org, url, tokenFor } = running;
  const outsider = connectTo(running, { instanceUrl: url, accessToken: tokenFor('reader@local.org'), log });
  logged.length = 0;
  assert.deepEqual(await outsider.publishBandEvents(changes.slice(0, 2)), []);
  assert.match(JSON.stringify(logged), /salesforce\.events-(refused|unpublished)/);
  assert.doesNotMatch(JSON.stringify(logged), /00Q/);
  assert.ok(org.events({ channel: 'Score_Band_Change__e' }).length > 0);
});

test('the org says how many events it still takes in this hour', async () => {
  assert.deepEqual(await salesforce.eventAllocation(), { remaining: 250_000, limit: 250_000 });
});
