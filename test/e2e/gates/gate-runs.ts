import assert from 'node:assert/strict';
import { runListSchema, textOf } from '@plumbline/contract';
import type { Code, GoalSettings, Run, Thresholds } from '@plumbline/contract';
import type { Stage } from '../stage/stage.ts';

/** Settings of the goal that differ from the defaults. */
export type Setting = Omit<Partial<GoalSettings>, 'thresholds'> & { thresholds?: Partial<Thresholds> };

/** More records than any org holds. */
export const tooMany = 1_000_000_000;

/** So low that none of the counts stops a run. */
const lowest: Partial<Thresholds> = {
  ...{ accounts: 0, contacts: 0, activities: 0, conversions: 0, nonConversions: 0, trainingConversions: 0 },
  ...{ accountsWithActivity: 0, contactsWithActivity: 0, knownActivityTypes: 0, missingActivityStop: 1 },
  ...{ auc: 0, tuneBelowAuc: 0, tunedAuc: 0, suspiciousAuc: 1, lowSuccessShare: 1, bandShare: 1 },
};

/** Runs the goal with other settings, as an admin would: they are saved in the org, and the run is read back from it. */
export async function runWith(
  stage: Stage,
  jobType: 'Training' | 'Scoring',
  { thresholds, ...settings }: Setting,
): Promise<Run> {
  const Settings__c = JSON.stringify({ ...settings, thresholds: { ...lowest, ...thresholds } });
  await stage.org.admin.sobject('Score_Goal__c').update({ Id: stage.goalId, Settings__c });
  const { key } = await stage.client.startRun(stage.goalId, jobType);
  const run = await stage.client.waitForRun(key);
  await waitForOthers(stage);
  return run;
}

/** Waits for the scoring that follows a goal's first training: a goal has one run at a time. */
async function waitForOthers({ client, goalId }: Stage): Promise<void> {
  const { runs } = await client.ask(runListSchema, 'GET', `/v1/runs?goalId=${goalId}`);
  for (const { key } of runs) await client.waitForRun(key);
}

export const trainWith = (stage: Stage, setting: Setting): Promise<Run> => runWith(stage, 'Training', setting);

/** The value that a message of a run carries, undefined where it does not say this code. */
export function valueOf({ messages }: Run, code: Code): string | undefined {
  const said = messages.find((message) => message.code === code)?.text;
  if (said === undefined) return undefined;
  const [before = '', after = ''] = textOf(code, '\0').split('\0');
  assert.ok(said.startsWith(before) && said.endsWith(after), `${said} is not the text of ${code}`);
  return said.slice(before.length, said.length - after.length);
}

/** The exact text of a code on the run, with what a pattern expects of its value. */
export function assertSaid(run: Run, code: Code, value: string | RegExp): void {
  const said = valueOf(run, code);
  assert.ok(said !== undefined, `${code} is not on the run: ${JSON.stringify(run.messages)}`);
  if (typeof value === 'string') assert.equal(said, value);
  else assert.match(said, value);
}

/** The code is not on the run; an error that was expected is, so that the run got as far as that. */
export function assertNotSaid(run: Run, code: Code, stoppedBy?: Code): void {
  assert.equal(valueOf(run, code), undefined);
  if (stoppedBy === undefined) assert.equal(run.status, 'Successful', JSON.stringify(run.messages));
  else assert.ok(valueOf(run, stoppedBy) !== undefined, `not stopped by ${stoppedBy}: ${JSON.stringify(run.messages)}`);
}
