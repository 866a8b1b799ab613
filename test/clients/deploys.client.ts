import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { after, test } from 'node:test';
import { openClients } from './open-clients.ts';
import { readTable } from './printed-table.ts';
import { copyProject } from './project-copy.ts';
import { assert } from './tally.ts';

const { org, sf, close } = await openClients();
after(close);

const project = copyProject(join(sf.folder, 'project'), { isEmpty: true });
const inProject = { cwd: project.folder };
const overRest = { cwd: project.folder, env: { SF_ORG_METADATA_REST_DEPLOY: 'true' } };

function writeSource(path: string, type: string, elements: string): string {
  const file = join(project.folder, 'force-app/main/default', path);
  mkdirSync(dirname(file), { recursive: true });
  const head = '<?xml version="1.0" encoding="UTF-8"?>';
  writeFileSync(file, `${head}\n<${type} xmlns="http://soap.sforce.com/2006/04/metadata">\n${elements}\n</${type}>\n`);
  return file;
}

const writeField = (name: string, elements: string): string =>
  writeSource(
    `objects/Lead/fields/${name}.field-meta.xml`,
    'CustomField',
    `    <fullName>${name}</fullName>\n    <label>${name.replace('__c', '')}</label>\n${elements}`,
  );

const text = (length: number): string => `    <length>${length}</length>\n    <type>Text</type>`;
writeField('Kept__c', text(40));
const wittyFile = writeField('Witty__c', text(40));
writeSource(
  'permissionsets/Reader.permissionset-meta.xml',
  'PermissionSet',
  `    <fieldPermissions>
        <editable>false</editable>
        <field>Lead.Kept__c</field>
        <readable>true</readable>
    </fieldPermissions>
    <hasActivationRequired>false</hasActivationRequired>
    <label>Reader</label>`,
);

const start = ['project', 'deploy', 'start', '--source-dir', 'force-app'];
const hasComponent = (type: string, fullName: string): boolean =>
  org.org.components(type).some((component) => component.fullName === fullName);

test('a deploy over REST is the same to the CLI as one over SOAP', async () => {
  const human = await sf.run(start, overRest);
  assert.equal(human.exitCode, 0, human.stderr);
  assert.match(human.stdout, /Deploying v65\.0 metadata to .* using the v67\.0 REST API\./);
  const { headers, rows } = readTable(human.stdout);
  assert.deepEqual(headers, ['State', 'Name', 'Type', 'Path']);
  assert.deepEqual(
    rows.map(([state, name, type]) => [state, name, type]),
    [
      ['Created', 'Lead.Kept__c', 'CustomField'],
      ['Created', 'Lead.Witty__c', 'CustomField'],
      ['Created', 'Reader', 'PermissionSet'],
    ],
  );
  const results = [await sf.json(start, overRest), await sf.json(start, inProject)];
  const [rest, soap] = results.map(({ exitCode, result }) => {
    assert.equal(exitCode, 0);
    const { numberComponentsTotal, numberComponentsDeployed, status, success, files } = result as Record<
      string,
      unknown
    >;
    return { numberComponentsTotal, numberComponentsDeployed, status, success, files };
  });
  assert.deepEqual(rest, soap);
});

test('a changed component is reported apart from unchanged ones', async () => {
  writeField('Witty__c', text(50));
  const { stdout, exitCode, stderr } = await sf.run(start, inProject);
  assert.equal(exitCode, 0, stderr);
  const states = Object.fromEntries(readTable(stdout).rows.map(([state = '', name = '']) => [name, state]));
  assert.deepEqual(states, { 'Lead.Kept__c': 'Unchanged', 'Lead.Witty__c': 'Changed', Reader: 'Unchanged' });
});

test('a failed deploy over REST names file, line and column', async () => {
  writeField('Wrong__c', '    <type>Text</type>');
  const { exitCode, result } = await sf.json(start, overRest);
  writeField('Wrong__c', text(10));
  assert.equal(exitCode, 1);
  const { details, status } = result as { status: string; details: { componentFailures: Record<string, unknown>[] } };
  assert.equal(status, 'Failed');
  assert.equal(details.componentFailures.length, 1);
  const [failure = {}] = details.componentFailures;
  assert.partialDeepStrictEqual(failure, {
    componentType: 'CustomField',
    fullName: 'Lead.Wrong__c',
    fileName: 'objects/Lead.object',
    problem: "Must specify 'length' for a CustomField of type Text",
    problemType: 'Error',
  });
  assert.ok(typeof failure['lineNumber'] === 'number' && typeof failure['columnNumber'] === 'number');
  assert.ok(!hasComponent('CustomField', 'Lead.Wrong__c'));
});

const testSource = '@IsTest\nprivate class Kept_Tests {\n    @IsTest\n    static void isKept() {}\n}\n';

