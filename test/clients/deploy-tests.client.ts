import { join } from 'node:path';
import { after, test } from 'node:test';
import { adder, adderTests, writeClasses } from './apex-files.ts';
import { openClients } from './open-clients.ts';
import { copyProject } from './project-copy.ts';
import { assert } from './tally.ts';

const { org, sf, close } = await openClients({ kind: 'production' });
after(close);

const project = copyProject(join(sf.folder, 'project'), { isEmpty: true });
const start = ['project', 'deploy', 'start', '--source-dir', 'force-app'];
// The failures of tests are listed where the command does not believe to run in CI.
const settings = { cwd: project.folder, env: { CI: 'false' } };

test('a failing test stops a deploy to production, and its message and stack are shown', async () => {
  writeClasses(project.folder, { Adder: adder, Adder_Tests: adderTests(9) });
  const { exitCode, stdout } = await sf.run([...start, '--test-level', 'RunLocalTests'], settings);
  assert.equal(exitCode, 1);
  assert.match(stdout, /Test Failures \[1\]/);
  assert.match(stdout, /Adder_Tests\.addsToSeven/);
  assert.match(stdout, /message: System\.AssertException: Assertion Failed: Expected: 9, Actual: 7/);
  assert.match(stdout, /Class\.Adder_Tests\.addsToSeven: line 9, column 1/);
  assert.match(stdout, /Passing: 1\nFailing: 1\nTotal: 2/);
  assert.deepEqual(org.org.components('ApexClass'), []);
});

test('too little coverage stops it too, as a warning says', async () => {
  writeClasses(project.folder, { Adder_Tests: adderTests(7).replace('add(7, 2)', 'add(5, 2)') });
  const { exitCode, stderr } = await sf.run(start, settings);
  assert.equal(exitCode, 1);
  assert.match(
    stderr.replaceAll(/\s+›?\s*/g, ' '),
    /Average test coverage across all Apex Classes and Triggers is 66%, at least 75%/,
  );
  assert.deepEqual(org.org.components('ApexClass'), []);
});

test('with every test passed the deploy succeeds, and reports coverage of each class', async () => {
  writeClasses(project.folder, { Adder_Tests: adderTests(7) });
  const named = ['--test-level', 'RunSpecifiedTests', '--tests', 'Adder_Tests', '--verbose'];
  const { exitCode, stdout, stderr } = await sf.run([...start, ...named], settings);
  assert.equal(exitCode, 0, stderr);
  assert.match(stdout, /Test Success \[2\]/);
  assert.match(stdout, /Adder[\s│]+100%/);
  assert.equal(org.org.components('ApexClass').length, 2);
  const refused = await sf.json([...start, '--test-level', 'NoTestRun'], settings);
  assert.match(refused.message ?? '', /testLevel of NoTestRun cannot be used in production organizations/);
});
