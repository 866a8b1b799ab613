import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startDeployedOrg } from './deployed-org.ts';
import type { DeployedOrg } from './deployed-org.ts';
import { create, readOne, refusedCreate, refusedUpdate } from './save-records.ts';

let org: DeployedOrg;

before(async () => {
  org = await startDeployedOrg();
  await org.assign('admin', 'ScoringAdmin');
  await org.assign('integration', 'ScoringIntegration');
});
after(() => org.stop());

const night = {
  Name: 'Night',
  Days__c: 'Monday;Friday',
  Start_Time__c: '22:00:00.000Z',
  End_Time__c: '04:30:00.000Z',
  Time_Zone__c: 'Europe/Berlin',
};

test('an admin makes a window over midnight, which the service reads as it stands', async () => {
  const id = await create(org.as('admin'), 'Maintenance_Window__c', night);
  const fields = ['Name', 'Active__c', 'Days__c', 'Start_Time__c', 'End_Time__c', 'Time_Zone__c'];
  const soql = `SELECT ${fields.join(', ')} FROM Maintenance_Window__c WHERE Id = '${id}'`;
  const { attributes, ...window } = await readOne(org.as('integration'), soql);
  assert.ok(attributes);
  assert.deepEqual(window, { ...night, Active__c: true });
  const [error] = await refusedUpdate(org.as('integration'), 'Maintenance_Window__c', { Id: id, Active__c: false });
  assert.match(error?.statusCode ?? '', /INSUFFICIENT_ACCESS_OR_READONLY|INVALID_FIELD_FOR_INSERT_UPDATE/);
});

for (const field of ['Days__c', 'Start_Time__c', 'End_Time__c', 'Time_Zone__c'] as const) {
  test(`a window without ${field} is refused`, async () => {
    const [error] = await refusedCreate(org.as('admin'), 'Maintenance_Window__c', { ...night, [field]: null });
    assert.deepEqual(
      [error?.statusCode, error?.message],
      ['FIELD_CUSTOM_VALIDATION_EXCEPTION', 'Enter days, a start time, an end time and a time zone.'],
    );
  });
}

test('a window of no length is refused: it could also mean the whole day', async () => {
  const window = { ...night, End_Time__c: night.Start_Time__c };
  const [error] = await refusedCreate(org.as('admin'), 'Maintenance_Window__c', window);
  assert.deepEqual([error?.statusCode, error?.fields], ['FIELD_CUSTOM_VALIDATION_EXCEPTION', ['End_Time__c']]);
});

for (const zone of ['+01:00', 'Berlin, Germany', 'GMT+1 hour']) {
  test(`a time zone is a name: ${zone} is refused`, async () => {
    const [error] = await refusedCreate(org.as('admin'), 'Maintenance_Window__c', { ...night, Time_Zone__c: zone });
    assert.deepEqual([error?.statusCode, error?.fields], ['FIELD_CUSTOM_VALIDATION_EXCEPTION', ['Time_Zone__c']]);
  });
}

for (const zone of ['UTC', 'America/Argentina/Buenos_Aires', 'Etc/GMT+5', 'America/Port-au-Prince']) {
  test(`${zone} is a time zone`, async () => {
    await create(org.as('admin'), 'Maintenance_Window__c', { ...night, Time_Zone__c: zone });
  });
}
