import { quoteSoql } from '../org/soql.ts';
import type { DoctorCheck } from '../results.ts';
import { countOf } from '../terminal/counts.ts';
import { runCheck } from './run-check.ts';

/** The flows of the package. */
const packagedFlows = [
  'Evaluate_Predictive_Scores',
  'Evaluate_Qualified_Lead',
  'Late_Score_Run_Alerts',
  'Notify_Scoring_Admins',
  'Score_Run_Alerts',
  'Take_Score_Of_Closed_Lead',
];

/** A scheduled path runs as this user; no API says whether the org has one. */
const workflowUser =
  'Notifications about late runs also need a default workflow user (Setup, Process Automation Settings), which the org does not report.';

type Flow = { ApiName: string; ActiveVersionId: string | null };
type Org = { query<Row extends Record<string, unknown>>(soql: string): PromiseLike<{ records: Row[] }> };

/** Whether the flows of the package are active: a deploy to a production org leaves them inactive. */
export async function checkFlows(connection: Org): Promise<DoctorCheck> {
  const check = await runCheck('Org', 'Flows', async () => {
    const soql = `SELECT ApiName, ActiveVersionId FROM FlowDefinitionView WHERE ApiName IN (${packagedFlows.map(quoteSoql).join(', ')})`;
    const { records } = await connection.query<Flow>(soql);
    const active = records.flatMap(({ ApiName, ActiveVersionId }) => (ActiveVersionId === null ? [] : ApiName));
    const inactive = packagedFlows.filter((name) => !active.includes(name));
    if (inactive.length === 0)
      return { isPassed: true, detail: `${countOf(active.length, 'flow')} active. ${workflowUser}` };
    return {
      isPassed: false,
      detail: `Not active: ${inactive.join(', ')}. A deploy to a production org leaves flows inactive: activate them in Setup. ${workflowUser}`,
      command: 'sf org open --path lightning/setup/Flows/home',
    };
  });
  // Who may not set up the org does not see its flows.
  return check.outcome === 'unknown' ? { ...check, isOptional: true } : check;
}
