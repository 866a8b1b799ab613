import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { after, before, test } from 'node:test';
import { unzipSync } from 'fflate';
import type { Connection } from 'jsforce';
import type { RetrieveRequest } from 'jsforce/lib/api/metadata.js';
import { openOrg } from '../../src/open-org.ts';
import { startOrg } from '../../src/index.ts';
import type { RunningOrg } from '../../src/index.ts';
import { connect } from './connect.ts';

const packagePath = fileURLToPath(new URL('../../../../force-app/main/default', import.meta.url));

let org: RunningOrg;
let connection: Connection;

before(async () => {
  org = await startOrg({ metadata: [packagePath] });
  connection = connect(org);
  connection.metadata.pollInterval = 10;
});
after(() => org.stop());

type Types = { name: string; members: string[] }[];

/** What jsforce retrieves, as files. */
async function retrieve(types: Types): Promise<{ files: Record<string, Uint8Array>; problems: string[] }> {
  // jsforce's types ask for a version that is a number and for what only a profile has.
  const request = { apiVersion: '65.0', singlePackage: true, unpackaged: { types, version: '65.0' } };
  const result = await connection.metadata.retrieve(request as unknown as Partial<RetrieveRequest>).complete();
  assert.equal(String(result.success), 'true', JSON.stringify(result));
  const messages = [result.messages ?? []].flat() as { problem: string }[];
  return {
    files: unzipSync(Buffer.from(result.zipFile, 'base64')),
    problems: messages.map(({ problem }) => problem),
  };
}

const everything: Types = [
  { name: 'CustomObject', members: ['Account', 'Contact', 'Lead', 'Maintenance_Window__c', 'Score_Goal__c'] },
  { name: 'CustomObject', members: ['Score_Band_Change__e', 'Score_Run__c'] },
  ...['CustomPermission', 'PermissionSet'].map((name) => ({ name, members: ['*'] })),
];

test('what was deployed comes back: deployed into another org it changes nothing', async () => {
  const { files, problems } = await retrieve(everything);
  assert.deepEqual(problems, []);
  const admin = org.org.userId('admin@local.org') ?? '';
  const again = org.org.deploy(
    admin,
    Object.entries(files).map(([path, content]) => ({ path, content })),
  );
  assert.ok(again.success, JSON.stringify(again.messages.filter(({ success }) => !success)));
  const objects = again.messages.filter(({ componentType }) => componentType !== 'PermissionSet');
  assert.ok(again.messages.length > 80, `${again.messages.length} components`);
  // As files of metadata format where source format came in: nothing but the order of elements may differ.
  assert.deepEqual(
    objects.filter(({ created }) => created),
    [],
  );
  const other = openOrg();
  // Permission sets name classes, tabs and credentials too, which another org has not.
  const { files: alone } = await retrieve(everything.filter(({ name }) => name !== 'PermissionSet'));
  const fresh = other.deploy(
    other.userId('admin@local.org') ?? '',
    Object.entries(alone).map(([path, content]) => ({ path, content })),
  );
  assert.ok(fresh.success, JSON.stringify(fresh.messages.filter(({ success }) => !success)));
  const fieldsOf = (one: typeof other): unknown =>
    one.components('CustomField').map(({ fullName, body }) => [fullName, { ...body, fullName: '' }]);
  assert.deepEqual(fieldsOf(other), fieldsOf(org.org));
  assert.deepEqual(
    Buffer.from(files['permissionsets/ScoringUser.permissionset'] ?? []).toString(),
    readFileSync(`${packagePath}/permissionsets/ScoringUser.permissionset-meta.xml`, 'utf8'),
  );
  other.close();
});

test('what is not there is told, the rest comes', async () => {
  const { files, problems } = await retrieve([
    { name: 'CustomField', members: ['Lead.Predictive_Score__c', 'Lead.Nothing__c'] },
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
    ['ScoringAdmin', 'ScoringIntegration', 'ScoringModelViewer', 'ScoringUser'],
  );
  const objects = (await connection.metadata.list({ type: 'CustomObject' })).map(({ fullName }) => fullName);
  assert.ok(objects.includes('Score_Goal__c') && objects.includes('Lead'));
});
