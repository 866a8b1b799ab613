import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { describedObjects } from '../../../../scoring-service/src/domain/features/plan-source.ts';
import { liveCountQueries, toLiveCounts } from '../../../../scoring-service/src/domain/quality/live-counts.ts';
import type { LiveCountName, LiveCounts } from '../../../../scoring-service/src/domain/quality/live-counts.ts';
import { ScoringError } from '../../../../scoring-service/src/domain/scoring-error.ts';
import { connectTo, startScoringOrg } from '../../adapters/salesforce/connected-org.ts';
import { accountGoal, makeGoal } from '../quality/quality-fixture.ts';

const now = new Date();
const running = await startScoringOrg({ leads: 400 });
after(() => running.stop());
const salesforce = connectTo(running);
const facts = await salesforce.describe(describedObjects(makeGoal()));

async function countsOf(goal = makeGoal(), known = facts): Promise<LiveCounts> {
  const queries = liveCountQueries(goal, { facts: known }, now);
  const figures: number[] = [];
  for (const { soql } of queries) figures.push(await salesforce.count(soql));
  return toLiveCounts(queries, figures);
}

const count = (soql: string): Promise<number> => salesforce.count(soql);

test('the counts of a generated org are those of its records', async () => {
  const counts = await countsOf();
  assert.equal(counts.conversions.total, await count('SELECT COUNT() FROM Lead WHERE IsConverted = true'));
  assert.equal(counts.accounts.total, await count('SELECT COUNT() FROM Account'));
  assert.equal(counts.contacts.total, await count('SELECT COUNT() FROM Contact'));
  const open = await count('SELECT COUNT() FROM Lead WHERE IsConverted = false');
  assert.ok(counts.nonConversions.total > 100 && counts.nonConversions.total < open);
  assert.ok(counts.oldRecords.total > 100 && counts.oldRecords.total < 400);
  assert.equal(counts.personAccounts.total, 0);
  for (const name of Object.keys(counts) as LiveCountName[]) {
    if (name === 'personAccounts') continue;
    const { total, recent } = counts[name];
    assert.ok(total > 0, name);
    if (name !== 'oldRecords') assert.ok(recent > 0 && recent < total, name);
  }
});

test('contacts with activity are about those that calls, e-mails and meetings name', async () => {
  const { contactsWithActivity } = await countsOf();
  const called = await count("SELECT COUNT_DISTINCT(WhoId) FROM Task WHERE Who.Type = 'Contact' AND IsClosed = true");
  assert.ok(contactsWithActivity.total >= called, `${contactsWithActivity.total} of at least ${called}`);
});

test('the conditions of the goal narrow the conversions', async () => {
  const conditions = [{ field: 'LeadSource', operator: 'equals', values: ['Web'] }];
  const { conversions } = await countsOf(makeGoal({ conditions }));
  const expected = await count("SELECT COUNT() FROM Lead WHERE IsConverted = true AND LeadSource = 'Web'");
  assert.ok(expected > 0);
  assert.equal(conversions.total, expected);
});

test('a goal on opportunities counts leads by the opportunity they became', async () => {
  const goalType = 'Opportunity updated';
  const conditions = [{ field: 'StageName', operator: 'changes to', values: ['Closed Won'] }];
  const goal = makeGoal({ goalType, conditions });
  const { conversions } = await countsOf(goal, await salesforce.describe(describedObjects(goal)));
  assert.ok(conversions.total > 0);
  assert.equal(
    conversions.total,
    await count("SELECT COUNT() FROM Lead WHERE IsConverted = true AND ConvertedOpportunity.StageName = 'Closed Won'"),
  );
});

test('without dates every lead that has not converted counts', async () => {
  const { nonConversions } = await countsOf(makeGoal({ settings: { learnFrom: 'creation' } }));
  assert.equal(nonConversions.total, await count('SELECT COUNT() FROM Lead WHERE IsConverted = false'));
});

test('an object that cannot be read is not asked for and counts nothing', async () => {
  const known = Object.fromEntries(
    Object.entries(facts).filter(([object]) => object !== 'Event' && object !== 'Account'),
  );
  assert.ok(
    liveCountQueries(makeGoal(), { facts: known }, now).every(({ soql }) => !/FROM (?:Event|Account)\b/.test(soql)),
  );
  assert.deepEqual((await countsOf(makeGoal(), known)).accounts, { total: 0, recent: 0 });
});

test('contacts and accounts count once, however often they reached the goal', async () => {
  const conditions = [{ field: 'StageName', operator: 'changes to' as const, values: ['Closed Won'] }];
  const goal = { ...accountGoal(), conditions };
  const counts = await countsOf(goal, await salesforce.describe(describedObjects(goal)));
  const reached = "SELECT COUNT_DISTINCT(AccountId) FROM Opportunity WHERE StageName = 'Closed Won'";
  assert.equal(counts.conversions.total, await count(reached));
  assert.ok(counts.conversions.recent > 0 && counts.conversions.recent < counts.conversions.total);
  const accounts = await count('SELECT COUNT() FROM Account');
  assert.ok(counts.nonConversions.total > 0);
  assert.ok(counts.nonConversions.total + counts.conversions.total <= accounts);
  const opportunities = await count('SELECT COUNT() FROM Opportunity');
  assert.ok(counts.oldRecords.total > 0 && counts.oldRecords.total < opportunities);
});

test('a field that cannot be read is refused with a next step', () => {
  const refusal = (goal: ReturnType<typeof makeGoal>, kind: string) => {
    assert.throws(
      () => liveCountQueries(goal, { facts }, now),
      (error: unknown) => error instanceof ScoringError && error.kind === kind && error.actions.length > 0,
    );
  };
  refusal(makeGoal({ conditions: [{ field: 'Gone__c', operator: 'is set', values: [] }] }), 'goal.invalid');
});
