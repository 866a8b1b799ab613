import assert from 'node:assert/strict';
import { after, beforeEach, test } from 'node:test';
import type { GoalSchedule } from '../../../../scoring-service/src/domain/schedule/due.ts';
import { requestRun } from '../../../../scoring-service/src/operations/runs/request-run.ts';
import { callsOf } from '../../adapters/salesforce/connected-org.ts';
import { batchSize, openNightStage } from './night-shift.ts';
import type { NightShift, Replica } from './night-shift.ts';

const stage = await openNightStage({ leads: 150 });
after(() => stage.stop());

let night: NightShift;
let replica: Replica;

beforeEach(async () => {
  night = await stage.begin();
  replica = night.startReplica();
});

type RunRow = {
  Messages__c: string | null;
  Job_Type__c: string;
  Trigger__c: string;
  Status__c: string;
  Scored__c: number;
  Processing_Time__c: number;
};

const runs = (): RunRow[] =>
  stage.running.org.inspect(
    'SELECT * FROM "Score_Run__c" WHERE "Goal__c" = ? ORDER BY "Job_Start__c"',
    night.goalId,
  ) as RunRow[];
const statuses = (): string[] => runs().map((run) => `${run.Trigger__c} ${run.Job_Type__c} ${run.Status__c}`);
const scoredLeads = (): Record<string, unknown>[] =>
  stage.running.org.inspect('SELECT * FROM "Lead" WHERE "Predictive_Score__c" IS NOT NULL ORDER BY "Id"');
const schedule = async (): Promise<GoalSchedule | undefined> =>
  (await night.salesforce.readSchedules()).find(({ goalId }) => goalId === night.goalId);

/** The clock goes to a moment; the replica looks and does what waits. */
async function at(time: string): Promise<void> {
  night.setClock(time);
  await replica.tick();
  await replica.work();
}

test('without a window nothing runs by itself', async () => {
  await at('2026-11-23T23:00');
  await at('2026-12-31T23:00');
  assert.deepEqual(runs(), []);
  assert.equal((await schedule())?.nextScoringAt, undefined);
});

test('before the window opens the goal says when it is scored and trained next', async () => {
  night.addWindow();
  await at('2026-11-23T12:00');
  const next = await schedule();
  assert.equal(next?.nextScoringAt?.toISOString(), '2026-11-23T22:00:00.000Z');
  assert.equal(next.nextTrainingAt?.toISOString(), '2026-12-20T22:00:00.000Z');
  assert.deepEqual(runs(), []);
});

test('a goal whose model is gone, such as one that comes back from the recycle bin, says so once', async () => {
  night.addWindow();
  await at('2026-11-23T12:00');
  await night.store.deleteModels(night.goalId);
  await at('2026-11-23T22:00');
  assert.deepEqual(runs(), []);
  const [goal] = stage.running.org.inspect('SELECT * FROM "Score_Goal__c" WHERE "Id" = ?', night.goalId);
  assert.equal(goal?.['Status__c'], 'Failed');
  assert.match(String(goal['Status_Message__c']), /no trained model.*train it/);
  assert.equal((await schedule())?.nextScoringAt, undefined);
  const { calls } = await callsOf(stage.running, () => at('2026-11-23T22:01'));
  assert.ok(!calls.some((call) => call.startsWith('PATCH')), calls.join());
});

test('a goal is scored once a night', async () => {
  night.addWindow();
  await at('2026-11-23T12:00');
  await at('2026-11-23T22:00');
  assert.deepEqual(statuses(), ['Schedule Scoring Successful']);
  assert.equal(scoredLeads().length, runs()[0]?.Scored__c);
  await at('2026-11-23T22:01');
  assert.equal((await schedule())?.nextScoringAt?.toISOString(), '2026-11-24T22:00:00.000Z');
  await at('2026-11-24T03:00');
  await at('2026-11-24T12:00');
  assert.equal(runs().length, 1);
  await at('2026-11-24T22:00');
  assert.deepEqual(statuses(), ['Schedule Scoring Successful', 'Schedule Scoring Successful']);
});

