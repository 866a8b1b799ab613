import type { Locator, Page } from 'playwright-core';

/** The score of a record page, as a person finds it. */
export const scoreCard = (page: Page): Locator =>
  page.getByRole('article').filter({ has: page.getByRole('heading', { name: 'Predictive score' }) });

export const evaluateButton = (page: Page): Locator =>
  scoreCard(page).getByRole('button', { name: 'Evaluate predictive score' });

export const recordPage = (object: 'Lead' | 'Contact' | 'Account', recordId: string): string =>
  `/lightning/r/${object}/${recordId}/view`;

export const leadPage = (recordId: string): string => recordPage('Lead', recordId);

/** What makes a lead of the generated org look much worse to the model, so that its score must fall. */
export const worseLead = {
  LeadSource: 'Purchased List',
  Industry: null,
  AnnualRevenue: null,
  Title: null,
  Phone: null,
};

export type ScoredLead = {
  Id: string;
  Status: string;
  LastName: string;
  Predictive_Score__c: number | null;
  Predictive_Score_Band__c: string | null;
  Predictive_Score_Scored_At__c: string | null;
  Predictive_Score_Factors__c: string | null;
};
