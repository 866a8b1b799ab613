import type { RunMessage } from '@plumbline/contract';
import assert from 'node:assert/strict';
import { after, beforeEach, test } from 'node:test';
import { strToU8 } from 'fflate';
import { ScoringError } from '../../../../scoring-service/src/domain/scoring-error.ts';
import { requestRun } from '../../../../scoring-service/src/operations/runs/request-run.ts';
import { adminUsername } from '../../../local-org/src/index.ts';
import { callsOf, tell } from '../../adapters/salesforce/connected-org.ts';
import { openNightStage } from '../schedule/night-shift.ts';
import type { NightShift, Replica } from '../schedule/night-shift.ts';

const stage = await openNightStage({ leads: 150 });
after(() => stage.stop());
const { org } = stage.running;
const admin = org.userId(adminUsername) ?? '';

let night: NightShift;
let replica: Replica;
beforeEach(async () => {
  await tell(stage.running, 'faults', { reset: true });
  night = await stage.begin();
  replica = night.startReplica();
});

type Ended = {
  status: string;
  counts: { read: number; scored: number; changed: number; skipped: number; failed: number };
  messages: RunMessage[];
  reasons: string;
};

/** Scores the goal at a time, and returns how the run ended. */
async function scoreAt(time: string): Promise<Ended> {
  night.setClock(time);
  const { key } = await requestRun(night, night.goalId, { jobType: 'Scoring', trigger: 'Manual' });
  await replica.work();
  const run = await night.salesforce.readRun(key);
  const { status, read, scored, changed, skipped, failed, messages, skippedReasons } = run;
  assert.equal(scored + skipped + failed, read, 'every record counts once');
  const reasons = skippedReasons.map(({ reason, count }) => `${reason}: ${count}`).join('; ');
  return { status, counts: { read, scored, changed, skipped, failed }, messages, reasons };
}

const scores = (): Record<string, unknown>[] =>
  org.inspect(
    'SELECT "Id", "OwnerId", "Predictive_Score__c" AS score, "Predictive_Score_Scored_At__c" AS at FROM "Lead" WHERE "Predictive_Score__c" > 0 ORDER BY "Id"',
  );
const textsOf = ({ messages }: Ended): string[] =>
  messages.filter(({ code }) => code >= 940 && code < 945).map(({ text }) => text);
const updates = (calls: string[]): number => calls.filter((call) => call === 'PATCH /composite/sobjects').length;

function deployRule(formula: string): void {
  const rule = `<ValidationRule xmlns="http://soap.sforce.com/2006/04/metadata"><fullName>Closed_Books</fullName>
    <active>true</active><errorConditionFormula>${formula}</errorConditionFormula>
    <errorMessage>The books are closed.</errorMessage></ValidationRule>`;
  const object = `<CustomObject xmlns="http://soap.sforce.com/2006/04/metadata">${rule
    .replace('<ValidationRule xmlns="http://soap.sforce.com/2006/04/metadata">', '<validationRules>')
    .replace('</ValidationRule>', '</validationRules>')}</CustomObject>`;
  const { success, messages } = org.deploy(admin, [{ path: 'objects/Lead.object', content: strToU8(object) }]);
  assert.ok(success, JSON.stringify(messages.filter((message) => !message.success)));
}

test('a day without activity writes under 3 % of the scores; new bands write all, and only then', async () => {
  const first = await scoreAt('2026-11-23T10:00');
  assert.equal(first.counts.changed, first.counts.scored);
  const before = scores();
  const second = await scoreAt('2026-11-24T10:00');
  assert.equal(second.counts.scored, first.counts.scored);
  assert.ok(second.counts.changed < 0.03 * second.counts.scored, JSON.stringify(second.counts));
  const untouched = scores().filter(({ at }, index) => at === before[index]?.['at']);
  assert.equal(untouched.length, second.counts.scored - second.counts.changed);
  org.write(admin, 'update', 'Score_Goal__c', { Id: night.goalId, High_From__c: 81 });
  const { counts } = await scoreAt('2026-11-24T11:00');
  assert.equal(counts.changed, counts.scored);
});

test('scores that move by less than the points of the setting are counted and stay', async () => {
  await scoreAt('2026-11-23T10:00');
  const settings = JSON.stringify({ thresholds: { writePoints: 100 } });
  org.write(admin, 'update', 'Score_Goal__c', { Id: night.goalId, Settings__c: settings });
  const run = await scoreAt('2027-01-23T10:00');
  const [, count] = /^INFO 942\..* Count: (\d+)\.$/.exec(textsOf(run).join()) ?? [];
  assert.ok(Number(count) > 0 && Number(count) <= run.counts.scored - run.counts.changed, textsOf(run).join());
});

test('a trigger that fails above 15 records loses no score, and the size is kept for the rest of the run', async () => {
  await tell(stage.running, 'faults', { trigger: 'Lead', recordsOver: 15 });
  const { result, calls } = await callsOf(stage.running, () => scoreAt('2026-11-23T10:00'));
  assert.equal(result.status, 'Successful');
  assert.deepEqual([result.counts.changed, result.counts.failed], [result.counts.scored, 0]);
  // At most 40, 20, 10, 10, 10, 10 in the first batch; then chunks of 10 alone.
  assert.ok(updates(calls) <= result.counts.scored / 10 + 12, String(updates(calls)));
});

