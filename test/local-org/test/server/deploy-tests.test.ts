import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { strToU8, zipSync } from 'fflate';
import type { Connection } from 'jsforce';
import { startOrg } from '../../src/index.ts';
import type { RunningOrg } from '../../src/index.ts';
import { manifest, metadata } from '../engine/opened-org.ts';
import { connect } from './connect.ts';

let org: RunningOrg;
let connection: Connection;
let withTests: RunningOrg;
const ran: string[] = [];

const connectTo = (running: RunningOrg): Connection => {
  const opened = connect(running);
  opened.metadata.pollInterval = 10;
  return opened;
};

before(async () => {
  org = await startOrg();
  connection = connectTo(org);
  withTests = await startOrg({
    apexTests: ({ className, methodName }) => {
      ran.push(`${className}.${methodName}`);
      return methodName === 'fails' ? 'System.AssertException: Assertion Failed' : undefined;
    },
  });
});
after(async () => {
  await org.stop();
  await withTests.stop();
});

const meta = metadata('ApexClass', '<apiVersion>65.0</apiVersion><status>Active</status>');
const testClass = (name: string, ...methods: string[]): string =>
  `// @IsTest in a comment is none\n@IsTest\nprivate class ${name} {${methods
    .map((method) => `\n  @IsTest(SeeAllData=false)\n  static void ${method}() {}`)
    .join('')}\n  static testMethod void old() {}\n}`;
const apex = {
  'classes/Greeter.cls': 'public class Greeter { void greet() {} }',
  'classes/Greeter.cls-meta.xml': meta,
  'classes/Greeter_Tests.cls': testClass('Greeter_Tests', 'greets'),
  'classes/Greeter_Tests.cls-meta.xml': meta,
  'classes/Bad_Tests.cls': testClass('Bad_Tests', 'fails'),
  'classes/Bad_Tests.cls-meta.xml': meta,
  'package.xml': manifest({ ApexClass: ['*'] }),
};
const field = {
  'objects/Lead.object': metadata(
    'CustomObject',
    '<fields><fullName>Reason__c</fullName><label>Reason</label><type>Text</type><length>9</length></fields>',
  ),
  'package.xml': manifest({ CustomField: ['Lead.Reason__c'] }),
};
const zip = (files: Record<string, string>): Buffer =>
  Buffer.from(zipSync(Object.fromEntries(Object.entries(files).map(([path, text]) => [path, strToU8(text)]))));

type Result = {
  status: string;
  success: boolean;
  numberTestsTotal: number;
  numberTestErrors: number;
  numberComponentErrors: number;
  runTestsEnabled: unknown;
  details: { runTestResult: { numTestsRun: unknown; failures?: unknown; codeCoverageWarnings?: unknown } };
};
type Options = Record<string, unknown>;
const levels = ['RunLocalTests', 'RunAllTestsInOrg', 'RunSpecifiedTests', 'RunRelevantTests'];
const named = (level: string): Options => (level === 'RunSpecifiedTests' ? { runTests: ['Greeter_Tests'] } : {});

async function deploy(to: Connection, files: Record<string, string>, options: Options): Promise<Result> {
  const result = await to.metadata.deploy(zip(files), { rollbackOnError: true, ...options }).complete(true);
  return result as unknown as Result;
}

for (const testLevel of levels) {
  test(`${testLevel}: nothing succeeds untested where no Apex runs, over SOAP and REST`, async () => {
    const failed = await deploy(connection, apex, { testLevel, ...named(testLevel) });
    assert.deepEqual([failed.status, failed.success, failed.numberComponentErrors], ['Failed', false, 0]);
    assert.ok(failed.numberTestsTotal > 0 && failed.numberTestErrors === failed.numberTestsTotal);
    assert.match(JSON.stringify(failed.details.runTestResult.failures), /the local org has no Apex runtime/);
    assert.deepEqual(org.org.components('ApexClass'), []);
    const { id } = await connection.metadata.deployRest(zip(apex), { testLevel, ...named(testLevel) });
    const rest = (await connection.metadata.checkDeployStatus(id, true, true)) as unknown as Result;
    assert.deepEqual([rest.status, rest.success], ['Failed', false]);
  });
}

test('tests that are asked for where there are none fail for their coverage; named ones are not found', async () => {
  const bare = await deploy(connection, field, { testLevel: 'RunLocalTests' });
  assert.deepEqual([bare.status, bare.numberTestsTotal], ['Failed', 0]);
  const warnings = JSON.stringify(bare.details.runTestResult.codeCoverageWarnings);
  assert.match(warnings, /Average test coverage across all Apex Classes and Triggers is 0%, at least 75%/);
  const missing = await deploy(connection, field, { testLevel: 'RunSpecifiedTests', runTests: ['Nope'] });
  assert.match(JSON.stringify(missing.details.runTestResult.failures), /No ApexClass named: Nope found/);
  await assert.rejects(deploy(connection, field, { testLevel: 'RunSpecifiedTests' }), /No tests were specified/);
});

test('tests that are named, or all, without a level are asked for too; other levels are refused', async () => {
  for (const options of [{ runTests: ['Greeter_Tests'] }, { runAllTests: true }]) {
    const failed = await deploy(connection, apex, options);
    assert.deepEqual([failed.status, failed.success], ['Failed', false]);
    assert.ok(failed.numberTestErrors > 0);
  }
  const refusals: [Options, RegExp][] = [
    [{ testLevel: 'RunLocalTest' }, /RunLocalTest is no testLevel/],
    [{ testLevel: 'NoTestRun', runTests: ['Greeter_Tests'] }, /only with a testLevel of RunSpecifiedTests/],
    [{ testLevel: 'RunLocalTests', runTests: ['Greeter_Tests'] }, /only with a testLevel of RunSpecifiedTests/],
  ];
  for (const [options, message] of refusals) {
    await assert.rejects(deploy(connection, apex, options), message);
    await assert.rejects(async () => {
      await connection.metadata.deployRest(zip(apex), { ...options });
    }, message);
  }
  assert.deepEqual(org.org.components('ApexClass'), []);
});

test('a deploy that asks for no tests goes on as before', async () => {
  for (const options of [{}, { testLevel: 'NoTestRun' }]) {
    const { status, runTestsEnabled } = await deploy(connection, { ...apex, ...field, ...both }, options);
    assert.deepEqual([status, String(runTestsEnabled)], ['Succeeded', 'false']);
  }
});
const both = { 'package.xml': manifest({ ApexClass: ['*'], CustomField: ['Lead.Reason__c'] }) };

test('tests run by a stub: those of the package, a failed one changes nothing', async () => {
  const tested = connectTo(withTests);
  const failed = await deploy(tested, apex, { testLevel: 'RunLocalTests' });
  assert.deepEqual(
    [failed.status, failed.numberTestsTotal, failed.numberTestErrors, withTests.org.components('ApexClass').length],
    ['Failed', 4, 1, 0],
  );
  assert.deepEqual(ran.splice(0).toSorted(), [
    'Bad_Tests.fails',
    'Bad_Tests.old',
    'Greeter_Tests.greets',
    'Greeter_Tests.old',
  ]);
  const passed = await deploy(tested, apex, { testLevel: 'RunSpecifiedTests', runTests: ['Greeter_Tests'] });
  assert.deepEqual([passed.status, passed.numberTestsTotal, passed.numberTestErrors], ['Succeeded', 2, 0]);
  assert.equal(withTests.org.components('ApexClass').length, 3);
});
