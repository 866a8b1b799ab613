import assert from 'node:assert/strict';
import { test } from 'node:test';
import { connectTo, insert, insertGoal, startScoringOrg } from './connected-org.ts';
import { featuresOf } from './read-features.ts';

test('a person account is an account with one person, whose contact has the calls', async (t) => {
  const org = await startScoringOrg({ features: ['PersonAccounts'] });
  t.after(() => org.stop());
  const account = insert(org, 'Account', { LastName: 'Doe', PersonEmail: 'jo@doe.test' });
  const [person] = org.org.inspect('SELECT "PersonContactId" FROM "Account" WHERE "Id" = ?', account);
  const contact = String(person?.['PersonContactId']);
  insert(org, 'Task', { WhoId: contact, TaskSubtype: 'Call', Status: 'Completed' });
  insert(org, 'Lead', { LastName: 'Doe', Company: 'Doe', Email: 'jo@doe.test' });
  org.org.clock.advance(86_400_000);
  const won = '{"field":"StageName","operator":"changes to","values":["Closed Won"]}';
  const goalOn = (object: string): string =>
    insertGoal(org, {
      ...{ Name: object, Object__c: object, Goal_Type__c: 'Opportunity updated', Condition_1__c: won },
      ...{ Profile_Type__c: object === 'Account' ? 'Account' : 'Person' },
      Score_Field__c: `${object}.Predictive_Score__c`,
    });
  const ofContacts = goalOn('Contact');
  const [ofContact] = await featuresOf(org, ofContacts, [contact]);
  assert.deepEqual([ofContact?.['calls_total'], ofContact?.['leads_of_person']], [1, 1]);
  const [ofAccount] = await featuresOf(org, goalOn('Account'), [account]);
  assert.deepEqual(
    ['contacts', 'calls_total', 'active_people_90_days'].map((name) => ofAccount?.[name]),
    [1, 1, 1],
  );
  const salesforce = connectTo(org);
  const write = {
    recordId: contact,
    score: 61,
    band: 'Medium',
    percentile: 50,
    scoredAt: new Date().toISOString(),
  } as const;
  const results = await salesforce.writeScores(await salesforce.readGoal(ofContacts), [
    { ...write, factors: undefined },
  ]);
  assert.deepEqual(results, [{ recordId: contact }], 'the contact behind a person account can be changed, as 957 says');
  assert.equal(
    await salesforce.count(`SELECT COUNT() FROM Contact WHERE Id = '${contact}' AND Predictive_Score__c = 61`),
    1,
  );
  assert.equal(await salesforce.count('SELECT COUNT() FROM Account WHERE IsPersonAccount = true'), 1);
});
