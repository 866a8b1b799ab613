import assert from 'node:assert/strict';
import { test } from 'node:test';
import { packagedOrg } from './packaged-org.ts';
import type { PackagedOrg } from './packaged-org.ts';

const start = '2026-03-16T12:00:00.000Z';
const run = { Goal_Name__c: 'Buyers', Job_Type__c: 'Training', Job_Start__c: start };
const dayMs = 86_400_000;

/** The people who get the notification of a run that fails. */
function notifiedOf({ flows, insert, rows }: PackagedOrg): string[] {
  const before = flows.outbox.notifications.length;
  insert('Score_Run__c', { ...run, Status__c: 'Failed' });
  const sent = flows.outbox.notifications.slice(before);
  assert.ok(sent.length < 2);
  const names = new Map(rows('SELECT Id, Username FROM User').map(({ Id, Username }) => [Id, String(Username)]));
  return (sent[0]?.recipientIds ?? []).map((id) => names.get(id) ?? id).toSorted();
}

test('active users are notified whose assignment of the set, or of a group with it, has not expired', () => {
  const opened = packagedOrg();
  const { insert, org, rows, update } = opened;
  const idOf = (soql: string): string => String(rows(soql)[0]?.Id);
  const setId = idOf("SELECT Id FROM PermissionSet WHERE Name = 'ScoringAdmin'");
  const otherId = idOf("SELECT Id FROM PermissionSet WHERE Name = 'ScoringUser'");
  const userId = (name: string): string => org.userId(`${name}@local.org`) ?? '';
  assert.deepEqual(notifiedOf(opened), ['admin@local.org']);

  const soon = { ExpirationDate: new Date(Date.parse(start) + dayMs).toISOString() };
  const past = { ExpirationDate: new Date(Date.parse(start) - dayMs).toISOString() };
  insert('PermissionSetAssignment', { AssigneeId: userId('rep'), PermissionSetId: setId, ...past });
  insert('PermissionSetAssignment', { AssigneeId: userId('reader'), PermissionSetId: setId, ...soon });
  assert.deepEqual(notifiedOf(opened), ['admin@local.org', 'reader@local.org']);

  const groupOf = (name: string, PermissionSetId: string): string => {
    const group = insert('PermissionSetGroup', { DeveloperName: name, MasterLabel: name });
    insert('PermissionSetGroupComponent', { PermissionSetGroupId: group, PermissionSetId });
    return group;
  };
  const [admins, others] = [groupOf('Admins', setId), groupOf('Others', otherId)];
  insert('PermissionSetAssignment', { AssigneeId: userId('rep'), PermissionSetGroupId: others });
  insert('PermissionSetAssignment', { AssigneeId: userId('rep'), PermissionSetGroupId: admins, ...past });
  insert('PermissionSetAssignment', { AssigneeId: userId('integration'), PermissionSetGroupId: admins });
  assert.deepEqual(notifiedOf(opened), ['admin@local.org', 'integration@local.org', 'reader@local.org']);

  update('User', { Id: userId('reader'), IsActive: false });
  assert.deepEqual(notifiedOf(opened), ['admin@local.org', 'integration@local.org']);
});

test('the notification of a failed run names goal and job, and leads to the run', () => {
  const { flows, insert } = packagedOrg();
  const id = insert('Score_Run__c', { ...run, Status__c: 'Failed' });
  const [sent] = flows.outbox.notifications;
  assert.equal(sent?.targetId, id);
  assert.match(sent.title, /failed/i);
  assert.match(sent.body, /Buyers/);
  assert.match(sent.body, /training/i);
});

test('a run that fails later is notified once, whatever else changes', () => {
  const { flows, insert, update } = packagedOrg();
  const id = insert('Score_Run__c', { ...run, Status__c: 'Processing' });
  update('Score_Run__c', { Id: id, Status__c: 'Successful' });
  assert.equal(flows.outbox.notifications.length, 0);
  update('Score_Run__c', { Id: id, Status__c: 'Failed' });
  update('Score_Run__c', { Id: id, Messages__c: 'again' });
  assert.equal(flows.outbox.notifications.length, 1);
});

test('the notification of a late run comes a day after its start, names goal and job, and leads to the run', async () => {
  const { flows, insert, org } = packagedOrg();
  const queued = insert('Score_Run__c', { ...run, Status__c: 'Queued' });
  const processing = insert('Score_Run__c', { ...run, Status__c: 'Processing' });
  org.clock.advance(dayMs - 60_000);
  await flows.runDue();
  assert.equal(flows.outbox.notifications.length, 0);
  org.clock.advance(120_000);
  await flows.runDue();
  const sent = flows.outbox.notifications;
  assert.deepEqual(sent.map(({ targetId }) => targetId).toSorted(), [queued, processing].toSorted());
  assert.ok(sent.every(({ body }) => /Buyers/.test(body) && /training/i.test(body)));
  assert.ok(sent.every(({ title }) => /not finished|running|late/i.test(title)));
});

test('a run that is processed again after its end is late a day after its start', async () => {
  const { flows, insert, org, update } = packagedOrg();
  const id = insert('Score_Run__c', { ...run, Status__c: 'Successful' });
  update('Score_Run__c', { Id: id, Status__c: 'Processing' });
  org.clock.advance(dayMs + 60_000);
  await flows.runDue();
  assert.equal(flows.outbox.notifications.length, 1);
});

test('a notification that cannot be sent leaves the run saved, and no error mail', () => {
  const { flows, insert, org, rows } = packagedOrg();
  const [type] = rows("SELECT Id FROM CustomNotificationType WHERE DeveloperName = 'Score_Run_Alert'");
  org.setRaw('CustomNotificationType', String(type?.Id), { DeveloperName: 'Another' });
  const id = insert('Score_Run__c', { ...run, Status__c: 'Failed' });
  assert.equal(rows(`SELECT Status__c FROM Score_Run__c WHERE Id = '${id}'`)[0]?.Status__c, 'Failed');
  assert.deepEqual([flows.outbox.notifications.length, flows.outbox.emails.length], [0, 0]);
});

test('nobody is notified, and nothing fails, while nobody has the set', () => {
  const opened = packagedOrg();
  for (const { Id } of opened.rows("SELECT Id FROM PermissionSetAssignment WHERE PermissionSet.Name = 'ScoringAdmin'"))
    assert.ok(opened.org.write(opened.admin, 'delete', 'PermissionSetAssignment', { Id: String(Id) }).success);
  opened.org.assignPermissionSet(opened.org.userId('integration@local.org') ?? '', 'ScoringIntegration');
  assert.equal(opened.flows.outbox.notifications.length, 0);
  const integration = opened.org.userId('integration@local.org') ?? '';
  opened.insert('Score_Run__c', { ...run, Status__c: 'Failed' }, integration);
  assert.deepEqual([opened.flows.outbox.notifications.length, opened.flows.outbox.emails.length], [0, 0]);
});

test('a user who sees no permission sets starts the notification of a run as well', () => {
  const { flows, insert, org } = packagedOrg();
  const integration = org.userId('integration@local.org') ?? '';
  org.assignPermissionSet(integration, 'ScoringIntegration');
  insert('Score_Run__c', { ...run, Status__c: 'Failed' }, integration);
  assert.equal(flows.outbox.notifications.length, 1);
});