function writeTestClass(): void {
  const properties = '    <apiVersion>65.0</apiVersion>\n    <status>Active</status>';
  const file = writeSource('classes/Kept_Tests.cls-meta.xml', 'ApexClass', properties);
  writeFileSync(file.replace('-meta.xml', ''), testSource);
}

test('a validation creates nothing, and its report is available by its id', async () => {
  writeTestClass();
  const validated = await sf.json(['project', 'deploy', 'validate', '--source-dir', 'force-app'], inProject);
  assert.equal(validated.exitCode, 0, validated.message);
  assert.partialDeepStrictEqual(validated.result, {
    ...{ checkOnly: true, status: 'Succeeded', success: true },
    ...{ numberTestsTotal: 1, numberTestErrors: 0 },
  });
  assert.ok(!hasComponent('CustomField', 'Lead.Wrong__c'));
  const { id } = validated.result as { id: string };
  const report = await sf.json(['project', 'deploy', 'report', '--job-id', id], inProject);
  assert.equal(report.exitCode, 0, report.message);
  assert.partialDeepStrictEqual(report.result, { id, checkOnly: true, status: 'Succeeded', done: true });
});

test('a validation is quick-deployed, over SOAP and over REST', async () => {
  for (const [name, settings] of [
    ['Soap__c', inProject],
    ['Rest__c', overRest],
  ] as const) {
    writeField(name, text(10));
    const validated = await sf.json(['project', 'deploy', 'validate', '--source-dir', 'force-app'], settings);
    const { id } = validated.result as { id: string };
    assert.ok(!hasComponent('CustomField', `Lead.${name}`));
    const quick = await sf.json(['project', 'deploy', 'quick', '--job-id', id], settings);
    assert.equal(quick.exitCode, 0, quick.message);
    assert.partialDeepStrictEqual(quick.result, { status: 'Succeeded', success: true, checkOnly: false });
    assert.notEqual((quick.result as { id: string }).id, id);
    assert.ok(hasComponent('CustomField', `Lead.${name}`));
  }
});

test('a dry run without tests cannot be quick-deployed', async () => {
  const dry = await sf.json([...start, '--dry-run'], inProject);
  const { id } = dry.result as { id: string };
  const refused = await sf.json(['project', 'deploy', 'quick', '--job-id', id], inProject);
  assert.equal(refused.exitCode, 1);
  assert.match(
    `${refused.name}: ${refused.message}`,
    /INVALID_CROSS_REFERENCE_KEY|cannot be used for quick deployment|CannotQuickDeploy/i,
  );
});

test('a report of an unknown deploy names its id', async () => {
  const refused = await sf.json(['project', 'deploy', 'report', '--job-id', '0Af000000000000AAA'], inProject);
  assert.equal(refused.exitCode, 1);
  assert.match(
    refused.message ?? '',
    /0Af000000000000AAA is not associated with a deployment|Invalid deploy ID: 0Af000000000000AAA/i,
  );
});

test('a retrieve returns the deployed files', async () => {
  const empty = copyProject(join(sf.folder, 'empty'), { isEmpty: true });
  const wanted = ['--metadata', 'CustomField:Lead.Witty__c', '--metadata', 'PermissionSet:Reader'];
  const { exitCode, stdout, stderr } = await sf.run(['project', 'retrieve', 'start', ...wanted], { cwd: empty.folder });
  assert.equal(exitCode, 0, stderr);
  assert.match(stdout, /^Status: Succeeded$/m);
  const { headers, rows } = readTable(stdout);
  assert.deepEqual(headers, ['State', 'Name', 'Type', 'Path']);
  const field = 'main/default/objects/Lead/fields/Witty__c.field-meta.xml';
  const permissionSet = 'main/default/permissionsets/Reader.permissionset-meta.xml';
  // A field alone comes with an empty object around it: https://github.com/forcedotcom/cli/issues/2972
  const object = 'main/default/objects/Lead/Lead.object-meta.xml';
  // The CLI puts new components into `main/default` of the first package directory.
  assert.deepEqual(rows, [
    ['Created', 'Lead.Witty__c', 'CustomField', `force-app/main/${field}`],
    ['Created', 'Lead', 'CustomObject', `force-app/main/${object}`],
    ['Created', 'Reader', 'PermissionSet', `force-app/main/${permissionSet}`],
  ]);
  const withoutSpace = (xml: string): string => xml.replaceAll(/\s+/g, '');
  for (const path of [field, permissionSet]) {
    const there = readFileSync(join(empty.folder, 'force-app/main', path), 'utf8');
    const here = readFileSync(join(project.folder, 'force-app', path), 'utf8');
    assert.equal(withoutSpace(there), withoutSpace(here));
  }
});

