import type { Locator, Page } from 'playwright-core';
import type { Connection } from 'jsforce';

export const goalsPage = '/lightning/n/Scoring_Scores';

/** Opens the list of a combobox and chooses from it. */
export async function choose(within: Page | Locator, label: string, option: string): Promise<void> {
  await within.getByRole('combobox', { name: label }).last().click();
  await within.getByRole('option', { name: option, exact: true }).last().click();
}

/** The details of the chosen goal. */
export const panel = (page: Page, name: string): Locator => page.getByRole('region', { name });

export const goalRow = (page: Page, name: string): Locator => page.getByRole('button', { name, exact: true });

export async function goalNamed(admin: Connection, name: string): Promise<Record<string, unknown> | undefined> {
  const found = await admin.query<Record<string, unknown>>(
    `SELECT Id, Name, Description__c, Profile_Type__c, Object__c, Goal_Type__c, Condition_1__c, Condition_2__c,
       Timeframe_Days__c, Merge_Policy__c, Score_Field__c, Status__c FROM Score_Goal__c WHERE Name = '${name}'`,
  );
  return found.records[0];
}
