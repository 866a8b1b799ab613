import { runListSchema, storedFactorsSchema } from '@plumbline/contract';
import type { Run } from '@plumbline/contract';
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { customerTruths } from '../local-org/src/generator/customer-truth.ts';
import { calibrationError } from './stage/calibration-error.ts';
import { daysAhead } from './stage/days-ahead.ts';
import { expectedAuc } from './stage/expected-auc.ts';
import { fillingOf } from './stage/prepare-stage.ts';
import { websiteEvents } from './stage/prepared-org.ts';
import { openTrainedStage } from './stage/stage.ts';
import type { Stage } from './stage/stage.ts';

let stage: Stage;
const goalIds = { Account: '', Contact: '' };

type Row = {
  Id: string;
  Predictive_Score__c: number | null;
  Predictive_Score_Band__c: string | null;
  Predictive_Score_Factors__c: string | null;
};

async function readRows(object: string, where: string): Promise<Row[]> {
  const fields = 'Id, Predictive_Score__c, Predictive_Score_Band__c, Predictive_Score_Factors__c';
  const soql = `SELECT ${fields} FROM ${object} WHERE ${where}`;
  return (await stage.org.integration.query<Row>(soql, { autoFetch: true, maxFetch: 100_000 })).records;
}
const idsOf = async (soql: string): Promise<string[]> =>
  (await stage.org.admin.query<{ Id: string }>(soql, { autoFetch: true, maxFetch: 100_000 })).records.map(
    ({ Id }) => Id,
  );

const factorsOf = (row: Row | undefined) =>
  storedFactorsSchema.parse(JSON.parse(row?.Predictive_Score_Factors__c ?? ''));

async function score(goalId: string): Promise<Run> {
  const ended = await stage.client.waitForRun((await stage.client.startRun(goalId, 'Scoring')).key);
  assert.equal(ended.status, 'Successful', JSON.stringify(ended.messages));
  return ended;
}

before(async () => {
  stage = await openTrainedStage('customers');
  [goalIds.Account = '', goalIds.Contact = ''] = stage.goalIds;
});
after(() => stage.stop());

for (const object of ['Account', 'Contact'] as const) {
  const profile = object === 'Account' ? { size: 401, other: 402 } : { size: 402, other: 401 };

  test(`the readiness of a goal on ${object} records is checked against their counts`, async () => {
    const { isReady, checks } = await stage.client.readiness(goalIds[object]);
    assert.equal(isReady, true);
    const { totalSize } = await stage.org.admin.query(`SELECT COUNT() FROM ${object}`);
    assert.equal(checks.find(({ code }) => code === profile.size)?.figure, totalSize);
    assert.match(checks.find(({ code }) => code === profile.other)?.text ?? '', /Not checked/);
    assert.ok((checks.find(({ code }) => code === 404)?.figure ?? 0) > 100);
  });

  test(`a goal on ${object} records is trained on the history of their opportunities`, async (context) => {
    const { runs } = await stage.client.ask(runListSchema, 'GET', '/v1/runs');
    const training = runs.find(({ goalId, jobType }) => goalId === goalIds[object] && jobType === 'Training');
    assert.equal(training?.status, 'Successful');
    const card = await stage.client.model(goalIds[object]);
    context.diagnostic(`AUC ${card.auc.toFixed(3)} (${card.aucLow.toFixed(3)} to ${card.aucHigh.toFixed(3)})`);
    assert.equal(card.splitBy, 'time');
    // The test has about twenty wins: the figure alone is uncertain by a tenth.
    assert.ok(card.auc > 0.65);
    assert.deepEqual(
      training.messages.map(({ code }) => code).filter((code) => code < 103),
      object === 'Account' ? [100, 101, 102] : [101, 102],
    );
  });

  test(`the scores of ${object} records follow the true probabilities`, async (context) => {
    const ended = await score(goalIds[object]);
    const { totalSize } = await stage.org.admin.query(`SELECT COUNT() FROM ${object}`);
    assert.equal(ended.read, totalSize);
    assert.ok(!ended.messages.some(({ code }) => code === 904), 'the same org has not drifted');
    const { endsAt } = stage;
    const truths = customerTruths({ ...fillingOf('customers'), endsAt, events: websiteEvents });
    const truthOf = object === 'Account' ? truths.account : truths.contact;
    const scored = await readRows(object, 'Predictive_Score__c > 0');
    assert.equal(scored.length, ended.scored);
    const pairs = scored.map((row) => {
      const actual = truthOf(row.Id)?.probability(endsAt, 90);
      const { probability: predicted } = factorsOf(row);
      assert.ok(actual !== undefined && predicted !== undefined);
      return { actual, predicted };
    });
    const error = calibrationError(pairs);
    const reached = expectedAuc(pairs) / expectedAuc(pairs.map(({ actual }) => ({ actual, predicted: actual })));
    context.diagnostic(`calibration error ${error.toFixed(4)}, ${(100 * reached).toFixed(1)} % of the truth's AUC`);
    assert.ok(error <= 0.03, `calibration error ${error}`);
    // About 60 wins to learn from.
    assert.ok(reached >= 0.9, `${reached} of the truth's AUC`);
  });
}

