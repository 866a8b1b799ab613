import { receiptVerificationSchema, storedFactorsSchema } from '@plumbline/contract';
import { decodeModel, encodeModel } from '@plumbline/learning';
import { sql } from 'kysely';
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { openDatabase } from '../../scoring-service/src/adapters/storage/open-database.ts';
import type { Database } from '../../scoring-service/src/adapters/storage/open-database.ts';
import { optionalParts, scoreFieldSet } from '../../scoring-service/src/domain/goals/score-field-set.ts';
import { adminUsername } from '../local-org/src/index.ts';
import { deployScoreFields } from '../plugin/stage/score-fields.ts';
import { createGoal } from './stage/prepared-org.ts';
import { fewRows, openTrainedStage } from './stage/stage.ts';
import type { Stage } from './stage/stage.ts';

/*
 * An org with the package of 0.1.0, and the state of a service of 0.1.0. Both are derived from those of today: what has
 * come since is taken away, so that no copy of the old package has to be kept.
 */

let stage: Stage;
/** Receipts of the former service. */
const oldReceipts: string[] = [];

const fields = scoreFieldSet('Predictive_Score__c');
const newFields = optionalParts.map((part) => fields[part]);

/** What 0.1.0 wrote to a record: its reasons as sentences. */
const formerFactors = JSON.stringify({
  ...{ basis: 'probability', probability: 0.2, model: 'v1' },
  factors: [
    {
      ...{ field: 'lead_source', label: 'Lead source', source: 'LeadSource', importance: 'high' },
      ...{ direction: 'raises', text: 'Lead source raises the score.', contribution: 0.4 },
    },
  ],
});

async function withState<T>(work: (database: Database['kysely']) => Promise<T>): Promise<T> {
  const database = await openDatabase({ folder: join(stage.dataFolder, 'state') });
  try {
    return await work(database.kysely);
  } finally {
    await database.close();
  }
}

/** Models without the share of positives, no references, no receipts yet, and runs that wrote by the former rule. */
const forgetNewContent = () =>
  withState(async (kysely) => {
    await kysely.deleteFrom('score_references').execute();
    await kysely.deleteFrom('receipts').execute();
    for (const { goal_id, version, model, card } of await kysely.selectFrom('models').selectAll().execute()) {
      const { baseRate, ...former } = decodeModel(model);
      assert.ok(baseRate !== undefined);
      const { bases, rateWarning, ...formerCard } = card as Record<string, unknown>;
      assert.ok(bases !== undefined || rateWarning !== undefined);
      await kysely
        .updateTable('models')
        .set({ model: encodeModel(former), card: JSON.stringify(formerCard) })
        .where('goal_id', '=', goal_id)
        .where('version', '=', version)
        .execute();
    }
    for (const { key, checkpoint } of await kysely.selectFrom('runs').selectAll().execute()) {
      const former = { ...(checkpoint as object), writtenAs: 'v1 probability 80 50 0.1.0' };
      await kysely
        .updateTable('runs')
        .set({ checkpoint: JSON.stringify(former) })
        .where('key', '=', key)
        .execute();
    }
  });

/** The tables before the migration of this version. */
const forgetNewColumns = () =>
  withState(async (kysely) => {
    oldReceipts.push(...(await kysely.selectFrom('receipts').select('id').execute()).map(({ id }) => String(id)));
    await sql`drop table score_references, band_events, bound_org`.execute(kysely);
    await sql`alter table tokens drop column org_id, drop column expires_at, drop column revoked_at,
      drop column last_used_at`.execute(kysely);
    await sql`alter table runs drop column epoch, drop column attempts, drop column taken_by, drop column paused`.execute(
      kysely,
    );
    await sql`alter table receipts drop column base_rate, drop column reference_id`.execute(kysely);
    await sql`delete from kysely_migration where name >= '0004'`.execute(kysely);
  });

/** Deletes what the package has gained, as an org that was never upgraded lacks it. */
function forgetNewMetadata(): void {
  const members = ['Lead', 'Contact', 'Account'].flatMap((object) => newFields.map((field) => `${object}.${field}`));
  const types = ['Score_Goal__c.Probability_Warning__c', ...members].map((name) => `<members>${name}</members>`);
  const header = '<Package xmlns="http://soap.sforce.com/2006/04/metadata">';
  const files = {
    'package.xml': `${header}<version>65.0</version></Package>`,
    'destructiveChanges.xml': `${header}<types><members>Take_Score_Of_Closed_Lead</members><name>Flow</name></types><types>${types.join('')}<name>CustomField</name></types></Package>`,
  };
  deploy(Object.entries(files).map(([path, text]) => ({ path, content: Buffer.from(text) })));
}

function deploy(files: { path: string; content: Buffer }[]): void {
  const { org } = stage.org;
  const { success, messages } = org.deploy(org.userId(adminUsername) ?? '', files);
  assert.ok(success, JSON.stringify(messages.filter((message) => !message.success)));
}

const readLeads = async (where: string, ...columns: string[]): Promise<Record<string, unknown>[]> => {
  const soql = `SELECT ${['Id', 'Predictive_Score__c', ...columns].join(', ')} FROM Lead WHERE ${where} ORDER BY Id`;
  return (await stage.org.admin.query(soql, { autoFetch: true, maxFetch: 10_000 })).records;
};

