import type { AutomationStub, Org } from '../local-org/src/index.ts';

/** The lists of qualified statuses of the active goals that write to a score field. */
const listsOf = (org: Org, scoreField: string): string[][] =>
  org
    .inspect(
      `SELECT "Qualified_Statuses__c" AS "statuses" FROM "Score_Goal__c"
       WHERE "IsDeleted" = 0 AND "Active__c" = 1 AND "Score_Field__c" = ?`,
      `Lead.${scoreField}`,
    )
    .map(({ statuses }) =>
      (typeof statuses === 'string' ? statuses : '')
        .split(/\r?\n/)
        .map((line) => line.trim().toLowerCase())
        .filter((line) => line !== ''),
    );

/**
 * Takes the score of a lead that leaves the qualified statuses of every goal of a field set, in the same save, as the flow
 * *Take Score Of Closed Lead* does before the save. `name` is that of the score field without `__c`.
 */
export const takeScoreOfClosedLead = (name: string, flow: string): AutomationStub => ({
  name: `take-score-of-closed-lead ${name}`,
  replaces: { type: 'Flow', fullName: flow },
  object: 'Lead',
  isStartedBy: ({ operation, row, prior }) =>
    operation === 'update' &&
    row?.['IsConverted'] !== 1 &&
    row?.['Status'] !== prior?.['Status'] &&
    Number(row?.[`${name}__c`]) > 0,
  changesBeforeSave(org, { row }) {
    const lists = listsOf(org, `${name}__c`);
    const status = String(row?.['Status']).toLowerCase();
    if (lists.length === 0 || lists.some((list) => list.length === 0 || list.includes(status))) return {};
    const now = org.clock.now().toISOString();
    return {
      ...{ [`${name}__c`]: 0, [`${name}_Band__c`]: 'Not scored' },
      ...{ [`${name}_Band_Since__c`]: now, [`${name}_Scored_At__c`]: now },
      ...Object.fromEntries(
        ['Percentile', 'Probability', 'Change', 'Reason', 'Grade'].map((part) => [`${name}_${part}__c`, null]),
      ),
    };
  },
});
