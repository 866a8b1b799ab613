import type { Locator, Page } from 'playwright-core';
import type { BrowserStage } from '../stage/open-stage.ts';

export const setupPage = '/lightning/n/Scoring_Setup';

export const goalName = 'Lead converts in 90 days';

/** One thing of the checklist, by its heading. */
export const item = (page: Page, heading: string): Locator => page.getByRole('region', { name: heading, exact: true });

/** Waits until the list says so of a thing; the word stands beside its heading. */
export async function waitForState(page: Page, heading: string, word: 'Done' | 'Not done' | 'Unknown'): Promise<void> {
  await item(page, heading).locator('.state').getByText(word, { exact: true }).waitFor();
}

/** Opens the dialogue that changes a setting of the goal. */
export async function edit(page: Page, heading: string): Promise<Locator> {
  await item(page, heading)
    .getByRole('button', { name: `Edit ${heading} of ${goalName}` })
    .click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('heading', { name: `${heading}: ${goalName}` }).waitFor();
  return dialog;
}

/** Opens the list of a combobox and chooses from it. */
export async function choose(within: Locator, label: string, option: string | RegExp): Promise<void> {
  await within.getByRole('combobox', { name: label }).click();
  await within.getByRole('option', { name: option }).click();
}

/** Takes a chosen field out by the button of its pill. */
export async function unpick(within: Locator, field: string): Promise<void> {
  await within.getByRole('listitem').filter({ hasText: field }).getByRole('button').click();
}

export async function save(page: Page, dialog: Locator, said: string): Promise<void> {
  await dialog.getByRole('button', { name: 'Save', exact: true }).click();
  await dialog.waitFor({ state: 'detached' });
  await page.getByRole('status').getByText(said, { exact: true }).waitFor();
}

/** The goal as the org has it. */
export async function readGoal({ admin, goalId }: BrowserStage): Promise<Record<string, unknown>> {
  const found = await admin.query<Record<string, unknown>>(
    `SELECT Qualified_Statuses__c, Settings__c, Background_Update__c, Score_Basis__c, High_From__c, Medium_From__c
       FROM Score_Goal__c WHERE Id = '${goalId}'`,
  );
  return found.records[0] ?? {};
}

export async function readSettings(stage: BrowserStage): Promise<Record<string, unknown>> {
  const { Settings__c } = await readGoal(stage);
  return JSON.parse(typeof Settings__c === 'string' ? Settings__c : '{}') as Record<string, unknown>;
}
