import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { weekdays } from '../../../../scoring-service/src/domain/schedule/maintenance-window.ts';
import { startOrg } from '../../../local-org/src/index.ts';
import { callsOf, connectTo, insert, insertGoal, startScoringOrg } from './connected-org.ts';

const running = await startScoringOrg();
const older = await startOrg({ metadata: [] });
after(() => Promise.all([running.stop(), older.stop()]));
const salesforce = connectTo(running);

const nightly = {
  ...{ Name: 'Nights', Active__c: true, Days__c: weekdays.join(';') },
  ...{ Start_Time__c: '22:30:00.000Z', End_Time__c: '04:00:00.000Z', Time_Zone__c: 'Europe/Berlin' },
};

test('a window is read as the admin defined it', async () => {
  assert.deepEqual(await salesforce.readWindows(), []);
  insert(running, 'Maintenance_Window__c', nightly);
  insert(running, 'Maintenance_Window__c', { ...nightly, Name: 'Weekend', Days__c: 'Saturday;Sunday' });
  insert(running, 'Maintenance_Window__c', { ...nightly, Name: 'Off', Active__c: false });
  const window = { days: weekdays, start: 22 * 60 + 30, end: 4 * 60, timeZone: 'Europe/Berlin' };
  assert.deepEqual(await salesforce.readWindows(), [window, { ...window, days: ['Saturday', 'Sunday'] }]);
});

test('a window with an unknown time zone is logged and skipped', async () => {
  const id = insert(running, 'Maintenance_Window__c', { ...nightly, Name: 'Mars', Time_Zone__c: 'Mars/Olympus' });
  const logged: unknown[] = [];
  const logging = connectTo(running, { log: { info: (event, fields) => logged.push([event, fields['windowId']]) } });
  assert.equal((await logging.readWindows()).length, 2);
  assert.ok(logged.some((line) => JSON.stringify(line) === JSON.stringify(['window.skipped', id])));
});

test('an org without windows has none', async () => {
  assert.deepEqual(await connectTo(older).readWindows(), []);
});

test('the next times stay on the goal until they are cleared', async () => {
  const goalId = insertGoal(running, { Background_Update__c: true });
  const none = { lastTrainedAt: undefined, nextScoringAt: undefined, nextTrainingAt: undefined };
  const fresh = { goalId, isActive: true, isUpdatedDaily: true, hasModel: false, status: 'Waiting for training' };
  assert.deepEqual(await salesforce.readSchedules(), [{ ...fresh, ...none }]);
  const time = new Date('2026-11-24T21:30:00.000Z');
  await salesforce.updateGoal(goalId, {
    ...{ modelVersion: 'v1', lastTrainedAt: time, nextScoringAt: time, nextTrainingAt: time },
  });
  const trained = { ...fresh, hasModel: true, lastTrainedAt: time };
  assert.deepEqual(await salesforce.readSchedules(), [{ ...trained, nextScoringAt: time, nextTrainingAt: time }]);
  await salesforce.updateGoal(goalId, { nextScoringAt: 'none' });
  assert.deepEqual(await salesforce.readSchedules(), [{ ...trained, nextScoringAt: undefined, nextTrainingAt: time }]);
});

test('windows and schedules cost one call each', async () => {
  const { calls } = await callsOf(running, async () => {
    await salesforce.readWindows();
    await salesforce.readSchedules();
  });
  assert.equal(calls.length, 2);
});
