import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { receiptVerificationSchema, scoreDetailsSchema, whatIfResultSchema } from '@plumbline/contract';
import type { Code, Run, Thresholds } from '@plumbline/contract';
import { fewRows, openStage } from '../stage/stage.ts';
import type { Stage } from '../stage/stage.ts';
import { assertNotSaid, assertSaid, tooMany, trainWith, valueOf } from './gate-runs.ts';

/* The checks of account goals at their thresholds and one step beyond, and what stands behind an account's score. */

let stage: Stage;
/** What the checks say when every threshold is out of reach. */
let probe: Run;

const upToRows = (thresholds: Partial<Thresholds>): Promise<Run> =>
  trainWith(stage, { thresholds: { nonConversions: tooMany, ...thresholds } });

before(async () => {
  stage = await openStage({
    ...{ leads: 450, seed: 7, environment: fewRows },
    goalFields: {
      ...{ Name: 'Account wins in 90 days', Unique_Name__c: 'Account wins in 90 days', Profile_Type__c: 'Account' },
      ...{ Object__c: 'Account', Goal_Type__c: 'Opportunity updated', Qualified_Statuses__c: null },
      Condition_1__c: JSON.stringify({ field: 'StageName', operator: 'changes to', values: ['Closed Won'] }),
      ...{ Merge_Policy__c: 'Account first', Score_Field__c: 'Account.Predictive_Score__c' },
    },
  });
  probe = await trainWith(stage, { thresholds: { accounts: tooMany, accountsWithActivity: 1 } });
});
after(() => stage.stop());

test('401 stops a run with one account too few, and not with just enough', async () => {
  const figure = valueOf(probe, 401) ?? '';
  assert.ok(Number(figure) > 0);
  assertSaid(await upToRows({ accounts: Number(figure) + 1 }), 401, figure);
  assertNotSaid(await upToRows({ accounts: Number(figure) }), 401, 900);
});

test('405 stops a run when a hundredth of a percent of accounts with activity is lacking', async () => {
  const percent = Number(valueOf(probe, 405));
  assert.ok(percent > 0 && percent < 100, `${percent} percent`);
  assertSaid(await upToRows({ accountsWithActivity: (percent + 0.01) / 100 }), 405, String(percent));
  assertNotSaid(await upToRows({ accountsWithActivity: (percent - 0.01) / 100 }), 405, 900);
});

test('100 says how many accounts there are, and what only person goals need is not asked', async () => {
  const { totalSize } = await stage.org.admin.query('SELECT COUNT() FROM Account');
  assertSaid(probe, 100, String(totalSize));
  const demanding = await upToRows({ contacts: tooMany, contactsWithActivity: 1 });
  for (const code of [402, 406] satisfies Code[]) assertNotSaid(demanding, code, 900);
});

test('the score of an account reproduces from its receipt, and can be tried with other values', async () => {
  const trained = await trainWith(stage, {});
  assert.equal(trained.status, 'Successful', JSON.stringify(trained.messages));
  const account = await stage.org.admin.sobject('Account').findOne({}, ['Id']);
  const id = account?.Id ?? '';
  const { score, probability } = await stage.client.score(stage.goalId, id);
  assert.ok(score > 0);
  const path = `/v1/goals/${stage.goalId}/records/${id}`;
  const { receiptId } = await stage.client.ask(scoreDetailsSchema, 'GET', path);
  const verified = await stage.client.ask(receiptVerificationSchema, 'POST', `/v1/receipts/${receiptId}/verifications`);
  assert.deepEqual([verified.isEqual, verified.stored.probability], [true, probability]);
  const changes = { NumberOfEmployees: '90000', Industry: 'Energy' };
  const tried = await stage.client.ask(whatIfResultSchema, 'POST', `${path}/what-if`, { changes });
  // The what-if runs a little later, when every age is a little higher.
  assert.ok(Math.abs((tried.now.probability ?? 0) - (probability ?? 0)) < 1e-4);
  assert.deepEqual(tried.withoutEffect, []);
});
