import type { Goal } from '@plumbline/contract';
import { goalSettingsSchema } from '@plumbline/contract';

type Changes = Partial<Omit<Goal, 'settings'>> & { settings?: Partial<Goal['settings']> };

/** "Lead converts in 90 days", with changes. */
export const leadGoal = ({ settings, ...changes }: Changes = {}): Goal => ({
  id: 'a01000000000001AAA',
  name: 'Lead converts in 90 days',
  profileType: 'Person',
  object: 'Lead',
  goalType: 'Lead converted',
  conditions: [],
  timeframeDays: 90,
  mergePolicy: 'Lead first',
  scoreField: 'Predictive_Score__c',
  qualifiedStatuses: [],
  scoreBasis: 'probability',
  highFrom: 80,
  mediumFrom: 50,
  settings: { ...goalSettingsSchema.parse({}), observationDays: [0, 7, 30, 60], ...settings },
  isActive: true,
  isUpdatedDaily: true,
  status: 'Waiting for training',
  ...changes,
});

const won = { field: 'StageName', operator: 'changes to' as const, values: ['Closed Won'] };

/** "An opportunity of the account is won in 90 days", with changes. */
export const accountGoal = (changes: Changes = {}): Goal =>
  leadGoal({
    ...{ name: 'Account buys in 90 days', profileType: 'Account', object: 'Account' },
    ...{ goalType: 'Opportunity updated', conditions: [won], ...changes },
  });

/** The same of a contact with a role in the opportunity. */
export const contactGoal = (changes: Changes = {}): Goal =>
  accountGoal({ name: 'Contact buys in 90 days', profileType: 'Person', object: 'Contact', ...changes });
