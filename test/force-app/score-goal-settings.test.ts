import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Connection } from 'jsforce';
import { startDeployedOrg } from './deployed-org.ts';
import type { DeployedOrg } from './deployed-org.ts';
import { anotherGoal, otherSettings } from './goal-values.ts';
import { create, refusedCreate, refusedUpdate, update } from './save-records.ts';

let org: DeployedOrg;
let admin: Connection;

before(async () => {
  org = await startDeployedOrg();
  await org.assign('admin', 'ScoringAdmin');
  admin = org.as('admin');
});
after(() => org.stop());

type Limits = { Medium_From__c: number | null; High_From__c: number | null };
const limits = (medium: number | null, high: number | null): Limits => ({ Medium_From__c: medium, High_From__c: high });

for (const [medium, high] of [
  [2, 3],
  [50, 80],
  [99, 100],
] as const) {
  test(`bands may begin at ${medium} and ${high}`, async () => {
    const Id = await create(admin, 'Score_Goal__c', anotherGoal(limits(medium, high)));
    await update(admin, 'Score_Goal__c', { Id, ...limits(medium, high) });
  });
}

for (const [medium, high] of [
  [1, 80],
  [-5, 80],
  [80, 80],
  [81, 80],
  [50, 101],
  [null, 80],
  [50, null],
] as const) {
  test(`bands that begin at ${medium ?? 'nothing'} and ${high ?? 'nothing'} are refused, on creation and later`, async () => {
    const Id = await create(admin, 'Score_Goal__c', anotherGoal());
    const refused = [
      await refusedCreate(admin, 'Score_Goal__c', anotherGoal(limits(medium, high))),
      await refusedUpdate(admin, 'Score_Goal__c', { Id, ...limits(medium, high) }),
    ].flat();
    assert.equal(refused.length, 2);
    for (const { statusCode, message } of refused) {
      assert.equal(statusCode, 'FIELD_CUSTOM_VALIDATION_EXCEPTION');
      assert.match(message, /High From must be greater than Medium From/);
    }
  });
}

test('a goal cannot be without a score basis', async () => {
  const Id = await create(admin, 'Score_Goal__c', anotherGoal());
  const [error] = await refusedUpdate(admin, 'Score_Goal__c', { Id, Score_Basis__c: null });
  assert.match(error?.message ?? '', /Select a score basis/);
});

test('the history of a goal says who changed which setting', async () => {
  const Id = await create(admin, 'Score_Goal__c', anotherGoal());
  await update(admin, 'Score_Goal__c', { Id, ...otherSettings });
  const { records } = await admin.query(
    `SELECT Field, CreatedBy.Username, NewValue FROM Score_Goal__History WHERE ParentId = '${Id}' AND Field != 'created'`,
  );
  assert.deepEqual(records.map(({ Field }) => String(Field)).sort(), Object.keys(otherSettings).sort());
  const high = records.find(({ Field }) => Field === 'High_From__c');
  assert.deepEqual([high?.['NewValue'], high?.['CreatedBy'].Username], [90, 'admin@local.org']);
});
