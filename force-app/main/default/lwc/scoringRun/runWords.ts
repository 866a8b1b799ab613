/** Labels and icons of the picklist values of runs. */
import type { Look } from 'c/scoringText';
import API from '@salesforce/label/c.Run_Trigger_Api';
import COMMAND_LINE from '@salesforce/label/c.Run_Trigger_Command_Line';
import DELETION from '@salesforce/label/c.Run_Job_Deletion';
import ERROR from '@salesforce/label/c.Run_Severity_Error';
import FAILED from '@salesforce/label/c.Run_Status_Failed';
import GOAL_CREATED from '@salesforce/label/c.Run_Trigger_Goal_Created';
import INFO from '@salesforce/label/c.Run_Severity_Info';
import MANUAL from '@salesforce/label/c.Run_Trigger_Manual';
import PAUSED from '@salesforce/label/c.Run_Status_Paused';
import PROCESSING from '@salesforce/label/c.Run_Status_Processing';
import PROFILE_ACCOUNT from '@salesforce/label/c.Run_Profile_Account';
import PROFILE_PERSON from '@salesforce/label/c.Run_Profile_Person';
import QUALIFICATION from '@salesforce/label/c.Run_Trigger_Qualification';
import QUEUED from '@salesforce/label/c.Run_Status_Queued';
import SCHEDULE from '@salesforce/label/c.Run_Trigger_Schedule';
import SCORING from '@salesforce/label/c.Run_Job_Scoring';
import SUCCESSFUL from '@salesforce/label/c.Run_Status_Successful';
import TRAINING from '@salesforce/label/c.Run_Job_Training';
import WARNING from '@salesforce/label/c.Run_Severity_Warning';

const statuses: Record<string, Look> = {
  Queued: { word: QUEUED, icon: 'utility:clock' },
  Processing: { word: PROCESSING, icon: 'utility:sync' },
  Successful: { word: SUCCESSFUL, icon: 'utility:success', variant: 'success' },
  Failed: { word: FAILED, icon: 'utility:error', variant: 'error' },
  Paused: { word: PAUSED, icon: 'utility:pause' },
};

const severities: Record<string, Look> = {
  ERROR: { word: ERROR, icon: 'utility:error', variant: 'error' },
  WARNING: { word: WARNING, icon: 'utility:warning', variant: 'warning' },
  INFO: { word: INFO, icon: 'utility:info' },
};

const words: Record<string, string> = {
  Training: TRAINING,
  Scoring: SCORING,
  Deletion: DELETION,
  Manual: MANUAL,
  Schedule: SCHEDULE,
  'Goal created': GOAL_CREATED,
  'Command line': COMMAND_LINE,
  Qualification: QUALIFICATION,
  API,
  Person: PROFILE_PERSON,
  Account: PROFILE_ACCOUNT,
};

export const statusLook = (status: string): Look => statuses[status] ?? { word: status, icon: 'utility:info' };

export const severityLook = (severity: string): Look =>
  severities[severity] ?? { word: severity, icon: 'utility:info' };

/** The label of a job type, a trigger or a profile type; an unknown value is shown as it is. */
export const wordFor = (value = ''): string => words[value] ?? value;
