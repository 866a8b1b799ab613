import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { startOrg } from '../../src/index.ts';
import type { RunningOrg } from '../../src/index.ts';
import { manifest, metadata } from '../engine/opened-org.ts';
import { adder, apexPackage, half, testClass, zipFiles } from './apex-package.ts';
import { ask, connect, root } from './connect.ts';

let org: RunningOrg;

before(async () => {
  org = await startOrg({ kind: 'production' });
});
after(() => org.stop());

type Result = {
  status: string;
  runTestsEnabled: boolean;
  numberTestsTotal: number;
  details: {
    runTestResult: Record<'codeCoverageWarnings' | 'flowCoverageWarnings', { message: string }[]>;
  };
};

async function deploy(
  files: Record<string, string>,
  options: Record<string, unknown> = {},
  to: RunningOrg = org,
): Promise<Result> {
  const { metadata: api } = connect(to);
  const { id } = await api.deployRest(zipFiles(files), { rollbackOnError: true, ...options });
  return (await api.checkDeployStatus(id, true, true)) as unknown as Result;
}

const field = {
  'objects/Lead.object': metadata(
    'CustomObject',
    '<fields><fullName>Reason__c</fullName><label>Reason</label><type>Text</type><length>9</length></fields>',
  ),
  'package.xml': manifest({ CustomField: ['Lead.Reason__c'] }),
};
const adds = testClass('Adder_Tests', 'System.assertEquals(3, Adder.add(1, 2));');

test('production is no sandbox, and stays what it is when its folder is opened again', async () => {
  const rows = await connect(org).query('SELECT IsSandbox, OrganizationType FROM Organization');
  assert.partialDeepStrictEqual(rows.records, [{ IsSandbox: false, OrganizationType: 'Enterprise Edition' }]);
  const folder = await mkdtemp(join(tmpdir(), 'local-org-production-'));
  const first = await startOrg({ folder, kind: 'production' });
  const deployed = await deploy(apexPackage({ Adder: adder, Adder_Tests: adds }), {}, first);
  await first.stop();
  const again = await startOrg({ folder });
  assert.deepEqual([deployed.status, again.org.isProduction], ['Succeeded', true]);
  // What is deployed is compiled when the org opens.
  assert.ok(again.org.apex.program.classes.has('adder'));
  await again.stop();
  await rm(folder, { recursive: true, force: true });
});

test('a deploy with Apex runs all local tests unless it asks for others; one without runs none', async () => {
  const untested = await deploy(apexPackage({ Half: half }));
  assert.deepEqual([untested.status, untested.runTestsEnabled], ['Failed', true]);
  assert.deepEqual(
    untested.details.runTestResult.codeCoverageWarnings.map(({ message }) => message),
    ['Average test coverage across all Apex Classes and Triggers is 0%, at least 75% test coverage is required.'],
  );
  assert.deepEqual(org.org.components('ApexClass'), []);
  const tested = await deploy(apexPackage({ Adder: adder, Adder_Tests: adds }));
  assert.deepEqual([tested.status, tested.runTestsEnabled, tested.numberTestsTotal], ['Succeeded', true, 1]);
  const plain = await deploy(field);
  assert.deepEqual([plain.status, plain.runTestsEnabled, plain.numberTestsTotal], ['Succeeded', false, 0]);
});

test('what was validated with its tests is deployed without running them again', async () => {
  const { metadata: api } = connect(org);
  const files = apexPackage({ Adder: adder.replace('one + other', 'other + one'), Adder_Tests: adds });
  const { id } = await api.deployRest(zipFiles(files), { checkOnly: true, rollbackOnError: true });
  const body = { validatedDeployRequestId: id };
  const quick = await ask(org, `${root}/metadata/deployRequest`, { method: 'POST', body });
  const deployed = await api.checkDeployStatus((quick.json as { id: string }).id, true, true);
  assert.partialDeepStrictEqual(deployed, { status: 'Succeeded', numberTestsTotal: 0, checkOnly: false });
  const [row] = org.org.inspect(`SELECT "Body" FROM "ApexClass" WHERE "Name" = 'Adder'`);
  assert.match(String(row?.['Body']), /other \+ one/);
});

test('a deploy that asks for no tests is refused, with Apex and without', async () => {
  for (const files of [field, apexPackage({ Adder: adder })]) {
    await assert.rejects(
      deploy(files, { testLevel: 'NoTestRun' }),
      /testLevel of NoTestRun cannot be used in production organizations/,
    );
  }
});

const flow = (name: string, label = name): Record<string, string> => ({
  [`flows/${name}.flow`]: metadata(
    'Flow',
    `<apiVersion>65.0</apiVersion><assignments><name>Note</name><label>Note</label><locationX>1</locationX><locationY>1</locationY>
      <assignmentItems><assignToReference>noted</assignToReference><operator>Assign</operator><value><booleanValue>true</booleanValue></value></assignmentItems></assignments>
      <label>${label}</label><processType>AutoLaunchedFlow</processType>
      <start><locationX>1</locationX><locationY>1</locationY><connector><targetReference>Note</targetReference></connector>
        <object>Account</object><recordTriggerType>Create</recordTriggerType><triggerType>RecordAfterSave</triggerType></start>
      <status>Active</status><variables><name>noted</name><dataType>Boolean</dataType><isCollection>false</isCollection><isInput>false</isInput><isOutput>false</isOutput></variables>`,
  ),
  'package.xml': manifest({ Flow: [name] }),
});
const statusOf = (name: string): unknown =>
  org.org.components('Flow').find(({ fullName }) => fullName === name)?.body['status'];

test('flows arrive inactive unless processes and flows are to be deployed as active', async () => {
  assert.equal((await deploy(flow('Arrives'))).status, 'Succeeded');
  assert.equal(statusOf('Arrives'), 'Draft');
  const [file] = org.org.components('Flow')[0]?.files ?? [];
  assert.match(new TextDecoder().decode(file?.content), /<status>Draft<\/status>/);
  const setting = {
    'settings/Flow.settings': metadata(
      'FlowSettings',
      '<enableFlowDeployAsActiveEnabled>true</enableFlowDeployAsActiveEnabled>',
    ),
    'package.xml': manifest({ Settings: ['Flow'] }),
  };
  assert.equal((await deploy(setting)).status, 'Succeeded');
  const untested = await deploy(flow('Stays'));
  assert.equal(untested.status, 'Failed');
  assert.match(
    untested.details.runTestResult.flowCoverageWarnings[0]?.message ?? '',
    /^Test coverage of active processes and autolaunched flows is 0%, but at least 75% is required\.$/,
  );
  assert.equal(statusOf('Stays'), undefined);
  const saves = testClass('Account_Tests', "insert new Account(Name = 'Reached by a test');");
  assert.equal((await deploy(apexPackage({ Account_Tests: saves }))).status, 'Succeeded');
  assert.equal((await deploy(flow('Stays'))).status, 'Succeeded');
  assert.equal(statusOf('Stays'), 'Active');
  assert.equal(
    (await deploy({ ...setting, 'settings/Flow.settings': metadata('FlowSettings', '') })).status,
    'Succeeded',
  );
  // What is not changed stays active; a changed flow arrives inactive again.
  await deploy(flow('Stays'));
  assert.equal(statusOf('Stays'), 'Active');
  await deploy(flow('Stays', 'Changed'));
  assert.equal(statusOf('Stays'), 'Draft');
});
