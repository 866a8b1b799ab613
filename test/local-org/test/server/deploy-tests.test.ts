import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Connection } from 'jsforce';
import { startOrg } from '../../src/index.ts';
import type { RunningOrg } from '../../src/index.ts';
import { manifest, metadata } from '../engine/opened-org.ts';
import { adder, apexPackage, half, testClass, zipFiles } from './apex-package.ts';
import { connect } from './connect.ts';

let org: RunningOrg;
let connection: Connection;

before(async () => {
  org = await startOrg();
  connection = connect(org);
  connection.metadata.pollInterval = 10;
});
after(() => org.stop());

const adds = testClass('Adder_Tests', 'System.assertEquals(3, Adder.add(1, 2));');
const wrong = testClass('Wrong_Tests', 'System.assertEquals(4, Adder.add(1, 2));', 'Integer none; none = none + 1;');
const halves = testClass('Half_Tests', 'System.assertEquals(1, Half.of(2));');

type Listed = { name: string; methodName?: string; message?: string; stackTrace?: string; numLocations?: string };
type Result = {
  status: string;
  success: boolean;
  numberTestsTotal: number;
  numberTestErrors: number;
  numberComponentErrors: number;
  runTestsEnabled: unknown;
  details: {
    componentFailures?: Record<string, unknown> | Record<string, unknown>[];
    runTestResult: Record<'failures' | 'successes' | 'codeCoverage' | 'codeCoverageWarnings', Listed | Listed[]>;
  };
};

const listOf = <T>(value: T | T[] | undefined): T[] =>
  value === undefined ? [] : Array.isArray(value) ? value : [value];

async function deploy(files: Record<string, string>, options: Record<string, unknown> = {}): Promise<Result> {
  const result = await connection.metadata
    .deploy(zipFiles(files), { rollbackOnError: true, ...options })
    .complete(true);
  return result as unknown as Result;
}

const warningsOf = ({ details }: Result): (string | undefined)[] =>
  listOf(details.runTestResult.codeCoverageWarnings).map(({ message }) => message);
const classesOf = (): string[] => org.org.components('ApexClass').map(({ fullName }) => fullName);

test('a failing test fails the deploy with its message and stack, and nothing changes', async () => {
  const failed = await deploy(apexPackage({ Adder: adder, Adder_Tests: adds, Wrong_Tests: wrong }), {
    testLevel: 'RunLocalTests',
  });
  assert.deepEqual([failed.status, failed.success, failed.numberComponentErrors], ['Failed', false, 0]);
  assert.deepEqual([failed.numberTestsTotal, failed.numberTestErrors], [3, 2]);
  const [first, second] = listOf(failed.details.runTestResult.failures);
  assert.deepEqual([first?.name, first?.methodName], ['Wrong_Tests', 'test0']);
  assert.equal(first?.message, 'System.AssertException: Assertion Failed: Expected: 4, Actual: 3');
  assert.match(first?.stackTrace ?? '', /^Class\.Wrong_Tests\.test0: line 5, column 1/);
  assert.match(second?.message ?? '', /^System\.NullPointerException/);
  assert.deepEqual(classesOf(), []);
  assert.equal(org.org.apex.program.classes.size, 0);
});

test('tests pass over REST and SOAP: coverage with the lines that were not reached', async () => {
  const files = apexPackage({ Adder: adder, Adder_Tests: adds });
  const { id } = await connection.metadata.deployRest(zipFiles(files), { testLevel: 'RunLocalTests', checkOnly: true });
  const rest = (await connection.metadata.checkDeployStatus(id, true, true)) as unknown as Result;
  assert.deepEqual([rest.status, rest.numberTestsTotal], ['Succeeded', 1]);
  assert.partialDeepStrictEqual(rest.details.runTestResult.codeCoverage, [
    { name: 'Adder', type: 'Class', numLocations: 1, numLocationsNotCovered: 0, locationsNotCovered: [] },
  ]);
  // A validation leaves nothing behind.
  assert.deepEqual(classesOf(), []);
  const deployed = await deploy(files, { testLevel: 'RunLocalTests' });
  assert.deepEqual([deployed.status, deployed.numberTestsTotal], ['Succeeded', 1]);
  assert.deepEqual(classesOf(), ['Adder', 'Adder_Tests']);
});

test('too little coverage fails a deploy whose tests pass: of the org, or of each class where tests are named', async () => {
  const files = apexPackage({ Half: half });
  const overall = await deploy(files, { testLevel: 'RunAllTestsInOrg' });
  assert.deepEqual([overall.status, overall.numberTestErrors], ['Failed', 0]);
  assert.deepEqual(warningsOf(overall), [
    'Average test coverage across all Apex Classes and Triggers is 20%, at least 75% test coverage is required.',
  ]);
  const named = await deploy(apexPackage({ Half: half, Half_Tests: halves }), {
    ...{ testLevel: 'RunSpecifiedTests', runTests: ['Half_Tests'] },
  });
  assert.deepEqual(
    [named.status, warningsOf(named)],
    ['Failed', ['Test coverage of selected Apex Class is 50%, at least 75% test coverage is required']],
  );
  assert.deepEqual(
    listOf(named.details.runTestResult.codeCoverage)
      .map(({ name }) => name)
      .toSorted(),
    ['Adder', 'Half'],
  );
  assert.ok(!classesOf().includes('Half'));
});