test('score fields that the integration user cannot write stop the run before it writes, by name', async () => {
  await scoreAt('2026-11-23T10:00');
  const before = scores();
  org.write(admin, 'update', 'Score_Goal__c', { Id: night.goalId, High_From__c: 82 });
  const [right] = org.query(
    admin,
    "SELECT Id FROM FieldPermissions WHERE Parent.Name = 'ScoringIntegration' AND Field = 'Lead.Predictive_Score_Band__c'",
  ).rows;
  const allow = (PermissionsEdit: boolean): void => {
    assert.ok(org.write(admin, 'update', 'FieldPermissions', { Id: String(right?.Id), PermissionsEdit }).success);
  };
  allow(false);
  try {
    const run = await scoreAt('2026-11-24T10:00');
    assert.equal(run.status, 'Failed');
    const texts = run.messages.filter(({ code }) => code === 945).map(({ text }) => text);
    assert.match(texts.join(), /^ERROR 945\..*: Lead\.Predictive_Score_Band__c \(edit\)\. Create the score fields/);
    assert.equal(run.counts.changed, 0);
    assert.deepEqual(scores(), before);
  } finally {
    allow(true);
  }
});

test('a run that ended before it wrote anything is no reason to write every score in the next one', async () => {
  const first = await scoreAt('2026-11-23T10:00');
  night.setClock('2026-11-23T12:00');
  const { key } = await requestRun(night, night.goalId, { jobType: 'Scoring', trigger: 'Manual' });
  await night.store.updateRun(key, { endedAt: new Date('2026-11-23T12:01Z') });
  await replica.work();
  const { counts } = await scoreAt('2026-11-24T10:00');
  assert.equal(counts.scored, first.counts.scored);
  assert.ok(counts.changed < 0.03 * counts.scored, JSON.stringify(counts));
});

test('a first scoring that failed is none: the next one is the first, which reports no changes of bands', async () => {
  const leads = org.inspect(
    'SELECT "Id" FROM "Lead" WHERE "IsConverted" = 0 AND "Status" = \'Working - Contacted\' LIMIT 6',
  );
  const bands = ['High', 'Medium', 'Low'] as const;
  const ofAnotherGoal = leads.map(({ Id }, index) => ({
    ...{ recordId: String(Id), score: 60, band: bands[index % 3], percentile: 60, factors: '{}' },
    scoredAt: '2026-11-20T10:00:00.000Z',
  }));
  await night.salesforce.writeScores(await night.salesforce.readGoal(night.goalId), ofAnotherGoal, { parts: [] });
  deployRule('ISCHANGED(Predictive_Score_Scored_At__c)');
  try {
    assert.equal((await scoreAt('2026-11-23T10:00')).status, 'Failed');
  } finally {
    deployRule('FALSE');
  }
  const reported = (): number => stage.running.org.events({ channel: 'Score_Band_Change__e' }).length;
  const before = reported();
  const next = await scoreAt('2026-11-24T10:00');
  assert.deepEqual([next.status, next.counts.changed], ['Successful', next.counts.scored]);
  assert.equal(reported(), before);
});

test('a run whose scores are all refused has failed, names the reason, and the old scores stay', async () => {
  await scoreAt('2026-11-23T10:00');
  const before = scores();
  org.write(admin, 'update', 'Score_Goal__c', { Id: night.goalId, Medium_From__c: 40 });
  deployRule('ISCHANGED(Predictive_Score_Scored_At__c)');
  try {
    const run = await scoreAt('2026-11-24T10:00');
    assert.equal(run.status, 'Failed');
    assert.equal(run.counts.failed, before.length);
    const [error, warning] = textsOf(run);
    assert.equal(
      error?.replace(/\d+ of \d+ records/, 'N of N records'),
      'ERROR 940. The org refused too many scores, which stay as they were. Refused: N of N records (100 percent).',
    );
    assert.match(
      warning ?? '',
      /^WARNING 941\. The org refused scores: FIELD_CUSTOM_VALIDATION_EXCEPTION for \d+ records, for example 00Q\w{15}\. Exempt the integration user/,
    );
    assert.deepEqual(scores(), before);
    const { statusMessage } =
      org.inspect(
        'SELECT "Status_Message__c" AS "statusMessage" FROM "Score_Goal__c" WHERE "Id" = ?',
        night.goalId,
      )[0] ?? {};
    assert.match(String(statusMessage), /^ERROR 940\./);
  } finally {
    deployRule('FALSE');
  }
  const healed = await scoreAt('2026-11-25T10:00');
  assert.deepEqual(
    [healed.status, healed.counts.changed],
    ['Successful', healed.counts.scored],
    'the bands are new for every record',
  );
});

