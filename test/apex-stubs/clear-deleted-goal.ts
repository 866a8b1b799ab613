import type { AutomationStub } from '../local-org/src/index.ts';
import { serviceCallout } from './service-callout.ts';
import type { ServiceAddress } from './service-callout.ts';

/** After goals are deleted, the trigger enqueues the call that clears their scores. */
export const clearDeletedGoal = (service: ServiceAddress): AutomationStub => ({
  name: 'clear-deleted-goal',
  replaces: { type: 'ApexTrigger', fullName: 'ScoreGoalTrigger' },
  object: 'Score_Goal__c',
  isStartedBy: ({ operation }) => operation === 'delete',
  calloutsFor: ({ id: orgId }, changes) => {
    const goalIds = changes.map(({ id }) => id);
    const path = '/v1/score-deletions';
    return [serviceCallout(service, { method: 'POST', path, orgId, body: { goalIds }, about: { goalIds } })];
  },
});
