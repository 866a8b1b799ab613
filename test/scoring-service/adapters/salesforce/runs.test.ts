import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { messageOf } from '@plumbline/contract';
import type { Run } from '@plumbline/contract';
import { toRunRecord } from '../../../../scoring-service/src/adapters/salesforce/runs.ts';
import { callsOf, connectTo, insertGoal, startScoringOrg, tell } from './connected-org.ts';
import { DAY_MS } from '../../../../scoring-service/src/domain/time.ts';

const running = await startScoringOrg();
after(() => running.stop());
const goalId = insertGoal(running);
const salesforce = connectTo(running);

const run: Run = {
  key: 'run-1',
  goalId,
  goalName: 'Lead converts in 90 days',
  jobType: 'Scoring',
  profileType: 'Person',
  trigger: 'API',
  status: 'Processing',
  startedAt: new Date().toISOString(),
  progressPercent: 40,
  read: 100,
  scored: 80,
  changed: 30,
  skipped: 20,
  skippedReasons: [
    { reason: 'Status is not qualified', count: 15 },
    { reason: 'Does not want to be profiled', count: 5 },
  ],
  failed: 0,
  messages: [
    messageOf({ code: 101, detail: '420' }),
    messageOf({ code: 201, detail: '0.42' }),
    messageOf({ code: 404, detail: '9' }),
  ],
  modelVersion: 'm1',
  testAuc: 0.8125,
};

test('a run comes back as it was saved', async () => {
  await salesforce.saveRun(run);
  assert.deepEqual(await salesforce.readRun('run-1'), { ...run, endedAt: undefined, processingSeconds: undefined });
});

test('saving again updates the run and creates no second one, even when the answer is lost', async () => {
  const ended = { ...run, status: 'Successful', endedAt: run.startedAt, processingSeconds: 12.34 } as const;
  await tell(running, 'faults', { path: 'Score_Run__c', drop: 'half' });
  await salesforce.saveRun(ended);
  await salesforce.saveRun(ended);
  assert.equal(await salesforce.count('SELECT COUNT() FROM Score_Run__c'), 1);
  assert.equal((await salesforce.readRun('run-1')).processingSeconds, 12.3);
});

test('a run has its codes, and its texts one per line, each above its next step', async () => {
  const [row] = running.org.inspect('SELECT "Codes__c", "Messages__c", "Skipped_Reasons__c" FROM "Score_Run__c"');
  assert.equal(row?.['Codes__c'], '101,201,404');
  assert.match(
    String(row?.['Messages__c']),
    /^INFO 101\..*\n→ .*\nWARNING 201\..*\n→ .* \(0\.42, limit 0\.3\)\nERROR 404\. .*: 9\.\n→ .* \(9, limit 10\)$/,
  );
  assert.equal(row?.['Skipped_Reasons__c'], '15 Status is not qualified\n5 Does not want to be profiled');
});

test('an unknown key is not found', async () => {
  await assert.rejects(salesforce.readRun("x' OR Name != '"), { kind: 'run.not-found' });
});

test('runs come newest first, of one goal or of all, as far back as asked', async () => {
  const started = (days: number): string => new Date(Date.now() - days * DAY_MS).toISOString();
  const other = insertGoal(running, { Name: 'Other', Score_Field__c: 'Lead.Other_Score__c' });
  await salesforce.saveRun({ ...run, key: 'run-2', startedAt: started(2) });
  await salesforce.saveRun({ ...run, key: 'run-3', startedAt: started(200) });
  await salesforce.saveRun({ ...run, key: 'run-4', goalId: other, startedAt: started(1) });
  const keys = async (goal?: string): Promise<string[]> =>
    (await salesforce.readRuns({ goalId: goal, days: 90 })).map(({ key }) => key);
  assert.deepEqual(await keys(), ['run-1', 'run-4', 'run-2']);
  assert.deepEqual(await keys(goalId), ['run-1', 'run-2']);
});

test('too many messages and codes are cut between them', () => {
  const messages = Array.from({ length: 900 }, (_, index) => ({
    code: 1000 + index,
    severity: 'INFO' as const,
    text: `INFO ${1000 + index}. ${'x'.repeat(60)}\nsecond line`,
  }));
  const { Codes__c: codes, Messages__c: texts } = toRunRecord({ ...run, messages });
  assert.ok(String(codes).length <= 255 && /^(\d{4},)*\d{4}$/.test(String(codes)));
  assert.ok(String(texts).length <= 32_768 && String(texts).endsWith('x second line'));
});

test('one call saves a run', async () => {
  const { calls } = await callsOf(running, () => salesforce.saveRun(run));
  assert.equal(calls.length, 1);
});
