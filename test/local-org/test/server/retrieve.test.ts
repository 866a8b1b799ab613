import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import type { Connection } from 'jsforce';
import { openOrg } from '../../src/open-org.ts';
import { startOrg } from '../../src/index.ts';
import type { RunningOrg } from '../../src/index.ts';
import { samplePackage } from '../sample-package.ts';
import { connect } from './connect.ts';
import { deployFiles, fieldsOf, retrieveFiles } from './retrieved-files.ts';
import type { RetrievedTypes } from './retrieved-files.ts';

let org: RunningOrg;
let connection: Connection;

before(async () => {
  org = await startOrg({ metadata: [samplePackage] });
  connection = connect(org);
});
after(() => org.stop());

const withoutPermissionSets: RetrievedTypes = [
  { name: 'CustomObject', members: ['Lead', 'Invoice__c', 'Invoice_Line__c', 'Invoice_Sent__e'] },
  { name: 'CustomPermission', members: ['*'] },
];
const everything = [...withoutPermissionSets, { name: 'PermissionSet', members: ['*'] }];

test('retrieved metadata, deployed again or into another org, changes nothing', async () => {
  const { files, problems } = await retrieveFiles(connection, everything);
  assert.deepEqual(problems, []);
  const { messages } = deployFiles(org.org, files);
  assert.ok(messages.length > 30, `${messages.length} components`);
  // Source format came in and metadata format went out: only the order of elements may differ.
  const created = messages.filter((message) => message.componentType !== 'PermissionSet' && message.created);
  assert.deepEqual(created, []);
  const other = openOrg();
  // Permission sets also name components that another org does not have.
  deployFiles(other, (await retrieveFiles(connection, withoutPermissionSets)).files);
  assert.deepEqual(fieldsOf(other), fieldsOf(org.org));
  assert.deepEqual(
    Buffer.from(files['permissionsets/Billing_Reader.permissionset'] ?? []).toString(),
    readFileSync(`${samplePackage}/permissionsets/Billing_Reader.permissionset-meta.xml`, 'utf8'),
  );
  other.close();
});

test('a component that is missing is reported, and the others are retrieved', async () => {
  const { files, problems } = await retrieveFiles(connection, [
    { name: 'CustomField', members: ['Lead.Portal__c', 'Lead.Nothing__c'] },
    { name: 'Nonsense', members: ['*'] },
  ]);
  assert.deepEqual(Object.keys(files).sort(), ['objects/Lead.object', 'package.xml']);
  assert.deepEqual(problems, [
    "Entity of type 'CustomField' named 'Lead.Nothing__c' cannot be found",
    "Entity type: 'Nonsense' is unknown",
  ]);
});

test('types and components are listed as jsforce asks for them', async () => {
  const { metadataObjects } = await connection.metadata.describe('65.0');
  const flow = metadataObjects.find(({ xmlName }) => xmlName === 'Flow');
  assert.deepEqual([flow?.directoryName, flow?.suffix], ['flows', 'flow']);
  const listed = await connection.metadata.list([{ type: 'PermissionSet' }], '65.0');
  assert.deepEqual(
    listed.map(({ fullName }) => fullName),
    ['Billing_Admin', 'Billing_Reader'],
  );
  const objects = (await connection.metadata.list({ type: 'CustomObject' })).map(({ fullName }) => fullName);
  assert.ok(objects.includes('Invoice__c') && objects.includes('Lead'));
});
