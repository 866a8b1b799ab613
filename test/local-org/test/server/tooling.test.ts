import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startOrg } from '../../src/index.ts';
import type { RunningOrg } from '../../src/index.ts';
import { adder, apexPackage, half, testClass } from './apex-package.ts';
import { ask, connect, root } from './connect.ts';
import type { Answered } from './connect.ts';

let org: RunningOrg;

before(async () => {
  org = await startOrg();
  const sources = {
    Adder: adder,
    Half: half,
    Adder_Tests: testClass('Adder_Tests', 'System.assertEquals(3, Adder.add(1, 2));', "System.assert(false, 'No');"),
    Half_Tests: testClass('Half_Tests', 'System.assertEquals(1, Half.of(2));'),
    Other_Half_Tests: testClass('Other_Half_Tests', 'System.assertEquals(0, Half.of(0));'),
  };
  const files = Object.entries(apexPackage(sources)).map(([path, text]) => ({
    path,
    content: new TextEncoder().encode(text),
  }));
  const { success, messages } = org.org.deploy(org.org.userId('admin@local.org') ?? '', files);
  assert.ok(success, JSON.stringify(messages));
});
after(() => org.stop());

const start = (body: unknown): Promise<Answered> =>
  ask(org, `${root}/tooling/runTestsAsynchronous`, { method: 'POST', body });

async function runOf(body: unknown): Promise<string> {
  const { status, json } = await start(body);
  assert.equal(status, 200, JSON.stringify(json));
  assert.match(String(json), /^707\w{15}$/);
  return String(json);
}

const queryTooling = async (soql: string): Promise<Record<string, unknown>[]> =>
  (await connect(org).tooling.query(soql)).records;

test('a run of all tests is complete when its start returns: run, queue items, results', async () => {
  const id = await runOf({ testLevel: 'RunLocalTests' });
  const [run] = await queryTooling(
    `SELECT Status, ClassesEnqueued, ClassesCompleted, MethodsEnqueued, TestTime FROM ApexTestRunResult WHERE AsyncApexJobId = '${id}'`,
  );
  assert.partialDeepStrictEqual(run, { Status: 'Failed', ClassesEnqueued: 3, ClassesCompleted: 3, MethodsEnqueued: 4 });
  const items = await queryTooling(
    `SELECT Id, Status, ExtendedStatus, ApexClass.Name FROM ApexTestQueueItem WHERE ParentJobId = '${id}' ORDER BY ApexClass.Name`,
  );
  assert.deepEqual(
    items.map((item) => [item['Status'], item['ExtendedStatus']]),
    [
      ['Completed', '(1/2)'],
      ['Completed', '(1/1)'],
      ['Completed', '(1/1)'],
    ],
  );
  const results = await queryTooling(
    `SELECT Outcome, MethodName, Message, StackTrace, ApexClass.Name FROM ApexTestResult WHERE QueueItemId = '${String(items[0]?.['Id'])}' ORDER BY MethodName`,
  );
  assert.partialDeepStrictEqual(results, [
    { Outcome: 'Pass', MethodName: 'test0', Message: null, ApexClass: { Name: 'Adder_Tests' } },
    {
      Outcome: 'Fail',
      MethodName: 'test1',
      Message: 'System.AssertException: Assertion Failed: No',
      StackTrace: 'Class.Adder_Tests.test1: line 9, column 1',
    },
  ]);
});

test('coverage adds up over runs, by lines of each class and for the whole org', async () => {
  await runOf({ tests: [{ className: 'Half_Tests' }] });
  await runOf({ tests: [{ className: 'Other_Half_Tests', testMethods: ['test0'] }] });
  const soql =
    "SELECT ApexClassOrTrigger.Name, NumLinesCovered, NumLinesUncovered, Coverage FROM ApexCodeCoverageAggregate WHERE ApexClassOrTrigger.Name = 'Half'";
  assert.partialDeepStrictEqual(await queryTooling(soql), [
    {
      ApexClassOrTrigger: { Name: 'Half' },
      NumLinesCovered: 3,
      NumLinesUncovered: 1,
      Coverage: { coveredLines: [3, 4, 6], uncoveredLines: [9] },
    },
  ]);
  const [ofTest] = await queryTooling(
    "SELECT TestMethodName, ApexTestClass.Name, ApexClassOrTrigger.Name, Coverage FROM ApexCodeCoverage WHERE ApexTestClass.Name = 'Half_Tests'",
  );
  assert.partialDeepStrictEqual(ofTest, {
    ...{ TestMethodName: 'test0', ApexTestClass: { Name: 'Half_Tests' }, ApexClassOrTrigger: { Name: 'Half' } },
    Coverage: { coveredLines: [3, 6], uncoveredLines: [4, 9] },
  });
  const [whole] = await queryTooling('SELECT PercentCovered FROM ApexOrgWideCoverage');
  assert.equal(whole?.['PercentCovered'], 80);
  // Coverage is of the Tooling API alone.
  await assert.rejects(
    async () => connect(org).query('SELECT Id FROM ApexCodeCoverageAggregate'),
    /sObject type 'ApexCodeCoverageAggregate' is not supported/,
  );
});

test('tests run at once: what passed, what failed, what was reached', async () => {
  const { json } = await ask(org, `${root}/tooling/runTestsSynchronous`, {
    ...{ method: 'POST', body: { tests: [{ className: 'adder_tests' }], skipCodeCoverage: false } },
  });
  assert.partialDeepStrictEqual(json, {
    numTestsRun: 2,
    numFailures: 1,
    successes: [{ name: 'Adder_Tests', methodName: 'test0' }],
    failures: [{ name: 'Adder_Tests', methodName: 'test1', message: 'System.AssertException: Assertion Failed: No' }],
  });
  const { codeCoverage } = json as { codeCoverage: { name: string; numLocationsNotCovered: number }[] };
  assert.deepEqual(
    codeCoverage.map(({ name, numLocationsNotCovered }) => [name, numLocationsNotCovered]),
    [
      ['Adder', 0],
      ['Half', 4],
    ],
  );
});

