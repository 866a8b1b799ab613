import type { Values } from './save-records.ts';

const condition = (field: string, operator: string, ...values: string[]): string =>
  JSON.stringify({ field, operator, values });

/** A goal's definition with every field of it filled, two conditions of five. */
export const definition = {
  Name: 'Lead converts in 90 days',
  Unique_Name__c: 'Lead converts in 90 days',
  Profile_Type__c: 'Person',
  Object__c: 'Lead',
  Goal_Type__c: 'Lead converted',
  Condition_1__c: condition('Status', 'equals', 'Closed - Converted'),
  Condition_2__c: condition('ConvertedOpportunityId', 'is set'),
  Condition_3__c: null,
  Condition_4__c: null,
  Condition_5__c: null,
  Timeframe_Days__c: '90',
  Merge_Policy__c: 'Lead first',
  Score_Field__c: 'Lead.Predictive_Score__c',
} as const satisfies Values;

/** Another value for each field of the definition; those of the name go together. */
export const otherDefinition = {
  Name: 'Lead converts soon',
  Unique_Name__c: 'Lead converts soon',
  Profile_Type__c: 'Account',
  Object__c: 'Contact',
  Goal_Type__c: 'Opportunity updated',
  Condition_1__c: condition('Status', 'equals', 'Closed - Converted', 'Qualified'),
  Condition_2__c: null,
  Condition_3__c: condition('OwnerId', 'is set'),
  Condition_4__c: condition('OwnerId', 'is set'),
  Condition_5__c: condition('OwnerId', 'is set'),
  Timeframe_Days__c: '365',
  Merge_Policy__c: 'Most recently changed',
  Score_Field__c: 'Lead.Second_Score__c',
} as const satisfies Record<keyof typeof definition, string | null>;

/** What an admin may change at any time, other than as it is by default. */
export const otherSettings = {
  Description__c: 'Which leads to call first.',
  Qualified_Statuses__c: 'Working - Contacted\nQualified',
  Segment__c: `[${condition('Country', 'equals', 'Austria')}]`,
  Score_Basis__c: 'percentile',
  High_From__c: 90,
  Medium_From__c: 60,
  Settings__c: '{"sensitiveFields":["Birthdate"]}',
  Background_Update__c: true,
  Active__c: false,
} as const satisfies Values;

/** What the service writes to a goal. */
export const writtenStatus = {
  Status__c: 'Ready',
  Status_Message__c: 'Trained.',
  Model_Version__c: '1-20260101',
  Test_AUC__c: 0.8123,
  Probability_Warning__c: 'predicted 13 %, happened 31 %',
  Last_Trained_At__c: '2026-01-01T03:00:00.000+0000',
  Last_Scored_At__c: '2026-01-02T03:00:00.000+0000',
  Next_Training_At__c: '2026-02-01T03:00:00.000+0000',
  Next_Scoring_At__c: '2026-01-03T03:00:00.000+0000',
  Records_Scored__c: 4321,
} as const satisfies Values;

let goals = 0;

/** A goal that differs from all others in name and score field. */
export function anotherGoal(values: Values = {}): Values {
  goals += 1;
  const name = `Goal ${goals}`;
  return {
    ...definition,
    Name: name,
    Unique_Name__c: name,
    Score_Field__c: `Lead.Score_${goals}__c`,
    ...values,
  };
}
