import type { AutomationStub } from '../local-org/src/index.ts';
import { serviceCallout } from './service-callout.ts';
import type { ServiceAddress } from './service-callout.ts';

/** After a goal is deleted, the trigger enqueues the call that clears the scores of the goal. */
export const clearDeletedGoal = (service: ServiceAddress): AutomationStub => ({
  name: 'clear-deleted-goal',
  replaces: { type: 'ApexTrigger', fullName: 'ScoreGoalTrigger' },
  object: 'Score_Goal__c',
  isStartedBy: ({ operation }) => operation === 'delete',
  calloutsFor: ({ id: orgId }, changes) =>
    changes.map(({ id: goalId }) =>
      serviceCallout(service, { method: 'DELETE', path: `/v1/goals/${goalId}/scores`, orgId, about: { goalId } }),
    ),
});
