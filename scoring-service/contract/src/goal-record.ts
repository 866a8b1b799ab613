import type { Goal } from './goal.ts';

/** The field of `Score_Goal__c` for each part of a goal. */
export const goalRecordFields = {
  id: 'Id',
  name: 'Name',
  description: 'Description__c',
  profileType: 'Profile_Type__c',
  object: 'Object__c',
  goalType: 'Goal_Type__c',
  timeframeDays: 'Timeframe_Days__c',
  mergePolicy: 'Merge_Policy__c',
  scoreField: 'Score_Field__c',
  qualifiedStatuses: 'Qualified_Statuses__c',
  segment: 'Segment__c',
  scoreBasis: 'Score_Basis__c',
  highFrom: 'High_From__c',
  mediumFrom: 'Medium_From__c',
  settings: 'Settings__c',
  isActive: 'Active__c',
  isUpdatedDaily: 'Background_Update__c',
  status: 'Status__c',
  modelVersion: 'Model_Version__c',
} as const satisfies Record<Exclude<keyof Goal, 'conditions'>, string>;

/** The fields of a goal's conditions, one condition per field, as JSON. */
export const goalConditionFields = [1, 2, 3, 4, 5].map((row) => `Condition_${row}__c`);
