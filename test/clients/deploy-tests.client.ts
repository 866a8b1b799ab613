import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { openClients } from './open-clients.ts';
import { copyProject } from './project-copy.ts';
import { assert } from './tally.ts';

const { org, sf, close } = await openClients();
after(close);

const project = copyProject(join(sf.folder, 'project'), { isEmpty: true });
const classes = join(project.folder, 'force-app/main/default/classes');
mkdirSync(classes, { recursive: true });
const properties =
  '<?xml version="1.0" encoding="UTF-8"?>\n<ApexClass xmlns="http://soap.sforce.com/2006/04/metadata">\n    <apiVersion>65.0</apiVersion>\n    <status>Active</status>\n</ApexClass>\n';
for (const [name, source] of [
  [
    'Adder',
    'public class Adder {\n    public static Integer add(Integer a, Integer b) {\n        return a + b;\n    }\n}\n',
  ],
  ['Adder_Tests', '@IsTest\nprivate class Adder_Tests {\n    @IsTest\n    static void adds() {}\n}\n'],
] as const) {
  writeFileSync(join(classes, `${name}.cls`), source);
  writeFileSync(join(classes, `${name}.cls-meta.xml`), properties);
}

const start = ['project', 'deploy', 'start', '--source-dir', 'force-app'];

test('a deploy that asks for tests fails where no Apex runs, and changes nothing', async () => {
  for (const level of [
    ['--test-level', 'RunLocalTests'],
    ['--test-level', 'RunAllTestsInOrg'],
    ['--test-level', 'RunSpecifiedTests', '--tests', 'Adder_Tests'],
  ]) {
    const { exitCode, result } = await sf.json([...start, ...level], { cwd: project.folder });
    assert.equal(exitCode, 1, level.join(' '));
    assert.partialDeepStrictEqual(result, {
      ...{ status: 'Failed', success: false, numberTestsTotal: 1, numberTestErrors: 1, numberComponentErrors: 0 },
    });
    assert.match(JSON.stringify(result), /Adder_Tests.*no Apex runtime/);
    assert.deepEqual(org.org.components('ApexClass'), []);
  }
  const { stdout } = await sf.run([...start, '--test-level', 'RunLocalTests'], { cwd: project.folder });
  assert.match(stdout, /Status: Failed/);
  assert.match(stdout, /Failing: 1\nTotal: 1/);
});

test('a validation, which asks for local tests, fails too; a deploy without tests succeeds', async () => {
  const validated = await sf.json(['project', 'deploy', 'validate', '--source-dir', 'force-app'], {
    cwd: project.folder,
  });
  assert.equal(validated.exitCode, 1);
  const { exitCode, message } = await sf.json(start, { cwd: project.folder });
  assert.equal(exitCode, 0, message);
  assert.equal(org.org.components('ApexClass').length, 2);
});
