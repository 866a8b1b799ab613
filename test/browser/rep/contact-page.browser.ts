import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { findViolations } from '../axe.ts';
import { openPage } from '../open-page.ts';
import { openStage } from '../stage/open-stage.ts';
import { evaluateButton, recordPage, scoreCard } from './record-page.ts';

const stage = await openStage({ stage: 'customers' });
after(() => stage.stop());

const rep = { as: 'rep@local.org' };
const scoreOf = async (id: string): Promise<number> =>
  Number((await stage.admin.sobject('Contact').retrieve(id))['Predictive_Score__c']);

test('the badge of a contact shows its score with reasons, and no people', async (t) => {
  const contact = await stage.findRecord('Contact', "Predictive_Score_Band__c = 'High'");
  const { page } = await openPage(t, stage, recordPage('Contact', contact), rep);
  const card = scoreCard(page);
  await card
    .getByText(String(await scoreOf(contact)), { exact: true })
    .first()
    .waitFor();
  await card
    .getByText(/^(Raises|Lowers) the score$/)
    .first()
    .waitFor();
  assert.equal(await card.getByRole('heading', { name: 'People behind the score' }).count(), 0);
  assert.deepEqual(await findViolations(page), []);
});

test('the button evaluates a contact: its opportunity is lost, the score falls on the page and on the record', async (t) => {
  const contact = await stage.findRecord(
    'Contact',
    `Predictive_Score_Band__c = 'High' AND Id IN (SELECT ContactId FROM OpportunityContactRole WHERE Opportunity.IsClosed = false)`,
  );
  const before = await scoreOf(contact);
  const { page } = await openPage(t, stage, recordPage('Contact', contact), rep);
  await scoreCard(page).getByText(String(before), { exact: true }).first().waitFor();
  const { records } = await stage.admin.query<{ OpportunityId: string }>(
    `SELECT OpportunityId FROM OpportunityContactRole WHERE ContactId = '${contact}' AND Opportunity.IsClosed = false`,
  );
  for (const { OpportunityId } of records) {
    await stage.admin.sobject('Opportunity').update({ Id: OpportunityId, StageName: 'Closed Lost' });
  }
  stage.pages.forgetCallouts();
  await evaluateButton(page).click();
  await scoreCard(page)
    .getByText(new RegExp(`^Down \\d+, from ${before} on`))
    .waitFor();
  const now = await scoreOf(contact);
  assert.ok(now < before, `${now} is below ${before}`);
  await scoreCard(page).getByText(String(now), { exact: true }).first().waitFor();
  assert.deepEqual(stage.pages.callouts, [{ method: 'POST', path: '/v1/evaluations', status: 200 }]);
  assert.deepEqual(await findViolations(page), []);
});

test('details say what the goal of contacts asks for', async (t) => {
  const contact = await stage.findRecord('Contact', 'Predictive_Score__c > 0');
  const { page } = await openPage(t, stage, recordPage('Contact', contact), rep);
  const card = scoreCard(page);
  await card.getByRole('button', { name: 'Show details' }).click();
  // Only a viewer who may read every input sees figures.
  await card.getByRole('heading', { name: 'What the reasons are worth' }).waitFor();
  await card.getByText(/^Opportunity updated within 90 days: \w+ changes to Closed Won$/).waitFor();
  assert.deepEqual(await findViolations(page), []);
});
