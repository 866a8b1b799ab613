import assert from 'node:assert/strict';
import { test } from 'node:test';
import { adminUsername } from '../../../local-org/src/index.ts';
import { connectTo, insert, insertGoal, startScoringOrg } from './connected-org.ts';
import { featuresOf } from './read-features.ts';

const meeting = { StartDateTime: '2026-03-01T10:00:00Z', DurationInMinutes: 30 };

test('a meeting counts once, however many are invited; a series counts by its occurrences; telephony calls count', async (t) => {
  const org = await startScoringOrg();
  t.after(() => org.stop());
  const lead = insert(org, 'Lead', { LastName: 'L', Company: 'C' });
  const event = insert(org, 'Event', { ...meeting, WhoId: lead });
  insert(org, 'EventRelation', { EventId: event, RelationId: org.org.userId('rep@local.org') ?? '' });
  const series = { IsRecurrence: true, RecurrenceType: 'RecursWeekly', RecurrenceInterval: 1 };
  const days = { RecurrenceStartDateTime: meeting.StartDateTime, RecurrenceEndDateOnly: '2026-03-20' };
  insert(org, 'Event', { ...meeting, ...series, ...days, WhoId: lead });
  const done = { WhoId: lead, Status: 'Completed' };
  insert(org, 'Task', { ...done, Type: 'Call' });
  insert(org, 'Task', { ...done, CallType: 'Inbound' });
  insert(org, 'Task', { ...done, Type: 'Other' });
  org.org.clock.advance(86_400_000);

  const [features] = await featuresOf(org, insertGoal(org), [lead]);
  assert.equal(features?.['meetings_total'], 4);
  assert.equal(features['calls_total'], 2);
  const readiness = await connectTo(org).count(`SELECT COUNT() FROM Event WHERE WhoId = '${lead}'`);
  assert.equal(readiness, 6);
});

test('an all-day meeting of today is read as one that is not over, and the time zones of the users are known', async (t) => {
  const org = await startScoringOrg();
  t.after(() => org.stop());
  const lead = insert(org, 'Lead', { LastName: 'L', Company: 'C' });
  const today = new Date(org.org.clock.now()).toISOString().slice(0, 10);
  insert(org, 'Event', { StartDateTime: `${today}T00:00:00Z`, IsAllDayEvent: true, WhoId: lead });
  insert(org, 'Task', { WhoId: lead, TaskSubtype: 'Call', Status: 'Completed' });
  const goal = insertGoal(org);
  const meetings = async () => {
    const [features] = await featuresOf(org, goal, [lead]);
    return features?.['meetings_total'];
  };
  assert.equal(await meetings(), 0);
  org.org.clock.advance(86_400_000);
  assert.equal(await meetings(), 1);

  const [admin = '', rep = ''] = [adminUsername, 'rep@local.org'].map((name) => org.org.userId(name));
  const moved = org.org.write(admin, 'update', 'User', { Id: rep, TimeZoneSidKey: 'America/Los_Angeles' });
  assert.ok(moved.success);
  assert.deepEqual((await connectTo(org).timeZones()).sort(), ['America/Los_Angeles', 'GMT']);
});

test('each person of an activity has it, an e-mail counts once with its task, and the account has each once', async (t) => {
  const org = await startScoringOrg({ features: ['SharedActivities'] });
  t.after(() => org.stop());
  const account = insert(org, 'Account', { Name: 'Acme' });
  const [first, second] = ['A', 'B'].map((LastName) =>
    insert(org, 'Contact', { LastName, AccountId: account, Email: `${LastName}@acme.test` }),
  );
  const lead = insert(org, 'Lead', { LastName: 'L', Company: 'C' });
  const call = insert(org, 'Task', { WhoId: first, TaskSubtype: 'Call', Status: 'Completed' });
  insert(org, 'TaskRelation', { TaskId: call, RelationId: second });
  const event = insert(org, 'Event', { ...meeting, WhoId: first });
  insert(org, 'EventRelation', { EventId: event, RelationId: second, IsParent: true });
  const deal = { Name: 'O', AccountId: account, StageName: 'Prospecting', CloseDate: '2026-06-01' };
  const opportunity = insert(org, 'Opportunity', deal);
  const emailTask = insert(org, 'Task', { WhoId: first, TaskSubtype: 'Email', Status: 'Completed' });
  const send = (email: object, ...people: (string | undefined)[]): void => {
    const id = insert(org, 'EmailMessage', { Status: '3', ...email });
    for (const RelationId of people) {
      insert(org, 'EmailMessageRelation', { EmailMessageId: id, RelationId, RelationType: 'ToAddress' });
    }
  };
  send({ ActivityId: emailTask, RelatedToId: opportunity }, first, first, second);
  send({ RelatedToId: account });
  send({}, lead);
  send({ Status: '5' }, lead);
  org.org.clock.advance(86_400_000);

  const [ofLead] = await featuresOf(org, insertGoal(org), [lead]);
  assert.deepEqual([ofLead?.['emails_total'], ofLead?.['calls_total']], [1, 0]);
  const won = '{"field":"StageName","operator":"changes to","values":["Closed Won"]}';
  const goalOn = (object: string): string =>
    insertGoal(org, {
      ...{ Name: object, Object__c: object, Goal_Type__c: 'Opportunity updated', Condition_1__c: won },
      ...{
        Profile_Type__c: object === 'Account' ? 'Account' : 'Person',
        Score_Field__c: `${object}.Predictive_Score__c`,
      },
    });
  const names = ['calls_total', 'meetings_total', 'emails_total'];
  const people = await featuresOf(org, goalOn('Contact'), [first ?? '', second ?? '']);
  assert.deepEqual(
    people.map((features) => names.map((name) => features[name])),
    [
      [1, 1, 1],
      [1, 1, 1],
    ],
  );
  const [ofAccount] = await featuresOf(org, goalOn('Account'), [account]);
  assert.deepEqual(
    names.map((name) => ofAccount?.[name]),
    [1, 1, 2],
  );
  assert.equal(ofAccount?.['active_people_90_days'], 2);
});
