/**
 * `npm run bench:pages`: how long a rep waits, in milliseconds, and how many calls that takes: from opening a lead's page
 * to its score, and from the click on Evaluate predictive score to the new one on the page.
 */
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { openPage } from '../../browser/open-page.ts';
import { evaluateButton, leadPage, scoreCard, worseLead } from '../../browser/rep/record-page.ts';
import { openStage } from '../../browser/stage/open-stage.ts';

const rounds = 20;
const stage = await openStage();
after(() => stage.stop());

const spread = (figures: number[]): string => {
  const sorted = figures.toSorted((one, other) => one - other);
  const at = (share: number): string => (sorted[Math.floor(share * (sorted.length - 1))] ?? 0).toFixed(0);
  return `median ${at(0.5)} ms, 95 % ${at(0.95)} ms, longest ${at(1)} ms`;
};

/** Lowers the inputs of the model, so that the score must change. */
async function worsen(Id: string): Promise<void> {
  await stage.admin.sobject('Lead').update({ Id, ...worseLead, Website_Visits__c: 0 });
}

test('page load to visible score, click to new score', async (t) => {
  const { records } = await stage.admin.query<{ Id: string; Predictive_Score__c: number }>(
    `SELECT Id, Predictive_Score__c FROM Lead WHERE Predictive_Score_Band__c = 'High' AND IsConverted = FALSE
     ORDER BY Id LIMIT ${rounds}`,
  );
  const loads: number[] = [];
  const clicks: number[] = [];
  const callsToLoad: number[] = [];
  const callsToEvaluate: number[] = [];
  const { page, requests } = await openPage(t, stage, leadPage(records[0]?.Id ?? ''), { as: 'rep@local.org' });
  for (const { Id, Predictive_Score__c: before } of records) {
    stage.pages.callouts.length = 0;
    requests.length = 0;
    const opened = performance.now();
    await page.goto(`${stage.pages.url}${leadPage(Id)}`);
    await scoreCard(page).getByText('of 100').waitFor();
    loads.push(performance.now() - opened);
    await page.waitForLoadState('networkidle');
    callsToLoad.push(requests.length);
    assert.equal(stage.pages.callouts.length, 0, 'showing a score asks no service');

    await worsen(Id);
    requests.length = 0;
    const clicked = performance.now();
    await evaluateButton(page).click();
    await scoreCard(page)
      .getByText(new RegExp(`^(Up|Down) \\d+, from ${before} on`))
      .waitFor();
    clicks.push(performance.now() - clicked);
    callsToEvaluate.push(requests.length);
    assert.deepEqual(stage.pages.callouts, [{ method: 'POST', path: '/v1/evaluations', status: 200 }]);
  }
  console.log(`${records.length} leads, one after another`);
  console.log(`page to visible score: ${spread(loads)}; calls to the org ${Math.max(...callsToLoad)}, callouts 0`);
  console.log(`click to new score: ${spread(clicks)}; calls of the page ${Math.max(...callsToEvaluate)}, callouts 1`);
});