test('a retrieve of a missing component warns and continues', async () => {
  const args = ['project', 'retrieve', 'start', '--metadata', 'CustomField:Lead.Nope__c'];
  const { exitCode, result } = await sf.json(args, inProject);
  assert.equal(exitCode, 0);
  const problem = "Entity of type 'CustomField' named 'Lead.Nope__c' cannot be found";
  const { messages, files } = result as { messages: unknown[]; files: unknown[] };
  assert.partialDeepStrictEqual(messages, [{ fileName: 'unpackaged/package.xml', problem }]);
  assert.deepEqual(files, [
    { fullName: 'Lead.Nope__c', type: 'CustomField', state: 'Failed', error: problem, problemType: 'Error' },
  ]);
});

test('delete source takes the component from the org and the file from the project', async () => {
  const file = writeField('Gone__c', text(10));
  assert.equal((await sf.json(start, inProject)).exitCode, 0);
  assert.ok(hasComponent('CustomField', 'Lead.Gone__c'));
  const args = ['project', 'delete', 'source', '--metadata', 'CustomField:Lead.Gone__c', '--no-prompt'];
  const { exitCode, stdout, stderr } = await sf.run(args, inProject);
  assert.equal(exitCode, 0, stderr);
  assert.match(stdout, /Deleted Source/);
  const path = 'force-app/main/default/objects/Lead/fields/Gone__c.field-meta.xml';
  assert.deepEqual(readTable(stdout).rows, [['Lead.Gone__c', 'CustomField', path]]);
  assert.ok(!hasComponent('CustomField', 'Lead.Gone__c'));
  assert.throws(() => readFileSync(file), { code: 'ENOENT' });
});

const manifest = (types: string): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<Package xmlns="http://soap.sforce.com/2006/04/metadata">\n${types}<version>65.0</version>\n</Package>\n`;
const fieldsIn = (...names: string[]): string =>
  manifest(`<types>${names.map((name) => `<members>${name}</members>`).join('')}<name>CustomField</name></types>\n`);

test('destructive changes after a deploy delete what they name', async () => {
  project.write('package.xml', manifest(''));
  project.write('destructive.xml', fieldsIn('Lead.Witty__c'));
  const args = [
    'project',
    'deploy',
    'start',
    '--manifest',
    'package.xml',
    '--post-destructive-changes',
    'destructive.xml',
  ];
  const { exitCode, stdout, stderr } = await sf.run(args, inProject);
  assert.equal(exitCode, 0, stderr);
  assert.match(stdout, /Deleted Source/);
  assert.ok(
    readTable(stdout).rows.some((row) => row.includes('Lead.Witty__c')),
    stdout,
  );
  assert.ok(!hasComponent('CustomField', 'Lead.Witty__c'));
  const query = await sf.json(['data', 'query', '--query', 'SELECT Witty__c FROM Lead']);
  assert.equal(query.name, 'INVALID_FIELD');
  assert.ok(readFileSync(wittyFile, 'utf8').includes('Witty__c'));
});

test('destructive changes of a missing component fail, unless warnings are ignored', async () => {
  project.write('destructive.xml', fieldsIn('Lead.Never__c'));
  const args = [
    'project',
    'deploy',
    'start',
    '--manifest',
    'package.xml',
    '--post-destructive-changes',
    'destructive.xml',
  ];
  type Result = { success: boolean; details: Record<string, Record<string, unknown>[]> };
  const problem = /^No CustomField named: Lead\.Never__c found$/;
  const refused = await sf.json(args, inProject);
  assert.equal(refused.exitCode, 1, refused.message);
  const [failure] = (refused.result as Result).details['componentFailures'] ?? [];
  assert.match(String(failure?.['problem']), problem);
  assert.equal(failure?.['problemType'], 'Warning');

  const ignored = await sf.json([...args, '--ignore-warnings'], inProject);
  assert.equal(ignored.exitCode, 0, ignored.message);
  const successes = (ignored.result as Result).details['componentSuccesses'] ?? [];
  const warning = successes.find(({ problemType }) => problemType === 'Warning');
  assert.match(String(warning?.['problem']), problem);
});

test('with errors ignored valid components are deployed', async () => {
  writeField('Sound__c', text(10));
  const wrong = writeField('Unsound__c', '    <type>Text</type>');
  const partial = await sf.json([...start, '--ignore-errors'], inProject);
  rmSync(wrong);
  // The exit code of a partial success: https://github.com/salesforcecli/plugin-deploy-retrieve
  assert.equal(partial.exitCode, 68, partial.message);
  assert.partialDeepStrictEqual(partial.result, { status: 'SucceededPartial', rollbackOnError: false });
  assert.ok(hasComponent('CustomField', 'Lead.Sound__c'));
  assert.ok(!hasComponent('CustomField', 'Lead.Unsound__c'));
});

test('a completed deploy cannot be cancelled', async () => {
  const { result } = await sf.json(start, inProject);
  const { id } = result as { id: string };
  const refused = await sf.json(['project', 'deploy', 'cancel', '--job-id', id], inProject);
  assert.equal(refused.exitCode, 1);
  assert.match(`${refused.name}: ${refused.message}`, /CannotCancelDeploy|Deployment already completed/);
});