test('at the end of the window a run is put down and goes on in the next, every lead written once', async () => {
  night.addWindow();
  night.afterBatch(async () => {
    night.setClock('2026-11-24T04:00');
    await replica.tick();
  });
  await at('2026-11-23T22:00');
  assert.deepEqual(statuses(), ['Schedule Scoring Paused']);
  const early = scoredLeads();
  assert.deepEqual([early.length, runs()[0]?.Scored__c], [batchSize, batchSize]);

  night.afterBatch(() => Promise.resolve());
  for (const time of ['2026-11-24T04:01', '2026-11-24T12:00', '2026-11-24T21:59']) await at(time);
  assert.deepEqual(statuses(), ['Schedule Scoring Paused']);
  assert.equal(scoredLeads().length, batchSize);
  assert.equal((await schedule())?.nextScoringAt?.toISOString(), '2026-11-24T22:00:00.000Z');

  await at('2026-11-24T22:00');
  assert.deepEqual(statuses(), ['Schedule Scoring Successful']);
  const late = scoredLeads();
  assert.ok(late.length > batchSize);
  // Six hours of the first night, nothing of the second, and not the day between.
  assert.equal(runs()[0]?.Processing_Time__c, 6 * 3600);
  assert.equal(late.length, runs()[0]?.Scored__c);
  const modified = new Map(late.map((lead) => [lead['Id'], lead['SystemModstamp']]));
  for (const lead of early) assert.equal(modified.get(lead['Id']), lead['SystemModstamp']);
});

test('replicas that look at the same moment start one run', async () => {
  night.addWindow();
  const replicas = [replica, night.startReplica(), night.startReplica()];
  night.setClock('2026-11-23T22:00');
  const { calls } = await callsOf(stage.running, () => Promise.all(replicas.map((one) => one.tick())));
  assert.equal(calls.filter((call) => call.startsWith('PATCH /sobjects/Score_Run__c')).length, 1);
  assert.deepEqual(statuses(), ['Schedule Scoring Queued']);
  await Promise.all(replicas.map((one) => one.work()));
  await Promise.all(replicas.map((one) => one.tick()));
  await Promise.all(replicas.map((one) => one.work()));
  assert.deepEqual(statuses(), ['Schedule Scoring Successful']);
});

test('a run that somebody started is not put down when the window closes', async () => {
  night.addWindow();
  night.setClock('2026-11-24T03:59');
  const manual = { jobType: 'Scoring', trigger: 'Manual' } as const;
  await requestRun(night, night.goalId, manual);
  night.afterBatch(async () => {
    night.setClock('2026-11-24T04:00');
    await replica.tick();
  });
  await replica.work();
  assert.deepEqual(statuses(), ['Manual Scoring Successful']);
});

test('a run that waits for the next window makes way for one that somebody starts', async () => {
  night.addWindow();
  night.afterBatch(async () => {
    night.setClock('2026-11-24T04:00');
    await replica.tick();
  });
  await at('2026-11-23T22:00');
  night.setClock('2026-11-24T09:00');
  await requestRun(night, night.goalId, { jobType: 'Scoring', trigger: 'Manual' });
  await replica.work();
  assert.deepEqual(statuses(), ['Schedule Scoring Successful', 'Manual Scoring Successful']);
  assert.match(runs()[0]?.Messages__c ?? '', /^INFO 911\./m);
  assert.equal(scoredLeads().length, runs()[1]?.Scored__c);
});

test('a window that an admin closes or opens early takes effect within ten minutes', async () => {
  const windowId = night.addWindow({ Active__c: false });
  await at('2026-11-23T22:00');
  assert.deepEqual(runs(), []);
  night.changeWindow(windowId, { Active__c: true });
  await at('2026-11-23T22:09');
  assert.deepEqual(runs(), []);
  await at('2026-11-23T22:10');
  assert.deepEqual(statuses(), ['Schedule Scoring Successful']);
});

test('after thirty days a goal is trained before it is scored', async () => {
  night.addWindow();
  night.setClock('2026-12-20T22:00');
  await replica.tick();
  assert.deepEqual(statuses(), ['Schedule Training Queued']);
  // Nothing can be learned here: the failure counts as this month's turn, and scoring goes on with the earlier model.
  await replica.work();
  await at('2026-12-20T22:30');
  await at('2026-12-21T22:30');
  assert.deepEqual(statuses(), [
    'Schedule Training Failed',
    'Schedule Scoring Successful',
    'Schedule Scoring Successful',
  ]);
});

test('the scheduler makes two calls in ten minutes while windows are closed', async () => {
  night.addWindow();
  await at('2026-11-23T11:59');
  const { calls } = await callsOf(stage.running, async () => {
    for (let minute = 10; minute < 30; minute += 1) await at(`2026-11-23T12:${minute}`);
  });
  assert.equal(calls.length, 4, calls.join('\n'));
});
