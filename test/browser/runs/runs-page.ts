import type { Locator, Page } from 'playwright-core';
import { createServiceClient } from '../../e2e/stage/service-client.ts';
import type { BrowserStage } from '../stage/open-stage.ts';

export const runsPage = '/lightning/n/Scoring_Runs';

export const runRows = (page: Page): Locator => page.getByRole('button', { name: /^Details of / });

/** A training that really fails: the goal's own limit asks for more conversions than the org has. Code 404. */
export async function failTraining({ admin, goalId, service, tokens }: BrowserStage): Promise<string> {
  const Settings__c = JSON.stringify({ thresholds: { conversions: 1_000_000 } });
  await admin.sobject('Score_Goal__c').update({ Id: goalId, Settings__c });
  const client = createServiceClient(service.url, tokens.manage);
  const run = await client.waitForRun((await client.startRun(goalId, 'Training')).key);
  await admin.sobject('Score_Goal__c').update({ Id: goalId, Settings__c: null });
  const [error] = run.messages.filter(({ severity }) => severity === 'ERROR');
  if (run.status !== 'Failed' || error === undefined) throw new Error(`The training did not fail: ${run.status}`);
  return error.text;
}
