import type { AutomationStub } from '../local-org/src/index.ts';
import { clearDeletedGoal } from './clear-deleted-goal.ts';
import { evaluateQualifiedLead } from './evaluate-qualified-lead.ts';
import type { ServiceAddress } from './service-callout.ts';
import { takeScoreOfClosedLead } from './take-score-of-closed-lead.ts';

/** The flows and the Apex trigger of the package that act when a record is saved. */
export const stubs = (service: ServiceAddress): AutomationStub[] => [
  evaluateQualifiedLead(service),
  clearDeletedGoal(service),
  takeScoreOfClosedLead('Predictive_Score', 'Take_Score_Of_Closed_Lead'),
];