test('a few refused scores are a warning, and records that changed meanwhile are skipped with their reason', async () => {
  const rows = org.inspect(
    `SELECT "Id" FROM "Lead" WHERE "IsConverted" = 0 AND "IsDeleted" = 0 AND "Status" LIKE '%Contacted' ORDER BY "Id"`,
  );
  const ids = rows.map(({ Id }) => String(Id));
  const [converted = '', deleted = '', locked = ''] = ids.slice(-3);
  org.setApprovalLock([locked], true);
  let isLater = false;
  night.afterBatch(() => {
    if (isLater) return Promise.resolve();
    isLater = true;
    const status = { leadId: converted, convertedStatus: 'Closed - Converted', doNotCreateOpportunity: true };
    assert.ok(org.convertLead(admin, status).success);
    assert.ok(org.write(admin, 'delete', 'Lead', { Id: deleted }).success);
    return Promise.resolve();
  });
  const run = await scoreAt('2026-11-23T10:00');
  org.setApprovalLock([locked], false);
  assert.equal(run.status, 'Successful');
  assert.equal(run.counts.failed, 1);
  assert.match(run.reasons, /Converted meanwhile: 1/);
  assert.match(run.reasons, /Deleted meanwhile: 1/);
  assert.deepEqual(textsOf(run), [
    `WARNING 941. The org refused scores: ENTITY_IS_LOCKED for 1 record, for example ${locked}. Wait until the approval process unlocks the records; the next run scores them.`,
  ]);
});

/** Gives every open lead a band, as if it had been scored so before. */
const leave = (band: string): unknown =>
  org.inspect(
    'UPDATE "Lead" SET "Predictive_Score__c" = 50, "Predictive_Score_Band__c" = ?, "Predictive_Score_Scored_At__c" = NULL WHERE "IsConverted" = 0',
    band,
  );

type Published = { Event_Id__c: string; Record_Id__c: string; Goal__c: string };
const published = (): Published[] =>
  org
    .events({ channel: 'Score_Band_Change__e' })
    .map(({ payload }) => payload as Published)
    .filter(({ Goal__c }) => Goal__c === night.goalId);
const countOf = ({ messages }: Ended, code: number): number | undefined => {
  const text = messages.find((message) => message.code === code)?.text;
  return text === undefined ? undefined : Number(/(\d+)\.$/.exec(text)?.[1]);
};

test('the first scoring of a goal publishes no band changes, whatever bands the fields have; a later one does', async () => {
  // As a deleted goal of the same fields has left them.
  leave('Medium');
  const first = await scoreAt('2026-11-23T10:00');
  assert.ok(first.status === 'Successful' && first.counts.changed > 0);
  assert.equal(published().length, 0);
  assert.ok((countOf(first, 971) ?? 0) > 0);
  assert.equal(countOf(first, 970), undefined);
  leave('Medium');
  const second = await scoreAt('2026-11-23T11:00');
  assert.equal(second.status, 'Successful');
  assert.ok(published().length > 0);
  assert.equal(countOf(second, 970), published().length);
});

test('a run of other band limits moves bands without an event, and says how many', async () => {
  await scoreAt('2026-11-23T10:00');
  org.write(admin, 'update', 'Score_Goal__c', { Id: night.goalId, High_From__c: 12, Medium_From__c: 6 });
  const run = await scoreAt('2026-11-24T10:00');
  assert.ok((countOf(run, 971) ?? 0) > 0);
  assert.deepEqual([published().length, countOf(run, 970)], [0, undefined]);
});

for (const folder of ['its working files', 'none of its working files']) {
  test(`no event of a process that ended after the write of a batch is lost, with ${folder} left`, async () => {
    await scoreAt('2026-11-23T10:00');
    leave('Medium');
    night.setClock('2026-11-24T10:00');
    let hasEnded = false;
    night.afterBatch(() => {
      if (hasEnded) return Promise.resolve();
      hasEnded = true;
      return Promise.reject(new ScoringError('store.failed', { message: 'The process ended.', actions: [] }));
    });
    const { key } = await requestRun(night, night.goalId, { jobType: 'Scoring', trigger: 'Manual' });
    await assert.rejects(replica.work(), { kind: 'store.failed' });
    assert.equal(published().length, 0);
    if (folder.startsWith('none')) await night.folders.remove(key);
    await night.queue.enqueue({ key, goalId: night.goalId, jobType: 'Scoring' });
    await night.startReplica().work();
    const run = await night.salesforce.readRun(key);
    assert.equal(run.status, 'Successful');
    const moved = org.inspect(
      `SELECT "Id" FROM "Lead" WHERE "IsConverted" = 0 AND "Predictive_Score_Scored_At__c" = '2026-11-24T10:00:00.000Z' AND "Predictive_Score_Band__c" <> 'Medium'`,
    );
    assert.ok(moved.length > 0);
    assert.deepEqual(
      published()
        .map(({ Record_Id__c }) => Record_Id__c)
        .sort(),
      moved.map(({ Id }) => String(Id)).sort(),
    );
    assert.equal(new Set(published().map(({ Event_Id__c }) => Event_Id__c)).size, moved.length);
    assert.equal(run.changed, run.scored + run.skipped, 'what was written before the end counts');
  });
}
