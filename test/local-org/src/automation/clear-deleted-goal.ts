import type { Twin } from './twin.ts';

/** Deleting a goal clears the scores it has written: an Apex trigger after delete enqueues the call. */
export const clearDeletedGoal: Twin = {
  name: 'clear-deleted-goal',
  standsFor: [
    'force-app/main/default/triggers/ScoreGoalTrigger.trigger',
    'force-app/main/default/classes/ClearGoalScores.cls',
  ],
  object: 'Score_Goal__c',
  isStartedBy: ({ operation }) => operation === 'delete',
  calloutsFor: (_, changes) =>
    changes.map(({ id: goalId }) => ({ method: 'DELETE', path: `/v1/goals/${goalId}/scores`, goalId })),
};
