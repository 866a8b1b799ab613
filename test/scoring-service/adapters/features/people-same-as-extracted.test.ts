import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { createFeatureEngine } from '../../../../scoring-service/src/adapters/features/feature-engine.ts';
import { describedObjects, planSource } from '../../../../scoring-service/src/domain/features/plan-source.ts';
import { caseCount } from '../../../depth.ts';
import type { RecordInput } from '../../../local-org/src/index.ts';
import { callsOf, connectTo, insertGoal, startScoringOrg } from '../salesforce/connected-org.ts';
import { rowOf } from './made-up-org.ts';

const asOf = new Date();
const engine = createFeatureEngine();
const org = await startScoringOrg({ leads: 400 });
const salesforce = connectTo(org);
after(async () => {
  await engine.close();
  await org.stop();
});

const won = '{"field":"StageName","operator":"changes to","values":["Closed Won"]}';
const goals: Record<'Account' | 'Contact', RecordInput> = {
  Account: { Name: 'Account buys', Profile_Type__c: 'Account' },
  Contact: { Name: 'Contact buys', Profile_Type__c: 'Person' },
};
/** The records of a page are compared one by one; those with leads and opportunities are among them. */
const compared = caseCount(6, 40);

const goalIds: Partial<Record<'Account' | 'Contact', string>> = {};
const createGoal = (object: 'Account' | 'Contact'): string =>
  insertGoal(org, {
    ...goals[object],
    ...{ Object__c: object, Goal_Type__c: 'Opportunity updated', Condition_1__c: won },
    ...{ Score_Field__c: `${object}.Predictive_Score__c`, Qualified_Statuses__c: 'Working - Contacted' },
  });

const cases = (
  [
    { object: 'Account', policy: 'Lead first' },
    { object: 'Contact', policy: 'Most recently changed' },
    { object: 'Account', policy: 'Most recently changed' },
    { object: 'Contact', policy: 'Lead first' },
  ] as const
).slice(0, caseCount(2, 4));

for (const { object, policy } of cases) {
  test(`a single ${object} has the same features and people as in the whole extraction, ${policy.toLowerCase()}`, async (t) => {
    const goalId = (goalIds[object] ??= createGoal(object));
    const goal = { ...(await salesforce.readGoal(goalId)), mergePolicy: policy };
    const plan = planSource(goal, await salesforce.describe(describedObjects(goal)));
    const unreadable = plan.leftOut.filter(({ reason }) => /cannot/.test(reason)).map(({ field }) => field);
    assert.deepEqual(unreadable, [], 'the package gives the integration user what every standard feature needs');
    const folder = await mkdtemp(join(tmpdir(), 'plumbline-people-'));
    t.after(() => rm(folder, { recursive: true, force: true }));
    await salesforce.extract(plan.tables, { folder });
    const extracted = await engine.open(plan, { folder });
    t.after(() => extracted.close());
    await extracted.prepareScoring({ asOf, qualifiedStatuses: goal.qualifiedStatuses });
    const { candidates, table, people } = await extracted.scoringRows({ limit: 10_000 });
    assert.ok(candidates.length > 100);

    const features = candidates.map((_, row) => rowOf(table, row));
    const busy = features.flatMap((row, index) =>
      Number(row['leads_of_people'] ?? row['leads_of_person']) > 0 && Number(row['opportunities']) > 0 ? [index] : [],
    );
    assert.ok(busy.length > 10, `${busy.length} with leads and opportunities`);
    const rows = [...busy.slice(0, compared / 2), ...features.keys()].slice(0, compared);
    for (const row of rows) {
      const candidate = candidates[row];
      const recordId = candidate?.recordId ?? '';
      const { result, calls } = await callsOf(org, () => salesforce.readRecord(goalId, plan, recordId));
      assert.ok(calls.length <= 3, calls.join());
      const session = await engine.open(plan, result);
      await session.prepareScoring({ asOf, qualifiedStatuses: goal.qualifiedStatuses, recordIds: [recordId] });
      const alone = await session.scoringRows({ limit: 1 });
      await session.close();
      assert.deepEqual(alone.candidates, [candidate]);
      assert.deepEqual(rowOf(alone.table, 0), features[row]);
      assert.deepEqual(alone.people, people && [people[row]]);
    }

    const ids = rows.map((row) => candidates[row]?.recordId ?? '');
    const many = await salesforce.readRecords(goalId, plan, [...ids, `${ids[0]?.slice(0, 3)}000000000099AAA`]);
    assert.deepEqual(new Set(many.foundIds), new Set(ids));
    const session = await engine.open(plan, many);
    await session.prepareScoring({ asOf, qualifiedStatuses: goal.qualifiedStatuses, recordIds: ids });
    const together = await session.scoringRows({ limit: 100 });
    await session.close();
    for (const [row, { recordId }] of together.candidates.entries()) {
      const index = candidates.findIndex((candidate) => candidate.recordId === recordId);
      assert.deepEqual(rowOf(together.table, row), features[index]);
      assert.deepEqual(together.people?.[row], people?.[index]);
    }
  });
}
