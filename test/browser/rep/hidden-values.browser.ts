import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { openPage } from '../open-page.ts';
import { openStage } from '../stage/open-stage.ts';
import { evaluateButton, leadPage, scoreCard } from './record-page.ts';

const stage = await openStage();
after(() => stage.stop());

const field = 'Website_Visits__c';
const label = 'Website Visits';

test('who may not read a factor’s field gets neither the reason nor its value, in no answer at all', async (t) => {
  const lead = await stage.findLead(`Predictive_Score_Band__c = 'High' AND ${field} > 3`);
  const secret = 98_765;
  await stage.admin.sobject('Lead').update({ Id: lead, [field]: secret });
  for (const [as, isReadable] of [
    ['admin@local.org', true],
    ['rep@local.org', false],
  ] as const) {
    await t.test(`${as} ${isReadable ? 'reads' : 'does not read'} it`, async (inner) => {
      const { page } = await openPage(inner, stage, leadPage(lead), { as });
      const address = page.url();
      await page.goto('about:blank');
      const answers: Promise<string>[] = [];
      page.on('response', (response) => {
        if (/\/(apex|services)\//.test(response.url())) answers.push(response.text());
      });
      await page.goto(address);
      await evaluateButton(page).click();
      const reasons = scoreCard(page).getByRole('listitem');
      await reasons.first().waitFor();
      if (isReadable) await reasons.filter({ hasText: label }).getByText('Value: 98,765').waitFor();
      else assert.equal(await reasons.filter({ hasText: label }).count(), 0);
      await scoreCard(page).getByRole('button', { name: 'Show details' }).click();
      await scoreCard(page).getByText('Score receipt').waitFor();
      const answered = (await Promise.all(answers)).join('\n');
      assert.equal(answered.includes(String(secret)), isReadable);
      assert.equal(answered.includes(field), isReadable, 'the name of the field');
    });
  }
});
