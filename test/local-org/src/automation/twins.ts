import { clearDeletedGoal } from './clear-deleted-goal.ts';
import { evaluateQualifiedLead } from './evaluate-qualified-lead.ts';
import type { Twin } from './twin.ts';

/** Everything of the package's Apex and Flow that the local org stands in for. */
export const twins: readonly Twin[] = [evaluateQualifiedLead, clearDeletedGoal];
