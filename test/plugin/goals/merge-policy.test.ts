import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Connection } from '@salesforce/core';
import { addGoal } from '../../../plugin/src/goals/add-goal.ts';
import { parseGoal } from '../../../plugin/src/goals/goal-file.ts';
import { applyImport, planImport } from '../../../plugin/src/goals/import-goals.ts';
import { toRecord } from '../../../plugin/src/org/goal-record.ts';

const goalOn = (object: 'Lead' | 'Contact' | 'Account', more = {}) =>
  parseGoal(
    {
      ...{ name: `Buys (${object})`, profileType: object === 'Account' ? 'Account' : 'Person', object },
      ...{ goalType: 'Opportunity updated', timeframeDays: 90, qualifiedStatuses: ['Open'] },
      ...{ conditions: [{ field: 'StageName', operator: 'changes to', values: ['Closed Won'] }], ...more },
    },
    'a test',
  );

/** An org with these goals, which keeps the records that are created. */
function orgWith(...records: Record<string, unknown>[]): {
  connection: Connection;
  created: Record<string, unknown>[];
} {
  const created: Record<string, unknown>[] = [];
  const connection = {
    query: (soql: string) =>
      Promise.resolve({ records: soql.includes('Score_Goal__c') ? records : [{ IsSandbox: false }] }),
    sobject: () => ({
      create(record: Record<string, unknown>) {
        created.push(record);
        return Promise.resolve({ success: true, id: 'a01000000000009AAA', errors: [] });
      },
    }),
  };
  return { connection: connection as unknown as Connection, created };
}

const policiesOf = (records: Record<string, unknown>[]): unknown[] =>
  records.map(({ Merge_Policy__c: policy }) => policy);

test('new goals on accounts prefer the own values of the account, by create and by import', async () => {
  const files = (['Lead', 'Contact', 'Account'] as const).map((object) => ({ file: object, values: goalOn(object) }));
  const imported = orgWith();
  const plan = await planImport(imported.connection, files, false);
  await applyImport(imported.connection, files, plan);
  assert.deepEqual(policiesOf(imported.created), ['Lead first', 'Lead first', 'Account first']);
  const created = orgWith();
  await addGoal(created.connection, goalOn('Account'), false);
  await addGoal(created.connection, goalOn('Account', { mergePolicy: 'Contact first' }), false);
  assert.deepEqual(policiesOf(created.created), ['Account first', 'Contact first']);
});

test('an import of a file without a merge policy leaves that of the goal', async () => {
  const values = goalOn('Account');
  const saved = toRecord({ ...values, mergePolicy: 'Lead first', qualifiedStatuses: [] });
  const { connection } = orgWith({ ...saved, Id: 'a01000000000001AAA' });
  const [change] = await planImport(connection, [{ file: 'x', values: { ...values, qualifiedStatuses: [] } }], true);
  assert.deepEqual([change?.outcome, change?.differences], ['unchanged', []]);
});