/** Some receipts of the run after the upgrade. */
async function receiptsWithReference(): Promise<string[]> {
  await stage.service.stop();
  const receipts = await withState(async (kysely) =>
    (await kysely.selectFrom('receipts').select('id').where('reference_id', 'is not', null).limit(5).execute()).map(
      ({ id }) => String(id),
    ),
  );
  await stage.restartService('SIGTERM');
  return receipts;
}

before(async () => {
  stage = await openTrainedStage('leads', { environment: fewRows });
  await stage.org.admin.sobject('Score_Goal__c').update({ Id: stage.goalId, Score_Basis__c: 'probability' });
  await stage.service.stop();
  await forgetNewContent();
  await stage.restartService('SIGTERM');
  for (const { Id } of (await readLeads('Predictive_Score__c > 0')).slice(0, 12)) {
    await stage.client.score(stage.goalId, String(Id));
  }
  const { org } = stage.org;
  org.inspect(`UPDATE "Lead" SET "${fields.factors}" = ? WHERE "Predictive_Score__c" > 0`, formerFactors);
  await stage.service.stop();
  await forgetNewColumns();
  forgetNewMetadata();
});
after(() => stage.stop());

test('the org and the state are those of the former release', async () => {
  await assert.rejects(readLeads('Id != null', fields.probability), { errorCode: 'INVALID_FIELD' });
  assert.equal(oldReceipts.length, 12);
});

test('the package is deployed over the former one, and the service migrates its state', async () => {
  const { org } = stage.org;
  const { success, messages } = org.deploySource(org.userId(adminUsername) ?? '', 'force-app/main/default');
  assert.ok(success, JSON.stringify(messages.filter((message) => !message.success)));
  await stage.restartService('SIGTERM');
  const leads = await readLeads('Predictive_Score__c > 0', fields.probability);
  assert.ok(leads.length > 100 && leads.every((lead) => lead[fields.probability] === null));
});

test('receipts of the former release are computed again to the last digit', async () => {
  for (const id of oldReceipts) {
    const path = `/v1/receipts/${id}/verifications`;
    const { isEqual, stored, recomputed } = await stage.client.ask(receiptVerificationSchema, 'POST', path);
    assert.ok(isEqual, JSON.stringify({ stored, recomputed }));
  }
});

test('the next run fills the new fields of every scored lead, and the goal keeps its basis and statuses', async () => {
  const run = await stage.client.waitForRun((await stage.client.startRun(stage.goalId, 'Scoring')).key);
  assert.equal(run.status, 'Successful', JSON.stringify(run.messages));
  assert.equal(run.changed, run.scored);
  const leads = await readLeads('Predictive_Score__c > 0', ...newFields);
  assert.equal(leads.length, run.scored);
  for (const part of ['probability', 'grade', 'bandSince', 'reason'] as const) {
    const empty = leads.filter((lead) => lead[fields[part]] === null).length;
    // A lead whose strongest reasons are all hidden has none in words.
    assert.ok(part === 'reason' ? empty < leads.length / 2 : empty === 0, `${part}: ${empty} of ${leads.length}`);
  }
  for (const lead of leads) {
    const percent = Number(lead[fields.probability]);
    assert.ok(Math.abs(percent - Number(lead['Predictive_Score__c'])) <= 1, JSON.stringify(lead));
  }
  const stored = stage.org.org.inspect(
    `SELECT "${fields.factors}" AS text FROM "Lead" WHERE "Predictive_Score__c" > 0`,
  );
  for (const { text } of stored) {
    assert.ok(text !== formerFactors);
    assert.equal(storedFactorsSchema.parse(JSON.parse(String(text))).basis, 'probability');
  }
  const goal = await stage.org.admin.sobject('Score_Goal__c').retrieve(stage.goalId);
  assert.deepEqual([goal['Score_Basis__c'], goal['Status__c']], ['probability', 'Ready']);
  const receipts = await receiptsWithReference();
  assert.ok(receipts.length > 0);
  for (const id of receipts) {
    const path = `/v1/receipts/${id}/verifications`;
    assert.ok((await stage.client.ask(receiptVerificationSchema, 'POST', path)).isEqual);
  }
});

test('the next training offers the basis that parts the records better, and changes nothing by itself', async () => {
  const training = await stage.client.waitForRun((await stage.client.startRun(stage.goalId, 'Training')).key);
  assert.equal(training.status, 'Successful', JSON.stringify(training.messages));
  const offer = training.messages.find(({ code }) => code === 906)?.text;
  assert.match(offer ?? '', /consider the score basis relative/);
  const goal = await stage.org.admin.sobject('Score_Goal__c').retrieve(stage.goalId);
  assert.deepEqual([goal['Score_Basis__c'], goal['Status__c']], ['probability', 'Ready']);
});

test('a further set of five fields goes on working: what it lacks is not written', async () => {
  deployScoreFields(stage.org, ['Former_Score']);
  const goalId = await createGoal(stage.org.admin, {
    ...{ Name: 'With a former set', Unique_Name__c: 'With a former set', Score_Field__c: 'Lead.Former_Score__c' },
  });
  const { scoring } = await stage.client.train(goalId);
  assert.equal(scoring?.status, 'Successful', JSON.stringify(scoring?.messages));
  const service = stage.org.org.inspect(
    'SELECT count(*) AS scored FROM "Lead" WHERE "Former_Score__c" > 0 AND "Former_Score_Scored_At__c" IS NOT NULL',
  );
  assert.equal(service[0]?.['scored'], scoring.scored);
});
