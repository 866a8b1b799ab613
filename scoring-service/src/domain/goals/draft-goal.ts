import { goalSettingsSchema } from '@plumbline/contract';
import type { Goal, GoalDraft } from '@plumbline/contract';

/** A draft as the goal that it would become; what readiness does not depend on stands as the org fills it in. */
export const draftGoal = ({ qualifiedStatuses = [], settings, ...draft }: GoalDraft): Goal => ({
  ...draft,
  qualifiedStatuses,
  settings: settings ?? goalSettingsSchema.parse({}),
  id: '',
  name: 'of this draft',
  mergePolicy: 'Lead first',
  scoreField: 'Predictive_Score__c',
  scoreBasis: 'probability',
  highFrom: 80,
  mediumFrom: 50,
  isActive: true,
  isUpdatedDaily: true,
  status: 'Waiting for training',
});
