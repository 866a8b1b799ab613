import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openedOrg } from './opened-org.ts';

const { insert, org, row, update, admin } = openedOrg();
const account = insert('Account', { Name: 'Acme' });
const contact = insert('Contact', { LastName: 'Al', AccountId: account });

const lastActivity = (object: string, id: string) =>
  row(`SELECT LastActivityDate FROM ${object} WHERE Id = '${id}'`).LastActivityDate;

test('a task is closed, and completed at that time, by its status', () => {
  const id = insert('Task', { Subject: 'Call', WhoId: contact, Priority: 'High' });
  const read = () =>
    row(
      `SELECT Status, IsClosed, IsHighPriority, CompletedDateTime, AccountId, TaskSubtype FROM Task WHERE Id = '${id}'`,
    );
  assert.deepEqual(
    [read().Status, read().IsClosed, read().CompletedDateTime, read().TaskSubtype],
    ['Not Started', false, null, 'Task'],
  );
  assert.deepEqual([read().IsHighPriority, read().AccountId], [true, account]);
  update('Task', { Id: id, Status: 'Completed' });
  const completed = read().CompletedDateTime;
  assert.match(String(completed), /^2026-03-16T12:/);
  org.clock.advance(3_600_000);
  update('Task', { Id: id, Description: 'noted' });
  assert.equal(read().CompletedDateTime, completed);
  update('Task', { Id: id, Status: 'In Progress' });
  assert.deepEqual([read().IsClosed, read().CompletedDateTime], [false, null]);
});

test("an event's times follow from each other", () => {
  const byDuration = insert('Event', { WhoId: contact, StartDateTime: '2026-03-01T10:00:00Z', DurationInMinutes: 90 });
  const byEnd = insert('Event', {
    WhoId: contact,
    ActivityDateTime: '2026-03-01T23:30:00Z',
    EndDateTime: '2026-03-02T00:30:00Z',
  });
  const read = (id: string) =>
    row(
      `SELECT StartDateTime, EndDateTime, ActivityDate, ActivityDateTime, EndDate, DurationInMinutes FROM Event WHERE Id = '${id}'`,
    );
  assert.equal(read(byDuration).EndDateTime, '2026-03-01T11:30:00.000+0000');
  assert.equal(read(byDuration).ActivityDateTime, '2026-03-01T10:00:00.000+0000');
  assert.deepEqual(
    [read(byEnd).DurationInMinutes, read(byEnd).ActivityDate, read(byEnd).EndDate],
    [60, '2026-03-01', '2026-03-02'],
  );
});

test('LastActivityDate is the day of the latest event or completed task', () => {
  const lead = insert('Lead', { LastName: 'L', Company: 'X' });
  insert('Task', { WhoId: lead, ActivityDate: '2026-05-01' });
  assert.equal(lastActivity('Lead', lead), null);
  const task = insert('Task', { WhoId: lead, ActivityDate: '2026-02-01', Status: 'Completed' });
  const event = insert('Event', { WhoId: lead, StartDateTime: '2026-03-05T10:00:00Z', DurationInMinutes: 10 });
  insert('Task', { WhoId: lead, ActivityDate: '2026-01-01', Status: 'Completed' });
  assert.equal(lastActivity('Lead', lead), '2026-03-05');
  assert.equal(org.write(admin, 'delete', 'Event', { Id: event }).success, true);
  assert.equal(lastActivity('Lead', lead), '2026-02-01');
  update('Task', { Id: task, ActivityDate: '2025-12-01' });
  assert.equal(lastActivity('Lead', lead), '2026-01-01');
  assert.equal(org.write(admin, 'undelete', 'Event', { Id: event }).success, true);
  assert.equal(lastActivity('Lead', lead), '2026-03-05');
});

test('activities of a contact count for its account, those of an opportunity for both', () => {
  const deal = insert('Opportunity', {
    Name: 'O',
    AccountId: account,
    StageName: 'Prospecting',
    CloseDate: '2026-06-01',
  });
  insert('Task', { WhatId: deal, ActivityDate: '2026-04-02', Status: 'Completed' });
  assert.equal(lastActivity('Opportunity', deal), '2026-04-02');
  assert.equal(lastActivity('Account', account), '2026-04-02');
  assert.equal(row(`SELECT HasOpenActivity FROM Opportunity WHERE Id = '${deal}'`).HasOpenActivity, false);
  insert('Task', { WhatId: deal, ActivityDate: '2026-03-01' });
  const { HasOpenActivity, HasOverdueTask } = row(
    `SELECT HasOpenActivity, HasOverdueTask FROM Opportunity WHERE Id = '${deal}'`,
  );
  assert.deepEqual([HasOpenActivity, HasOverdueTask], [true, true]);
});
