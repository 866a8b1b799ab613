import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startOrg } from '../../src/index.ts';
import type { RunningOrg } from '../../src/index.ts';
import { manifest, metadata, packageFiles, throwsCode } from '../engine/opened-org.ts';
import { ask, connect, root } from '../server/connect.ts';

let org: RunningOrg;
let admin: string;
const startAt = new Date('2026-03-16T12:00:00.000Z');

const eventObject = (publishBehavior: string): string =>
  metadata(
    'CustomObject',
    `<label>Shipped</label><pluralLabel>Shipped</pluralLabel><deploymentStatus>Deployed</deploymentStatus>
    <eventType>HighVolume</eventType><publishBehavior>${publishBehavior}</publishBehavior>
    <fields><fullName>Project__c</fullName><label>Project</label><type>Text</type><length>18</length><required>true</required></fields>
    <fields><fullName>Is_High__c</fullName><label>Is High</label><type>Checkbox</type><defaultValue>false</defaultValue></fields>
    <fields><fullName>Weight__c</fullName><label>Weight</label><type>Number</type><precision>3</precision><scale>0</scale></fields>`,
  );

before(async () => {
  org = await startOrg({ startAt });
  admin = org.org.userId('admin@local.org') ?? '';
  const outcome = org.org.deploy(
    admin,
    packageFiles({
      'package.xml': manifest({ CustomObject: ['Shipped__e', 'Noted__e'] }),
      'objects/Shipped__e.object': eventObject('PublishAfterCommit'),
      'objects/Noted__e.object': eventObject('PublishImmediately'),
    }),
  );
  assert.ok(outcome.success, JSON.stringify(outcome.messages.filter(({ success }) => !success)));
});
after(() => org.stop());

type Listed = { event: { EventUuid: string; replayId: number }; payload: Record<string, unknown> }[];

/** What the bus keeps of a channel after a replay id, as the admin route shows it. */
async function listed(channel: string, replayId = 0): Promise<Listed> {
  const { json } = await ask(org, `/__org/events?channel=${channel}&after=${replayId}`);
  return (json as { events: Listed }).events;
}

const projectsAfter = async (channel: string, replayId: number) =>
  (await listed(channel, replayId)).map(({ payload }) => payload['Project__c']);

const lastReplayId = async (channel: string) => (await listed(channel)).at(-1)?.event.replayId ?? 0;

const post = (path: string, body: unknown) => ask(org, `${root}${path}`, { method: 'POST', body });

test('a published event is answered as enqueued with its UUID, and kept with a replay id', async () => {
  const { status, json } = await post('/sobjects/Shipped__e', { Project__c: 'first', Weight__c: 71 });
  assert.equal(status, 201);
  const { id, success, errors } = json as { id: string; success: boolean; errors: Record<string, unknown>[] };
  assert.match(id, /^e\w{17}$/);
  assert.equal(success, true);
  const [{ message, ...enqueued } = {}] = errors;
  assert.deepEqual(enqueued, { statusCode: 'OPERATION_ENQUEUED', fields: [] });
  assert.match(String(message), /^[0-9a-f-]{36}$/);
  const [event] = await listed('/event/Shipped__e');
  assert.equal(event?.event.EventUuid, message);
  const { CreatedDate, ...payload } = event?.payload ?? {};
  assert.deepEqual(payload, { CreatedById: admin, Project__c: 'first', Is_High__c: false, Weight__c: 71 });
  assert.match(String(CreatedDate), /^2026-03-16T12:00/);
});

test('every API publishes, and replay ids rise', async () => {
  const from = await lastReplayId('Shipped__e');
  const connection = connect(org);
  const attributes = { type: 'Shipped__e' };
  await post('/composite', {
    compositeRequest: [
      { method: 'POST', url: `${root}/sobjects/Shipped__e`, referenceId: 'one', body: { Project__c: 'composite' } },
    ],
  });
  await post('/composite/sobjects', { records: [{ attributes, Project__c: 'collection' }] });
  const records = [{ attributes: { ...attributes, referenceId: 'leaf' }, Project__c: 'tree' }];
  await post('/composite/tree/Shipped__e', { records });
  const job = await connection.bulk2.loadAndWaitForResults({
    object: 'Shipped__e',
    operation: 'insert',
    input: 'Project__c\nbulk\n',
  });
  assert.equal(job.successfulResults.length, 1);
  const soap = await connection.soap.create({ type: 'Shipped__e', Project__c: 'soap' } as never);
  assert.deepEqual(
    [soap].flat().map(({ success, errors }) => [success, [errors].flat().map(({ statusCode }) => statusCode)]),
    [[true, ['OPERATION_ENQUEUED']]],
  );
  const events = await listed('Shipped__e', from);
  assert.deepEqual(
    events.map(({ payload }) => payload['Project__c']),
    ['composite', 'collection', 'tree', 'bulk', 'soap'],
  );
  const ids = events.map(({ event }) => event.replayId);
  assert.deepEqual(
    ids,
    ids.toSorted((one, other) => one - other),
  );
});

