import type { AutomationStub } from '../local-org/src/index.ts';
import { clearDeletedGoal } from './clear-deleted-goal.ts';
import { evaluateQualifiedLead } from './evaluate-qualified-lead.ts';
import type { ServiceAddress } from './service-callout.ts';

/** The flow and the Apex trigger of the package that call the scoring service after a record is saved. */
export const stubs = (service: ServiceAddress): AutomationStub[] => [
  evaluateQualifiedLead(service),
  clearDeletedGoal(service),
];