test('the score of an account names the contacts and leads that contribute to it', async () => {
  const accounts = (await readRows('Account', 'Predictive_Score__c > 0')).map((row) => ({
    id: row.Id,
    people: factorsOf(row).people ?? [],
  }));
  const carried = accounts.filter(({ people }) => people.length > 0);
  assert.ok(carried.length > accounts.length / 2, `${carried.length} of ${accounts.length} name somebody`);
  assert.ok(carried.some(({ people }) => people.some(({ object }) => object === 'Lead')));
  assert.ok(carried.some(({ people }) => people.reduce((sum, { share }) => sum + share, 0) > 0.5));
  for (const { id, people } of carried.slice(0, 50)) {
    const contacts = await idsOf(`SELECT Id FROM Contact WHERE AccountId = '${id}'`);
    const named = people.filter(({ object }) => object === 'Contact');
    assert.deepEqual(
      named.filter(({ recordId }) => !contacts.includes(recordId)),
      [],
    );
  }
  const contacts = await readRows('Contact', 'Predictive_Score__c > 0');
  assert.ok(contacts.every((row) => factorsOf(row).people === undefined));
});

test('an account without people and open opportunities has score 0 and says why', async () => {
  const created = await stage.org.admin.sobject('Account').create({ Name: 'Nobody Ltd' });
  const result = await stage.client.score(goalIds.Account, created.id ?? '');
  assert.deepEqual([result.score, result.band, result.isQualified], [0, 'Not scored', false]);
  const [row] = await readRows('Account', `Id = '${created.id}'`);
  assert.equal(factorsOf(row).reason, 'Not qualified: no person and no open opportunity');
});

test('a new opportunity of a contact raises its score and that of its account, and names the contact', async () => {
  const [contact] = (
    await stage.org.admin.query<{ Id: string; AccountId: string; Account: { Predictive_Score__c: number } }>(
      `SELECT Id, AccountId, Account.Predictive_Score__c FROM Contact WHERE Predictive_Score__c > 0
         AND Predictive_Score__c < 20 AND Account.Predictive_Score__c > 0 AND Account.Predictive_Score__c < 40
         AND AccountId NOT IN (SELECT AccountId FROM Opportunity WHERE IsClosed = false)
         ORDER BY Predictive_Score__c, Account.Predictive_Score__c, Id LIMIT 1`,
    )
  ).records;
  assert.ok(contact);
  const { Id: ContactId, AccountId } = contact;
  const opportunity = { AccountId, Name: 'Extension', StageName: 'Negotiation/Review', CloseDate: daysAhead(30) };
  const { id: OpportunityId } = await stage.org.admin.sobject('Opportunity').create(opportunity);
  await stage.org.admin.sobject('OpportunityContactRole').create({ OpportunityId: OpportunityId ?? '', ContactId });

  const ofContact = await stage.client.score(goalIds.Contact, ContactId);
  const ofAccount = await stage.client.score(goalIds.Account, AccountId);
  assert.ok(ofContact.score > 20, String(ofContact.score));
  assert.ok(ofAccount.score > contact.Account.Predictive_Score__c, String(ofAccount.score));
  assert.equal(ofContact.people, undefined);
  assert.equal(ofAccount.people?.[0]?.recordId, ContactId);
  const [row] = await readRows('Account', `Id = '${AccountId}'`);
  assert.equal(row?.Predictive_Score__c, ofAccount.score);
  assert.deepEqual(factorsOf(row).people, ofAccount.people);
  const [contactRow] = await readRows('Contact', `Id = '${ContactId}'`);
  assert.equal(contactRow?.Predictive_Score__c, ofContact.score);
});

test('a second run writes only what has changed', async () => {
  const ended = await score(goalIds.Account);
  assert.ok(ended.changed < ended.scored / 10, `${ended.changed} of ${ended.scored} written`);
});

test('904 is raised for accounts too, however old they are', async () => {
  const ids = await idsOf('SELECT Id FROM Account');
  const changed = ids.map((Id) => ({ Id, Industry: 'Carrier Pigeon', NumberOfEmployees: 7 }));
  await stage.org.admin.sobject('Account').update(changed, { allowRecursive: true });
  const { messages } = await score(goalIds.Account);
  assert.match(messages.find(({ code }) => code === 904)?.text ?? '', /Industry|Number of employees/);
});

test('deleting the scores of an account goal leaves those of other goals alone', async () => {
  const { key } = await stage.client.deleteScores(goalIds.Account);
  assert.equal((await stage.client.waitForRun(key)).status, 'Successful');
  assert.equal((await readRows('Account', 'Predictive_Score__c != null')).length, 0);
  assert.ok((await readRows('Contact', 'Predictive_Score__c != null')).length > 0);
});
