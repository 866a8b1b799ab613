import type { Org, RecordChange } from '../org.ts';
import type { Twin } from './twin.ts';

type ScoringGoal = { id: string; qualifiedStatuses: string[] };

/** The goals that score leads without being asked: active, and updated in the background or with a model to ask. */
function scoringGoals(org: Org): ScoringGoal[] {
  if (!org.components('CustomObject').some(({ fullName }) => fullName === 'Score_Goal__c')) return [];
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

/** No statuses mean every open one. */
const isQualified = ({ qualifiedStatuses }: ScoringGoal, lead: Lead): boolean =>
  lead !== undefined &&
  lead['IsConverted'] !== 1 &&
  (qualifiedStatuses.length === 0 || qualifiedStatuses.includes(String(lead['Status'])));

const becomesQualified = (goal: ScoringGoal, { row, prior }: RecordChange): boolean =>
  isQualified(goal, row) && !isQualified(goal, prior);

/**
 * Leads that become qualified are evaluated: by a record-triggered flow on its asynchronous path, whose invocable Apex
 * makes one callout for all leads of a goal. Writing the score changes no status, so that nothing is evaluated twice.
 */
export const evaluateQualifiedLead: Twin = {
  name: 'evaluate-qualified-lead',
  standsFor: [
    'force-app/main/default/flows/Evaluate_Qualified_Lead.flow-meta.xml',
    'force-app/main/default/classes/EvaluatePredictiveScore.cls',
  ],
  object: 'Lead',
  // The flow's entry condition: a new lead, or another status.
  isStartedBy: ({ operation, row, prior }) =>
    operation === 'insert' || (operation === 'update' && row?.['Status'] !== prior?.['Status']),
  calloutsFor: (org, changes) => {
    return scoringGoals(org).flatMap((goal) => {
      const recordIds = changes.filter((change) => becomesQualified(goal, change)).map(({ id }) => id);
      if (recordIds.length === 0) return [];
      const body = { goalIds: [goal.id], recordIds };
      return { method: 'POST', path: '/v1/evaluations', body, goalId: goal.id, recordIds } as const;
    });
  },
};
