import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { adder, adderTests, writeClasses } from './apex-files.ts';
import { openClients } from './open-clients.ts';
import { copyProject } from './project-copy.ts';
import { assert } from './tally.ts';

const { org, sf, close } = await openClients();
after(close);

const project = copyProject(join(sf.folder, 'project'), { isEmpty: true });
writeClasses(project.folder, { Adder: adder, Adder_Tests: adderTests(9) });
const deployed = org.org.deploySource(
  org.org.userId('admin@local.org') ?? '',
  join(project.folder, 'force-app/main/default'),
);
assert.ok(deployed.success, JSON.stringify(deployed.messages));

const inProject = { cwd: project.folder };
const block = (text: string): string[] => {
  const file = join(project.folder, 'block.apex');
  writeFileSync(file, text);
  return ['apex', 'run', '--file', file];
};

test('sf apex run test waits for all tests: outcomes, stacks, times and coverage by class', async () => {
  const asked = ['apex', 'run', 'test', '--code-coverage', '--result-format', 'human', '--wait', '10'];
  const { exitCode, stdout } = await sf.run(asked, inProject);
  // The CLI ends with 100 where a test fails.
  assert.equal(exitCode, 100);
  assert.match(stdout, /^Adder_Tests\.adds\s+Pass/m);
  assert.match(
    stdout,
    /^Adder_Tests\.addsToSeven\s+Fail\s+System\.AssertException: Assertion Failed: Expected: 9, Actual: 7/m,
  );
  assert.match(stdout, /Class\.Adder_Tests\.addsToSeven: line 9, column 1/);
  assert.match(stdout, /^Adder\s+100%/m);
  assert.match(stdout, /^Tests Ran\s+2/m);
  assert.match(stdout, /^Org Wide Coverage\s+100%/m);
});

test('one method, or a class at once; a run that was not waited for is read later', async () => {
  const one = await sf.json(['apex', 'run', 'test', '--tests', 'Adder_Tests.adds', '--wait', '10'], inProject);
  assert.equal(one.exitCode, 0, one.message);
  assert.partialDeepStrictEqual(one.result, { summary: { outcome: 'Passed', testsRan: 1 } });
  const atOnce = ['apex', 'run', 'test', '--class-names', 'Adder_Tests', '--synchronous', '--code-coverage'];
  const { stdout } = await sf.run([...atOnce, '--detailed-coverage', '--result-format', 'human'], inProject);
  assert.match(stdout, /^Adder_Tests\.adds\s+Adder\s+Pass\s+67%/m);
  const started = await sf.json(['apex', 'run', 'test', '--class-names', 'Adder_Tests'], inProject);
  const { testRunId } = started.result as { testRunId: string };
  const read = await sf.run(['apex', 'get', 'test', '--test-run-id', testRunId, '--code-coverage'], inProject);
  assert.equal(read.exitCode, 100, read.stderr);
  assert.match(read.stdout, /^Fail Rate\s+50%/m);
});

test('sf apex run shows the log of a block, and what is wrong with another', async () => {
  const ran = await sf.run(block("Integer sum = Adder.add(1, 2);\nSystem.debug('sum ' + sum);\n"), inProject);
  assert.equal(ran.exitCode, 0, ran.stderr);
  assert.match(ran.stdout, /Compiled successfully\.\nExecuted successfully\./);
  assert.match(ran.stdout, /\|USER_DEBUG\|\[2\]\|DEBUG\|sum 3/);
  const refused = await sf.json(block('Integer sum = Adder.add(1);'), inProject);
  assert.equal(refused.exitCode, 1);
  assert.match(
    refused.message ?? '',
    /Compilation failed at Line 1 column \d+ with the error:\s+Method does not exist/,
  );
  const thrown = await sf.json(block('Integer none;\nnone = none + 1;'), inProject);
  assert.match(thrown.message ?? '', /System\.NullPointerException: Attempt to de-reference a null object/);
});
