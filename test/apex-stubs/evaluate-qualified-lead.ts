import type { AutomationStub, Org, RecordChange } from '../local-org/src/index.ts';
import { serviceCallout } from './service-callout.ts';
import type { ServiceAddress } from './service-callout.ts';

type ScoringGoal = { id: string; qualifiedStatuses: string[] };

/** The active goals on leads that are updated in the background or have a model. */
function scoringGoals(org: Org): ScoringGoal[] {
  return org
    .inspect(
      `SELECT "Id", "Qualified_Statuses__c" AS "statuses" FROM "Score_Goal__c"
       WHERE "IsDeleted" = 0 AND "Active__c" = 1 AND "Object__c" = 'Lead'
         AND ("Background_Update__c" = 1 OR "Model_Version__c" IS NOT NULL) ORDER BY "Id"`,
    )
    .map(({ Id, statuses }) => ({
      id: String(Id),
      qualifiedStatuses: linesOf(typeof statuses === 'string' ? statuses : ''),
    }));
}

const linesOf = (text: string): string[] =>
  text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '');

type Lead = RecordChange['row'];

/** A goal without qualified statuses takes every status of an open lead. */
const isQualified = ({ qualifiedStatuses }: ScoringGoal, lead: Lead): boolean =>
  lead !== undefined &&
  lead['IsConverted'] !== 1 &&
  (qualifiedStatuses.length === 0 || qualifiedStatuses.includes(String(lead['Status'])));

const becomesQualified = (goal: ScoringGoal, { row, prior }: RecordChange): boolean =>
  isQualified(goal, row) && !isQualified(goal, prior);

/**
 * Evaluates leads that become qualified. In the package a record-triggered flow does this on its asynchronous path; its
 * invocable Apex makes one callout for all leads of a goal. Writing the score does not change the status, so no lead is
 * evaluated twice.
 */
export const evaluateQualifiedLead = (service: ServiceAddress): AutomationStub => ({
  name: 'evaluate-qualified-lead',
  replaces: { type: 'Flow', fullName: 'Evaluate_Qualified_Lead' },
  object: 'Lead',
  // The entry condition of the flow: a new lead, or a changed status.
  isStartedBy: ({ operation, row, prior }) =>
    operation === 'insert' || (operation === 'update' && row?.['Status'] !== prior?.['Status']),
  calloutsFor: (org, changes) =>
    scoringGoals(org).flatMap((goal) => {
      const recordIds = changes.filter((change) => becomesQualified(goal, change)).map(({ id }) => id);
      if (recordIds.length === 0) return [];
      const body = { goalIds: [goal.id], recordIds };
      const about = { goalId: goal.id, recordIds };
      return serviceCallout(service, { method: 'POST', path: '/v1/evaluations', orgId: org.id, body, about });
    }),
});