test('a trigger that no test starts fails a deploy', async () => {
  const trigger =
    "trigger LeadTrigger on Lead (before insert) {\n  for (Lead one : Trigger.new) {\n    one.Title = 'Set';\n  }\n}";
  const bare = await deploy(apexPackage({ LeadTrigger: trigger }), { testLevel: 'RunLocalTests' });
  assert.ok(
    warningsOf(bare).includes('Test coverage of selected Apex Trigger is 0%, at least 1% test coverage is required'),
  );
  const starts = testClass(
    'LeadTrigger_Tests',
    "insert new Lead(LastName = 'One', Company = 'One'); System.assertEquals('Set', [SELECT Title FROM Lead].Title);",
  );
  const tested = await deploy(apexPackage({ LeadTrigger: trigger, LeadTrigger_Tests: starts }), {
    testLevel: 'RunRelevantTests',
  });
  assert.deepEqual([tested.status, warningsOf(tested), tested.numberTestsTotal], ['Succeeded', [], 1]);
  assert.equal(org.org.inspect('SELECT COUNT(*) AS n FROM "Lead"')[0]?.['n'], 0);
  // The trigger runs from now on.
  const { id } = await connection.sobject('Lead').create({ LastName: 'Two', Company: 'Two' });
  assert.equal((await connection.sobject('Lead').retrieve(id ?? ''))['Title'], 'Set');
});

test('what does not compile is a deploy error of its class, with each line and column', async () => {
  const broken = 'public class Broken {\n  Integer one() {\n    return Nothing.here();\n  }\n  Unknown other;\n}';
  const failed = await deploy(apexPackage({ Broken: broken }));
  const failures = listOf(failed.details.componentFailures);
  assert.deepEqual(failures.map((one) => [one['fullName'], Number(one['lineNumber']), one['problem']]).toSorted(), [
    ['Broken', 3, 'Variable does not exist: Nothing'],
    ['Broken', 5, 'Invalid type: Unknown'],
  ]);
  assert.equal(failed.numberTestsTotal, 0);
});

test('a class is compiled against the fields of its own deploy, and a change that breaks others is refused', async () => {
  const field = metadata(
    'CustomObject',
    '<fields><fullName>Reason__c</fullName><label>Reason</label><type>Text</type><length>9</length></fields>',
  );
  const reads = 'public class Reader {\n  public String read(Lead one) {\n    return one.Reason__c;\n  }\n}';
  const files = apexPackage({ Reader: reads });
  const missing = await deploy(files);
  assert.equal(missing.status, 'Failed');
  const together = {
    ...{ ...files, 'objects/Lead.object': field },
    'package.xml': manifest({ ApexClass: ['Reader'], CustomField: ['Lead.Reason__c'] }),
  };
  assert.equal((await deploy(together)).status, 'Succeeded');
  const removal = {
    'package.xml': manifest({}),
    'destructiveChanges.xml': manifest({ CustomField: ['Lead.Reason__c'] }),
  };
  const refused = await deploy(removal);
  assert.deepEqual([refused.status, refused.numberComponentErrors], ['Failed', 1]);
  const changed = adder.replace('Integer other', 'String other').replace('one + other', 'one');
  const breaks = await deploy(apexPackage({ Adder: changed }));
  assert.match(JSON.stringify(breaks.details.componentFailures), /Adder_Tests/);
});

test('named tests that do not exist fail; a level nobody knows and names without the level are refused', async () => {
  const files = apexPackage({ Adder: adder });
  const missing = await deploy(files, { testLevel: 'RunSpecifiedTests', runTests: ['Nope'] });
  assert.match(JSON.stringify(missing.details.runTestResult.failures), /No ApexClass named: Nope found/);
  const refusals: [Record<string, unknown>, RegExp][] = [
    [{ testLevel: 'RunSpecifiedTests' }, /No tests were specified/],
    [{ testLevel: 'RunLocalTest' }, /RunLocalTest is no testLevel/],
    [{ testLevel: 'NoTestRun', runTests: ['Adder_Tests'] }, /only with a testLevel of RunSpecifiedTests/],
  ];
  for (const [options, message] of refusals) await assert.rejects(deploy(files, options), message);
});

test('tests that are named, or all, without a level are asked for too; otherwise none run', async () => {
  const files = apexPackage({ Adder: adder });
  for (const options of [{ runTests: ['Adder_Tests'] }, { runAllTests: true }]) {
    assert.ok((await deploy(files, options)).numberTestsTotal > 0);
  }
  for (const options of [{}, { testLevel: 'NoTestRun' }]) {
    const { status, runTestsEnabled } = await deploy(files, options);
    assert.deepEqual([status, String(runTestsEnabled)], ['Succeeded', 'false']);
  }
});
