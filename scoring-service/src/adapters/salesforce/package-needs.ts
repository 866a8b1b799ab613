import { goalRecordColumns } from '../../domain/goals/goal-record.ts';
import type { ObjectNeed } from '../../domain/needs/connection-needs.ts';
import { goalStatusFields } from './goals.ts';
import { runFields } from './run-record.ts';

const isOwn = (field: string): boolean => field.endsWith('__c');

/** What the service does with the objects of its package, by what an admin knows it as. */
export const packageNeeds: Record<string, ObjectNeed[]> = {
  'Goals and runs': [
    { object: 'Score_Goal__c', read: goalRecordColumns.filter(isOwn), write: goalStatusFields },
    // The goal of a run is set once, when the run is created.
    {
      object: 'Score_Run__c',
      isCreated: true,
      write: runFields.filter((field) => isOwn(field) && field !== 'Goal__c'),
    },
  ],
  'Maintenance windows': [
    {
      object: 'Maintenance_Window__c',
      read: ['Active__c', 'Days__c', 'Start_Time__c', 'End_Time__c', 'Time_Zone__c'],
    },
  ],
  'Band changes': [{ object: 'Score_Band_Change__e', isCreated: true }],
};
