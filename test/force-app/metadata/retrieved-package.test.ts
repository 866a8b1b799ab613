import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import type { Connection } from 'jsforce';
import { openOrg, startOrg } from '../../local-org/src/index.ts';
import type { RunningOrg } from '../../local-org/src/index.ts';
import { connect } from '../../local-org/test/server/connect.ts';
import { deployFiles, fieldsOf, retrieveFiles } from '../../local-org/test/server/retrieved-files.ts';
import type { RetrievedTypes } from '../../local-org/test/server/retrieved-files.ts';
import { packageFolder } from '../deployed-org.ts';

let org: RunningOrg;
let connection: Connection;

before(async () => {
  org = await startOrg({ metadata: [packageFolder] });
  connection = connect(org);
});
after(() => org.stop());

const withoutPermissionSets: RetrievedTypes = [
  { name: 'CustomObject', members: ['Account', 'Contact', 'Lead', 'Maintenance_Window__c', 'Score_Goal__c'] },
  { name: 'CustomObject', members: ['Engagement_Event__c', 'Score_Band_Change__e', 'Score_Run__c'] },
  { name: 'CustomPermission', members: ['*'] },
];
const everything = [...withoutPermissionSets, { name: 'PermissionSet', members: ['*'] }];

test('retrieved metadata, deployed again or into another org, changes nothing', async () => {
  const { files, problems } = await retrieveFiles(connection, everything);
  assert.deepEqual(problems, []);
  const { messages } = deployFiles(org.org, files);
  assert.ok(messages.length > 80, `${messages.length} components`);
  // Source format came in and metadata format went out: only the order of elements may differ.
  const created = messages.filter((message) => message.componentType !== 'PermissionSet' && message.created);
  assert.deepEqual(created, []);
  const other = openOrg();
  // Permission sets also name components that another org does not have.
  deployFiles(other, (await retrieveFiles(connection, withoutPermissionSets)).files);
  assert.deepEqual(fieldsOf(other), fieldsOf(org.org));
  assert.deepEqual(
    Buffer.from(files['permissionsets/ScoringUser.permissionset'] ?? []).toString(),
    readFileSync(`${packageFolder}/permissionsets/ScoringUser.permissionset-meta.xml`, 'utf8'),
  );
  other.close();
});