test('a rollback discards events published after commit, but not those published immediately', async () => {
  for (const [object, expected] of [
    ['Shipped__e', []],
    ['Noted__e', ['kept?']],
  ] as const) {
    const from = await lastReplayId(object);
    const records = [{ attributes: { type: object }, Project__c: 'kept?' }, { attributes: { type: object } }];
    const { json } = await post('/composite/sobjects', { allOrNone: true, records });
    assert.deepEqual(
      (json as { errors: { statusCode: string }[] }[]).map(({ errors }) => errors[0]?.statusCode),
      ['ALL_OR_NONE_OPERATION_ROLLED_BACK', 'REQUIRED_FIELD_MISSING'],
    );
    assert.deepEqual(await projectsAfter(object, from), expected);
  }
});

test('an event is neither queried nor changed', async () => {
  throwsCode(() => org.org.query(admin, 'SELECT Id FROM Shipped__e'), 'INVALID_TYPE_FOR_OPERATION');
  throwsCode(
    () => org.org.query(admin, 'SELECT Id FROM Lead WHERE Id IN (SELECT Id FROM Shipped__e)'),
    'INVALID_TYPE_FOR_OPERATION',
  );
  for (const operation of ['update', 'delete', 'upsert', 'undelete'] as const) {
    const result = org.org.write(admin, operation, 'Shipped__e', { Id: 'e00Lo0000000001IAA' });
    assert.deepEqual(
      result.errors.map(({ statusCode }) => statusCode),
      ['INVALID_TYPE_FOR_OPERATION'],
      operation,
    );
  }
});

test('an event is described as what can only be published', () => {
  const { createable, updateable, deletable, undeletable, queryable, retrieveable, searchable, replicateable } =
    org.org.describe(admin, 'Shipped__e') ?? {};
  assert.equal(createable, true);
  const others = [updateable, deletable, undeletable, queryable, retrieveable, searchable, replicateable];
  assert.deepEqual(new Set(others), new Set([false]));
});

test('publishing needs create on the event; its fields need no grant', () => {
  const integration = org.org.userId('integration@local.org') ?? '';
  const publish = () => org.org.write(integration, 'insert', 'Shipped__e', { Project__c: 'g', Weight__c: 1 });
  assert.equal(publish().errors[0]?.statusCode, 'INVALID_TYPE');
  const outcome = org.org.deploy(
    admin,
    packageFiles({
      'package.xml': manifest({ PermissionSet: ['Publisher'] }),
      'permissionsets/Publisher.permissionset': metadata(
        'PermissionSet',
        '<label>Publisher</label><objectPermissions><allowCreate>true</allowCreate><allowRead>true</allowRead><allowEdit>false</allowEdit><allowDelete>false</allowDelete><modifyAllRecords>false</modifyAllRecords><viewAllRecords>false</viewAllRecords><object>Shipped__e</object></objectPermissions>',
      ),
    }),
  );
  assert.ok(outcome.success, JSON.stringify(outcome.messages));
  org.org.assignPermissionSet(integration, 'Publisher');
  assert.equal(publish().success, true);
});

test('the bus keeps an event for 72 hours of the org clock', async () => {
  const from = await lastReplayId('Noted__e');
  await post('/sobjects/Noted__e', { Project__c: 'old' });
  org.org.clock.advance(71 * 3_600_000);
  await post('/sobjects/Noted__e', { Project__c: 'young' });
  assert.deepEqual(await projectsAfter('Noted__e', from), ['old', 'young']);
  org.org.clock.advance(2 * 3_600_000);
  assert.deepEqual(await projectsAfter('Noted__e', from), ['young']);
});

test('a missing channel is an error', async () => {
  assert.equal((await ask(org, '/__org/events?channel=Lead')).status, 404);
  assert.equal((await ask(org, '/__org/events?channel=Noted__e&after=x')).status, 400);
});

test('a listener gets an event with its replay id once subscribers may get it, and never one that is rolled back', async () => {
  const got: unknown[] = [];
  org.org.onCommitted(['Shipped__e', 'Noted__e'], (changes) =>
    got.push(...changes.map(({ object, row }) => [object, row?.['Project__c'], typeof row?.['ReplayId']])),
  );
  const publish = (object: string, Project__c: string) =>
    org.org.writeMany(admin, 'insert', object, [{ Project__c }], { allOrNone: false });
  org.org.transaction(() => {
    publish('Shipped__e', 'kept');
  });
  assert.throws(() => {
    org.org.transaction(() => {
      publish('Shipped__e', 'taken back');
      publish('Noted__e', 'at once');
      throw new Error('undo');
    });
  }, /undo/);
  await Promise.resolve();
  assert.deepEqual(got, [
    ['Shipped__e', 'kept', 'string'],
    ['Noted__e', 'at once', 'string'],
  ]);
});

test('of an isolated transaction no event is left, though it can be read until the rollback', () => {
  const kept = () => org.org.events({ channel: 'Noted__e' }).map(({ payload }) => payload['Project__c']);
  const before = kept();
  const isolated = org.org.begin({ isIsolated: true });
  org.org.write(admin, 'insert', 'Noted__e', { Project__c: 'in a test' });
  assert.deepEqual(kept(), [...before, 'in a test']);
  isolated.rollback();
  assert.deepEqual(kept(), before);
});
