import type { OrgGoal } from '../org/goal-record.ts';
import type { CheckResult } from './run-check.ts';

type Org = { describe(object: string): PromiseLike<{ fields: { name: string }[] }> };

/** Fields of a set that users read. */
const suffixes = ['', '_Band', '_Percentile', '_Scored_At'];

/** Whether the user reads the score fields of a goal, and not its factors, which name values that users may not see. */
export async function checkScoreFields(
  connection: Org,
  { object, scoreField }: Pick<OrgGoal, 'object' | 'scoreField'>,
): Promise<CheckResult> {
  const visible = new Set((await connection.describe(object)).fields.map((field) => field.name));
  const base = scoreField.replace(/__c$/, '');
  const missing = suffixes.map((suffix) => `${base}${suffix}__c`).filter((field) => !visible.has(field));
  const generate = `sf score goal generate fields --object ${object} --name ${base}`;
  if (missing.length > 0)
    return {
      isPassed: false,
      detail: `These fields of ${object} don't exist, or you don't have access to them: ${missing.join(', ')}.`,
      command: generate,
    };
  const factors = `${base}_Factors__c`;
  if (!visible.has(factors))
    return { isPassed: true, detail: `You have access to ${object}.${scoreField} and its companion fields.` };
  return {
    isPassed: false,
    detail: `You can read ${object}.${factors}, which only the integration user may read: it names values that others may not see. Remove the read access, or generate the permission sets again and deploy them.`,
    ...(base !== 'Predictive_Score' && { command: `${generate} --overwrite` }),
  };
}
