import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { createFeatureEngine } from '../../../../scoring-service/src/adapters/features/feature-engine.ts';
import { describedObjects, planSource } from '../../../../scoring-service/src/domain/features/plan-source.ts';
import type { SourcePlan } from '../../../../scoring-service/src/domain/features/source-plan.ts';
import type { Salesforce } from '../../../../scoring-service/src/ports/adapters.ts';
import type { FeatureSession } from '../../../../scoring-service/src/ports/features.ts';
import { caseCount } from '../../../depth.ts';
import type { RunningOrg } from '../../../local-org/src/index.ts';
import { connectTo, insertGoal, startScoringOrg } from '../salesforce/connected-org.ts';
import { rowOf } from './made-up-org.ts';

const asOf = new Date();
const engine = createFeatureEngine();
let org: RunningOrg;
let salesforce: Salesforce;
let folder: string;
let goalId: string;
let plan: SourcePlan;
let extracted: FeatureSession;

before(async () => {
  org = await startScoringOrg({ leads: 300 });
  salesforce = connectTo(org);
  goalId = insertGoal(org);
  const goal = await salesforce.readGoal(goalId);
  plan = planSource(goal, await salesforce.describe(describedObjects(goal)));
  folder = await mkdtemp(join(tmpdir(), 'plumbline-extracted-'));
  await salesforce.extract(plan.tables, { folder });
  extracted = await engine.open(plan, { folder });
});

after(async () => {
  await extracted.close();
  await engine.close();
  await org.stop();
  await rm(folder, { recursive: true, force: true });
});

test('the package gives the integration user what every standard feature needs', () => {
  const unreadable = plan.leftOut.filter(({ reason }) => /cannot/.test(reason)).map(({ field }) => field);
  assert.deepEqual(unreadable, []);
  const chosen = plan.fields.filter(({ family }) => family === 'chosen').map(({ name }) => name);
  assert.deepEqual(chosen.sort(), [
    'Contract_Type__c',
    'Landing_Page__c',
    'Product_Interest__c',
    'Signed_Budget__c',
    'Website_Visits__c',
  ]);
});

async function compareAlone(extraction: FeatureSession, planned: SourcePlan): Promise<void> {
  await extraction.prepareScoring({ asOf, qualifiedStatuses: [] });
  const limit = caseCount(8, 25);
  const { candidates, table } = await extraction.scoringRows({ limit });
  assert.equal(candidates.length, limit);
  for (const [row, candidate] of candidates.entries()) {
    const { recordId } = candidate;
    const { rows } = await salesforce.readRecord(goalId, planned, recordId);
    const session = await engine.open(planned, { rows });
    await session.prepareScoring({ asOf, qualifiedStatuses: [], recordIds: [recordId] });
    const alone = await session.scoringRows({ limit: 1 });
    await session.close();
    assert.deepEqual(alone.candidates, [candidate]);
    assert.deepEqual(rowOf(alone.table, 0), rowOf(table, row));
  }
}

test('a single lead has the same features as in the whole extraction', () => compareAlone(extracted, plan));

test('the same holds for the merge policy Most recently changed, which needs the history of other records, and for a plan that knows since when the org records activities', async () => {
  const { recordedSince } = await extracted.trainingRows({ asOf, seed: 1, maxRows: 10 });
  assert.deepEqual(Object.keys(recordedSince).slice(0, 3), ['call', 'campaign', 'email']);
  const recent: SourcePlan = { ...plan, recordedSince, goal: { ...plan.goal, mergePolicy: 'Most recently changed' } };
  const extraction = await engine.open(recent, { folder });
  try {
    await compareAlone(extraction, recent);
  } finally {
    await extraction.close();
  }
});

test('finds conversions with their times and the activities of converted leads', async () => {
  const converted = await salesforce.count('SELECT COUNT() FROM Lead WHERE IsConverted = true');
  const { conversions, activities, contacts } = await extracted.measure(asOf);
  const { rows, notProfiled } = await extracted.trainingRows({ asOf, seed: 1, maxRows: 10_000 });
  assert.ok(conversions > 0 && conversions <= converted && conversions >= converted - notProfiled);
  assert.ok(activities > 0 && contacts > 0);
  assert.ok(rows.labels.includes(1) && rows.labels.includes(0));
  const calls = rows.table.columns.find(({ name }) => name === 'calls_total')?.values ?? [];
  const known = [...rows.labels.entries()].filter(([row, label]) => label === 1 && !Number.isNaN(calls[row]));
  assert.ok(known.length > 0, 'converted leads look silent');
});
