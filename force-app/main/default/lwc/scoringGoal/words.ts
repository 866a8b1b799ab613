/** Labels of the picklist values of goals and of the operators of their conditions. */
import type { Look } from 'c/scoringText';
import ACCOUNT_FIRST from '@salesforce/label/c.Goal_Merge_Account';
import ACCOUNTS from '@salesforce/label/c.Goal_Object_Account';
import CHANGES_FROM from '@salesforce/label/c.Goal_Operator_Changes_From';
import CHANGES_TO from '@salesforce/label/c.Goal_Operator_Changes_To';
import CONTACT_FIRST from '@salesforce/label/c.Goal_Merge_Contact';
import CONTACTS from '@salesforce/label/c.Goal_Object_Contact';
import CONTAINS from '@salesforce/label/c.Goal_Operator_Contains';
import CONVERTED from '@salesforce/label/c.Goal_Type_Converted';
import DELETING from '@salesforce/label/c.Goal_Status_Deleting';
import EQUALS from '@salesforce/label/c.Goal_Operator_Equals';
import FAILED from '@salesforce/label/c.Goal_Status_Failed';
import GREATER from '@salesforce/label/c.Goal_Operator_Greater';
import GREATER_EQUAL from '@salesforce/label/c.Goal_Operator_Greater_Equal';
import INACTIVE from '@salesforce/label/c.Goal_Inactive';
import LEAD_FIRST from '@salesforce/label/c.Goal_Merge_Lead';
import LEADS from '@salesforce/label/c.Goal_Object_Lead';
import LESS from '@salesforce/label/c.Goal_Operator_Less';
import LESS_EQUAL from '@salesforce/label/c.Goal_Operator_Less_Equal';
import NOT_EQUALS from '@salesforce/label/c.Goal_Operator_Not_Equals';
import NOT_SET from '@salesforce/label/c.Goal_Operator_Not_Set';
import OPPORTUNITY from '@salesforce/label/c.Goal_Type_Opportunity';
import PERCENTILE from '@salesforce/label/c.Goal_Basis_Percentile';
import PERSON from '@salesforce/label/c.Goal_Profile_Person';
import PROBABILITY from '@salesforce/label/c.Goal_Basis_Probability';
import PROFILE_ACCOUNT from '@salesforce/label/c.Goal_Profile_Account';
import READY from '@salesforce/label/c.Goal_Status_Ready';
import RECENT from '@salesforce/label/c.Goal_Merge_Recent';
import RELATIVE from '@salesforce/label/c.Goal_Basis_Relative';
import SCORING from '@salesforce/label/c.Goal_Status_Scoring';
import SET from '@salesforce/label/c.Goal_Operator_Set';
import STARTS from '@salesforce/label/c.Goal_Operator_Starts';
import TRAINING from '@salesforce/label/c.Goal_Status_Training';
import WAITING from '@salesforce/label/c.Goal_Status_Waiting';

const statuses: Record<string, Look> = {
  'Waiting for training': { word: WAITING, icon: 'utility:clock' },
  Training: { word: TRAINING, icon: 'utility:sync' },
  Scoring: { word: SCORING, icon: 'utility:sync' },
  Ready: { word: READY, icon: 'utility:success', variant: 'success' },
  Failed: { word: FAILED, icon: 'utility:error', variant: 'error' },
  Deleting: { word: DELETING, icon: 'utility:delete' },
};

/** An inactive goal looks inactive, whatever its status. */
export function statusLook({ Status__c = '', Active__c }: { Status__c?: string; Active__c?: boolean }): Look {
  if (Active__c === false) return { word: INACTIVE, icon: 'utility:ban' };
  return statuses[Status__c] ?? { word: Status__c, icon: 'utility:info' };
}

export const objectWords: Record<string, string> = { Lead: LEADS, Contact: CONTACTS, Account: ACCOUNTS };
export const profileWords: Record<string, string> = { Person: PERSON, Account: PROFILE_ACCOUNT };
export const goalTypeWords: Record<string, string> = {
  'Lead converted': CONVERTED,
  'Opportunity updated': OPPORTUNITY,
};
export const mergeWords: Record<string, string> = {
  'Lead first': LEAD_FIRST,
  'Contact first': CONTACT_FIRST,
  'Account first': ACCOUNT_FIRST,
  'Most recently changed': RECENT,
};
export const basisWords: Record<string, string> = {
  relative: RELATIVE,
  probability: PROBABILITY,
  percentile: PERCENTILE,
};
export const operatorWords: Record<string, string> = {
  equals: EQUALS,
  'not equals': NOT_EQUALS,
  'greater than': GREATER,
  'greater or equal': GREATER_EQUAL,
  'less than': LESS,
  'less or equal': LESS_EQUAL,
  contains: CONTAINS,
  'starts with': STARTS,
  'is set': SET,
  'is not set': NOT_SET,
  'changes to': CHANGES_TO,
  'changes from': CHANGES_FROM,
};

/** The options of a combobox, in the order of the labels. */
export const optionsOf = (words: Record<string, string>): { value: string; label: string }[] =>
  Object.entries(words).map(([value, label]) => ({ value, label }));
