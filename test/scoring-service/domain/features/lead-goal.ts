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
