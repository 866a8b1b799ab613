import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { createFeatureEngine } from '../../../../scoring-service/src/adapters/features/feature-engine.ts';
import { describedObjects, planSource } from '../../../../scoring-service/src/domain/features/plan-source.ts';
import { rowOf } from '../features/made-up-org.ts';
import { connectTo, insert, insertGoal, startScoringOrg } from './connected-org.ts';

const engine = createFeatureEngine({ threads: 1 });
after(() => engine.close());

type Row = ReturnType<typeof rowOf>;

/** The features of records as a single evaluation, a list and the whole extraction read them. */
async function featuresOf(
  org: Awaited<ReturnType<typeof startScoringOrg>>,
  goalId: string,
  recordIds: string[],
): Promise<Row[]> {
  const salesforce = connectTo(org);
  const goal = await salesforce.readGoal(goalId);
  const plan = planSource(goal, await salesforce.describe(describedObjects(goal)));
  const asOf = org.org.clock.now();
  const folder = await mkdtemp(join(tmpdir(), 'plumbline-activities-'));
  const read = async (source: Parameters<typeof engine.open>[1]): Promise<Map<string, Row>> => {
    const session = await engine.open(plan, source);
    try {
      await session.prepareScoring({ asOf, qualifiedStatuses: [], recordIds });
      const { candidates, table } = await session.scoringRows({ limit: 100 });
      return new Map(candidates.map(({ recordId }, row) => [recordId, rowOf(table, row)]));
    } finally {
      await session.close();
    }
  };
  try {
    await salesforce.extract(plan.tables, { folder });
    const whole = await read({ folder });
    const together = await read(await salesforce.readRecords(goalId, plan, recordIds));
    const alone = await Promise.all(recordIds.map(async (id) => salesforce.readRecord(goalId, plan, id).then(read)));
    for (const [index, id] of recordIds.entries()) {
      assert.deepEqual(together.get(id), whole.get(id));
      assert.deepEqual(alone[index]?.get(id), whole.get(id));
    }
    return recordIds.map((id) => whole.get(id) ?? {});
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const meeting = { StartDateTime: '2026-03-01T10:00:00Z', DurationInMinutes: 30 };

test('a meeting counts once, whoever is invited; a series counts by its occurrences; telephony calls count', async (t) => {
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