test('classes are named by id, and suites by name; what holds no tests is refused', async () => {
  const connection = connect(org);
  const [found] = await queryTooling("SELECT Id FROM ApexClass WHERE Name = 'Half_Tests'");
  const classId = String(found?.['Id']);
  const suite = await connection.tooling.sobject('ApexTestSuite').create({ TestSuiteName: 'Halves' });
  await connection.tooling
    .sobject('TestSuiteMembership')
    .create({ ApexTestSuiteId: suite.id ?? '', ApexClassId: classId });
  for (const body of [{ classids: classId }, { suiteNames: 'Halves' }, { tests: [{ classId }] }]) {
    const id = await runOf(body);
    const results = await queryTooling(`SELECT ApexClass.Name FROM ApexTestResult WHERE AsyncApexJobId = '${id}'`);
    assert.partialDeepStrictEqual(results, [{ ApexClass: { Name: 'Half_Tests' } }]);
    assert.equal(results.length, 1);
  }
  for (const body of [
    { tests: [{ className: 'Adder' }] },
    { tests: [{ className: 'Nope' }] },
    { suiteNames: 'Nope' },
    {},
  ]) {
    const { status, json } = await start(body);
    assert.deepEqual([status, (json as { errorCode: string }[])[0]?.errorCode], [403, 'INVALID_INPUT']);
  }
});

const execute = async (anonymousBody: string): Promise<unknown> => connect(org).tooling.executeAnonymous(anonymousBody);

test('a block of Apex runs as the user, and is undone where it throws', async () => {
  const made = "insert new Lead(LastName = 'Block', Company = 'Block');";
  assert.partialDeepStrictEqual(await execute(made), {
    ...{ compiled: true, success: true, line: -1, column: -1 },
    ...{ compileProblem: null, exceptionMessage: null, exceptionStackTrace: null },
  });
  const count = (): unknown => org.org.inspect('SELECT COUNT(*) AS n FROM "Lead"')[0]?.['n'];
  assert.equal(count(), 1);
  assert.partialDeepStrictEqual(await execute(`${made}\nInteger none;\nnone = none + 1;`), {
    ...{ compiled: true, success: false, line: 3, column: 1 },
    exceptionMessage: 'System.NullPointerException: Attempt to de-reference a null object',
    exceptionStackTrace: 'AnonymousBlock: line 3, column 1',
  });
  assert.equal(count(), 1);
  assert.partialDeepStrictEqual(await execute('Integer one = 1;\nString other = one;'), {
    ...{ compiled: false, success: false, line: 2 },
    compileProblem: 'Illegal assignment from Integer to String',
  });
});

test('the Apex API of SOAP answers with the debug log that is asked for', async () => {
  const envelope = (header: string): string =>
    `<env:Envelope xmlns:env="http://schemas.xmlsoap.org/soap/envelope/" xmlns:cmd="http://soap.sforce.com/2006/08/apex">
     <env:Header><cmd:SessionHeader><cmd:sessionId>${org.adminToken}</cmd:sessionId></cmd:SessionHeader>${header}</env:Header>
     <env:Body><executeAnonymous xmlns="http://soap.sforce.com/2006/08/apex"><apexcode>System.debug(1);
System.debug(LoggingLevel.ERROR, &apos;two&apos;);</apexcode></executeAnonymous></env:Body></env:Envelope>`;
  const call = async (header: string): Promise<string> => {
    const path = `/services/Soap/s/65.0/${org.org.id}`;
    return (await ask(org, path, { method: 'POST', body: envelope(header), headers: { 'Content-Type': 'text/xml' } }))
      .text;
  };
  const logged = await call('<cmd:DebuggingHeader><cmd:debugLevel>DEBUGONLY</cmd:debugLevel></cmd:DebuggingHeader>');
  assert.match(logged, /<success>true<\/success>/);
  assert.match(logged, /<compileProblem xsi:nil="true"\/>/);
  assert.match(logged, /<debugLog>[^<]*\|USER_DEBUG\|\[1\]\|DEBUG\|1\n[^<]*\|USER_DEBUG\|\[2\]\|ERROR\|two\n/);
  assert.doesNotMatch(await call(''), /debugLog/);
});

test('a streaming client is let in, and a stranger is not', async () => {
  const handshake = [
    { channel: '/meta/handshake', version: '1.0', supportedConnectionTypes: ['long-polling'], id: '1' },
  ];
  const { json } = await ask(org, '/cometd/65.0', { method: 'POST', body: handshake });
  assert.partialDeepStrictEqual(json, [{ channel: '/meta/handshake', successful: true, id: '1' }]);
  const { clientId } = (json as { clientId: string }[])[0] ?? { clientId: '' };
  const further = ['/meta/connect', '/meta/subscribe', '/meta/disconnect'].map((channel) => ({ channel, clientId }));
  const answers = (await ask(org, '/cometd/65.0', { method: 'POST', body: further })).json as { successful: boolean }[];
  assert.deepEqual(
    answers.map(({ successful }) => successful),
    [true, true, true],
  );
  const refused = await ask(org, '/cometd/65.0', { method: 'POST', body: handshake, token: 'no' });
  assert.partialDeepStrictEqual(refused.json, [{ successful: false, error: '401::Authentication invalid' }]);
});
