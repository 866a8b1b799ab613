import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import { startOrg } from '../../src/index.ts';
import type { AutomationStub, Callout, RunningOrg } from '../../src/index.ts';
import { samplePackage } from '../sample-package.ts';
import { ask, insertLeads, root } from '../server/connect.ts';

let org: RunningOrg;
let admin: string;
let sent: Callout['about'][] = [];
let send: Callout['send'] = async () => ({ status: 200 });

/** One callout for each transaction, after any change of a lead. */
const stub = (more: Partial<AutomationStub> = {}): AutomationStub => ({
  name: 'notify-billing',
  replaces: { type: 'ApexTrigger', fullName: 'InvoiceTrigger' },
  object: 'Lead',
  isStartedBy: () => true,
  calloutsFor: (_, changes) => [callout({ recordIds: changes.map(({ id }) => id) })],
  ...more,
});

const callout = (about: Callout['about']): Callout => ({
  about,
  send: (signal) => {
    sent.push(about);
    return send(signal);
  },
});

beforeEach(async () => {
  sent = [];
  send = async () => ({ status: 200 });
  org = await startOrg({ metadata: [samplePackage] });
  admin = org.org.userId('admin@local.org') ?? '';
});
afterEach(() => org.stop());

test('a stub runs while the metadata it replaces is deployed', async () => {
  org.automation.register([
    stub(),
    stub({ name: 'not-deployed', replaces: { type: 'Flow', fullName: 'Notify_Billing' } }),
  ]);
  const recordIds = insertLeads(org, 1);
  await org.automation.settled();
  assert.deepEqual(sent, [{ recordIds }]);
});

test('stubs that are given at the start run, and none runs twice', async () => {
  const started = await startOrg({ metadata: [samplePackage], automations: [stub()] });
  assert.throws(() => started.automation.register([stub()]), /notify-billing is registered already/);
  insertLeads(started, 1);
  await started.automation.settled();
  assert.equal(sent.length, 1);
  await started.stop();
});

test('only changes that start the stub reach it', async () => {
  org.automation.register([stub({ isStartedBy: ({ operation }) => operation === 'delete' })]);
  const [id = ''] = insertLeads(org, 2);
  org.org.write(admin, 'delete', 'Lead', { Id: id });
  await org.automation.settled();
  assert.deepEqual(sent, [{ recordIds: [id] }]);
});

test('a change that is rolled back starts nothing', async () => {
  org.automation.register([stub()]);
  const attributes = { type: 'Lead' };
  const records = [
    { attributes, LastName: 'Good', Company: 'C' },
    { attributes, LastName: 'Bad' },
  ];
  await ask(org, `${root}/composite/sobjects`, { method: 'POST', body: { allOrNone: true, records } });
  await org.automation.settled();
  assert.deepEqual(sent, []);
  await ask(org, `${root}/composite/sobjects`, { method: 'POST', body: { allOrNone: false, records } });
  await org.automation.settled();
  assert.equal(sent.length, 1);
});

test('a transaction takes at most 200 records', async () => {
  org.automation.register([stub()]);
  insertLeads(org, 250);
  await org.automation.settled();
  assert.deepEqual(
    sent.map(({ recordIds = [] }) => recordIds.length),
    [200, 50],
  );
});

test('a transaction makes at most 100 callouts', async () => {
  org.automation.register([stub({ calloutsFor: (_, changes) => changes.map(({ id }) => callout({ id })) })]);
  insertLeads(org, 150);
  await org.automation.settled();
  const byTransaction = Map.groupBy(org.automation.outcomes, ({ transaction }) => transaction);
  assert.deepEqual(
    [...byTransaction.values()].map(({ length }) => length),
    [100, 50],
  );
});

test('an outcome has the ids and the status or the error of the callout, and no field values', async () => {
  org.automation.register([stub()]);
  send = async () => ({ status: 409, error: 'locked' });
  const recordIds = insertLeads(org, 1);
  await org.automation.settled();
  const { replaces } = stub();
  const { json } = await ask(org, '/__org/automation');
  const { outcomes, ...state } = json as { outcomes: { at: string }[] };
  assert.deepEqual(state, { stubs: [{ name: 'notify-billing', replaces }], pending: 0 });
  const [{ at, ...outcome } = { at: '' }] = outcomes;
  assert.ok(Date.parse(at) > 0);
  const result = { status: 409, error: 'locked' };
  assert.deepEqual(outcome, { stub: 'notify-billing', replaces, transaction: 1, about: { recordIds }, ...result });
});

test('a stub that throws leaves the reason as its outcome, and the record is saved', async () => {
  const calloutsFor = (): never => {
    throw new Error('no such column: Region__c');
  };
  org.automation.register([stub({ calloutsFor })]);
  const [id = ''] = insertLeads(org, 1);
  await org.automation.settled();
  assert.deepEqual(
    org.automation.outcomes.map(({ error }) => error),
    ['no such column: Region__c'],
  );
  assert.equal([...org.org.query(admin, `SELECT Id FROM Lead WHERE Id = '${id}'`).rows].length, 1);
});

test('the org stops while a callout waits for its response', async () => {
  const started = await startOrg({ metadata: [samplePackage], automations: [stub()] });
  const waits = Promise.withResolvers<undefined>();
  send = (signal) =>
    new Promise((resolve) => {
      signal.addEventListener('abort', () => resolve({ error: 'AbortError' }));
      waits.resolve(undefined);
    });
  insertLeads(started, 1);
  await waits.promise;
  await started.stop();
  assert.equal(started.automation.outcomes[0]?.error, 'AbortError');
});
