import { storedFactorsSchema } from '@plumbline/contract';
import type { StoredFactors } from '@plumbline/contract';
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { daysAhead } from '../../e2e/stage/days-ahead.ts';
import { findViolations } from '../axe.ts';
import { openPage } from '../open-page.ts';
import { openStage } from '../stage/open-stage.ts';
import { evaluateButton, recordPage, scoreCard } from './record-page.ts';

const stage = await openStage({ stage: 'customers' });
after(() => stage.stop());

const rep = { as: 'rep@local.org' };

const accountOf = async (id: string): Promise<{ score: number; people: NonNullable<StoredFactors['people']> }> => {
  const record = await stage.integration.sobject('Account').retrieve(id);
  const { people = [] } = storedFactorsSchema.parse(JSON.parse(String(record['Predictive_Score_Factors__c'])));
  return { score: Number(record['Predictive_Score__c']), people };
};

const scored = "Predictive_Score_Band__c = 'High' AND Id IN (SELECT AccountId FROM Contact)";

test('the badge of an account names the people who carry its score, each with a link', async (t) => {
  const account = await stage.findRecord('Account', scored);
  const { score, people } = await accountOf(account);
  const [first] = people;
  assert.ok(first, 'the account names somebody');
  const { page } = await openPage(t, stage, recordPage('Account', account), rep);
  const card = scoreCard(page);
  await card.getByText('of 100').first().waitFor();
  await card.getByText(String(score), { exact: true }).first().waitFor();
  await card.getByRole('heading', { name: 'People behind the score' }).waitFor();
  for (const { recordId, object } of people) {
    const { Name } = await stage.admin.sobject(object).retrieve(recordId);
    const link = card.getByRole('link', { name: String(Name) });
    assert.equal(await link.first().getAttribute('href'), `/${recordId}`);
  }
  const percent = Math.round(100 * first.share);
  await card
    .getByText(new RegExp(`^${percent}\\s?% of the account’s score$`))
    .first()
    .waitFor();
  assert.deepEqual(await findViolations(page), []);
  await card.getByRole('link').first().click();
  await page.waitForURL(new RegExp(`/${first.recordId}/view`));
});

test('the button evaluates an account: a new opportunity raises the score and names its contact', async (t) => {
  const contact = await stage.findRecord(
    'Contact',
    "Account.Predictive_Score_Band__c = 'Low' AND AccountId NOT IN (SELECT AccountId FROM Opportunity WHERE IsClosed = false)",
  );
  const { AccountId: account, Name } = await stage.admin.sobject('Contact').retrieve(contact);
  const before = await accountOf(String(account));
  const { page } = await openPage(t, stage, recordPage('Account', String(account)), rep);
  await scoreCard(page).getByText('of 100').first().waitFor();
  const opportunity = { Name: 'Extension', StageName: 'Negotiation/Review', CloseDate: daysAhead(30) };
  const { id } = await stage.admin.sobject('Opportunity').create({ ...opportunity, AccountId: String(account) });
  const role = { OpportunityId: id ?? '', ContactId: contact };
  await stage.admin.sobject('OpportunityContactRole').create(role);

  stage.pages.forgetCallouts();
  await evaluateButton(page).click();
  await scoreCard(page)
    .getByText(new RegExp(`^Up \\d+, from ${before.score} on`))
    .waitFor();
  const now = await accountOf(String(account));
  assert.ok(now.score > before.score, `${now.score} is above ${before.score}`);
  assert.equal(now.people[0]?.recordId, contact);
  await scoreCard(page).getByText(String(now.score), { exact: true }).first().waitFor();
  await scoreCard(page)
    .getByRole('link', { name: String(Name) })
    .first()
    .waitFor();
  assert.deepEqual(stage.pages.callouts, [{ method: 'POST', path: '/v1/evaluations', status: 200 }]);
  assert.deepEqual(await findViolations(page), []);
});

test('an account without people and open opportunities says that it is not scored, and why', async (t) => {
  const { id } = await stage.admin.sobject('Account').create({ Name: 'Nobody Ltd' });
  const { page } = await openPage(t, stage, recordPage('Account', id ?? ''), rep);
  await evaluateButton(page).click();
  await scoreCard(page).getByText('Not qualified: no person and no open opportunity').waitFor();
  await scoreCard(page).getByText('No contacts of this account have a score yet.').waitFor();
  assert.equal((await accountOf(id ?? '')).score, 0);
  assert.deepEqual(await findViolations(page), []);
});
