import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { strToU8, zipSync } from 'fflate';
import type { Connection } from 'jsforce';
import { startOrg } from '../../src/index.ts';
import type { RunningOrg } from '../../src/index.ts';
import { projectObject, manifest, metadata, textField } from '../engine/opened-org.ts';
import { ask, connect, root } from './connect.ts';

let org: RunningOrg;
let connection: Connection;

before(async () => {
  org = await startOrg();
  connection = connect(org);
  connection.metadata.pollInterval = 10;
});
after(() => org.stop());

const zip = (files: Record<string, string>): Buffer =>
  Buffer.from(zipSync(Object.fromEntries(Object.entries(files).map(([path, text]) => [path, strToU8(text)]))));

const projects = {
  'package.xml': manifest({ CustomObject: ['Project__c'] }),
  'objects/Project__c.object': projectObject(textField('Reason__c')),
};

const named = (messages: { componentType?: string | null; fullName: string }[] | undefined) =>
  (messages ?? []).map(({ componentType, fullName }) => [componentType ?? '', fullName]);

test('manifests are reported but not counted', async () => {
  const files = { ...projects, 'destructiveChangesPost.xml': manifest({ ApexClass: ['Gone'] }) };
  const options = { rollbackOnError: true, ignoreWarnings: true };
  const result = await connection.metadata.deploy(zip(files), options).complete(true);
  assert.equal(result.status, 'Succeeded', JSON.stringify(result));
  assert.deepEqual(named(result.details.componentSuccesses), [
    ['', 'package.xml'],
    ['', 'destructiveChangesPost.xml'],
    ['CustomObject', 'Project__c'],
    ['CustomField', 'Project__c.Reason__c'],
    ['ApexClass', 'destructiveChangesPost.xml'],
  ]);
  const { numberComponentsTotal, numberComponentsDeployed, numberComponentErrors } = result;
  assert.deepEqual([numberComponentsTotal, numberComponentsDeployed, numberComponentErrors], [2, 2, 0]);
});

test('a deploy without rollback succeeds in part, which is the default of the API', async () => {
  const bad = '<fields><fullName>Bad__c</fullName><label>Bad</label><type>Text</type></fields>';
  const files = {
    'package.xml': manifest({ CustomField: ['Lead.Bad__c', 'Lead.Good__c'] }),
    'objects/Lead.object': metadata('CustomObject', textField('Good__c') + bad),
  };
  const failed = await connection.metadata.deploy(zip(files), { rollbackOnError: true }).complete(true);
  assert.deepEqual([failed.status, failed.numberComponentsDeployed, failed.numberComponentErrors], ['Failed', 1, 1]);
  assert.deepEqual(
    org.org.components('CustomField').map(({ fullName }) => fullName),
    ['Project__c.Reason__c'],
  );
  const partial = await connection.metadata.deploy(zip(files)).complete(true);
  assert.deepEqual([partial.status, String(partial.rollbackOnError)], ['SucceededPartial', 'false']);
  assert.ok(org.org.components('CustomField').some(({ fullName }) => fullName === 'Lead.Good__c'));
});

test('a completed deploy cannot be cancelled, over SOAP or REST', async () => {
  const { id } = await connection.metadata.deploy(zip(projects), { checkOnly: true }).complete();
  const refused = /Deployment already completed/;
  await assert.rejects(connection.metadata.cancelDeploy(id), refused);
  const body = { deployResult: { status: 'Canceling' } };
  const { status, text } = await ask(org, `${root}/metadata/deployRequest/${id}`, { method: 'PATCH', body });
  assert.equal(status, 400);
  assert.match(text, refused);
  const nonsense = await ask(org, `${root}/metadata/deployRequest/${id}`, { method: 'PATCH', body: {} });
  assert.equal(nonsense.status, 400);
});

test('a component keeps its id, and its dates until it changes', async () => {
  const propertiesOf = async () => {
    const listed = await connection.metadata.list({ type: 'CustomField' });
    return listed.find(({ fullName }) => fullName === 'Project__c.Reason__c');
  };
  const first = await propertiesOf();
  assert.match(first?.id ?? '', /^00N\w{15}$/);
  assert.deepEqual([first?.fileName, first?.createdByName], ['objects/Project__c.object', 'Ada Admin']);
  org.org.clock.advance(60_000);
  await connection.metadata.deploy(zip(projects)).complete();
  assert.deepEqual(await propertiesOf(), first);
  const changed = {
    ...projects,
    'objects/Project__c.object': projectObject(textField('Reason__c', '<unique>true</unique>')),
  };
  const { details } = await connection.metadata.deploy(zip(changed)).complete(true);
  const success = details.componentSuccesses?.find(({ fullName }) => fullName === 'Project__c.Reason__c');
  assert.equal(success?.id, first?.id);
  const second = await propertiesOf();
  assert.deepEqual([second?.id, second?.createdDate], [first?.id, first?.createdDate]);
  assert.ok(Date.parse(second?.lastModifiedDate ?? '') - Date.parse(first?.lastModifiedDate ?? '') >= 60_000);
});

test('Apex is queried as it was deployed, under the id of its component', async () => {
  const source = 'public class Greeter { /* polite */ }';
  const files = {
    'package.xml': manifest({ ApexClass: ['Greeter'] }),
    'classes/Greeter.cls': source,
    'classes/Greeter.cls-meta.xml': metadata('ApexClass', '<apiVersion>64.0</apiVersion><status>Active</status>'),
  };
  await connection.metadata.deploy(zip(files)).complete();
  const [listed] = await connection.metadata.list({ type: 'ApexClass' });
  const soql = 'SELECT Id, Name, ApiVersion, Status, IsValid, Body, LengthWithoutComments FROM ApexClass';
  const expected = { Id: listed?.id, Name: 'Greeter', ApiVersion: 64, Status: 'Active', IsValid: true, Body: source };
  for (const { records } of [await connection.query(soql), await connection.tooling.query(soql)]) {
    assert.equal(records.length, 1);
    assert.partialDeepStrictEqual(records[0], { ...expected, LengthWithoutComments: 25 });
  }
  const deletion = { 'package.xml': manifest({}), 'destructiveChanges.xml': manifest({ ApexClass: ['Greeter'] }) };
  await connection.metadata.deploy(zip(deletion)).complete();
  assert.deepEqual((await connection.query('SELECT Id FROM ApexClass')).records, []);
});

test('the org reports to clients that it has no source tracking', async () => {
  const described = await ask(org, `${root}/tooling/sobjects/SourceMember/describe`);
  assert.deepEqual(
    [described.status, described.json],
    [404, [{ errorCode: 'NOT_FOUND', message: 'The requested resource does not exist' }]],
  );
  await assert.rejects(async () => connection.tooling.query('SELECT Id FROM SourceMember'), {
    errorCode: 'INVALID_TYPE',
  });
});
