import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { after, test } from 'node:test';
import { adminUsername } from '../local-org/src/index.ts';
import { everyType } from './every-type.ts';
import { openClients } from './open-clients.ts';
import { readTable } from './printed-table.ts';
import { copyProject } from './project-copy.ts';
import type { ProjectCopy } from './project-copy.ts';
import { assert } from './tally.ts';

const { org, sf, close } = await openClients();
after(close);

const source = 'force-app/main/default';

/** Our own package and one component of every kind. */
function fullProject(name: string, change: (text: string) => string = (text) => text): ProjectCopy {
  const project = copyProject(join(sf.folder, name));
  for (const [path, text] of Object.entries(everyType)) {
    mkdirSync(dirname(join(project.folder, source, path)), { recursive: true });
    project.write(join(source, path), change(text));
  }
  return project;
}

const project = fullProject('project');

/** A file without differences of order, indentation and escaping. */
const canonical = (path: string, text: string): string =>
  path.endsWith('.xml')
    ? text
        .replaceAll('&quot;', '"')
        .replaceAll('&apos;', "'")
        .replaceAll(/>\s+</g, '><')
        .trim()
        .split(/(?=<)/)
        .toSorted()
        .join('\n')
    : text;

// Files beside the components that .forceignore excludes: sources, and the connection, which is deployed by itself.
const isDeployed = (path: string): boolean => !/\.ts$|\bREADME\.md$|^connection\//.test(path);

/** Where a file is in its package directory: what comes back from an org is all put into the first of them. */
const pathInPackage = (path: string): string => path.replace(/^(.*main\/default|test)\//, '');

/** The files of a project that are deployed, by path. */
function readFiles({ folder }: ProjectCopy): Map<string, string> {
  const root = join(folder, 'force-app');
  const files = readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => isDeployed(relative(root, file)))
    .map((file): [string, string] => [pathInPackage(relative(root, file)), readFileSync(file, 'utf8')])
    .map(([path, text]): [string, string] => [path, canonical(path, text)]);
  return new Map(files.toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

// A field alone comes with an empty object around it: https://github.com/forcedotcom/cli/issues/2972
const carriers = ['Account', 'Contact', 'Lead'].map((name) => `objects/${name}/${name}.object-meta.xml`);

function withoutCarriers(files: Map<string, string>): Map<string, string> {
  for (const path of carriers) files.delete(path);
  return files;
}

const emptyProject = (name: string): ProjectCopy => copyProject(join(sf.folder, name), { isEmpty: true });

test('a project with a component of every kind is deployed, and unchanged when deployed again', async () => {
  const args = ['project', 'deploy', 'start', '--source-dir', 'force-app'];
  const first = await sf.json(args, { cwd: project.folder });
  assert.equal(first.exitCode, 0, `${first.message} ${JSON.stringify(first.result, null, 1)}`);
  const created = (first.result as { files: { state: string; type: string }[] }).files;
  assert.ok(created.every(({ state }) => state === 'Created'));
  const again = await sf.run(args, { cwd: project.folder });
  assert.equal(again.exitCode, 0, again.stdout);
  const states = new Set(readTable(again.stdout).rows.map(([state]) => state));
  assert.deepEqual([...states], ['Unchanged'], again.stdout);
});

test('the org reads a project from disk as the CLI sends it', () => {
  const administrator = org.org.userId(adminUsername) ?? '';
  const { success, messages } = org.org.deploySource(administrator, join(project.folder, source));
  assert.ok(success);
  assert.deepEqual(
    messages.filter(({ changed }) => changed).map(({ componentType, fullName }) => [componentType, fullName]),
    [],
  );
});

test('a retrieve by manifest returns every file unchanged', async () => {
  const manifest = await sf.run(['project', 'generate', 'manifest', '--source-dir', 'force-app'], {
    cwd: project.folder,
  });
  assert.equal(manifest.exitCode, 0, manifest.stderr);
  const empty = emptyProject('by-manifest');
  const args = ['project', 'retrieve', 'start', '--manifest', join(project.folder, 'package.xml')];
  const { exitCode, message, result } = await sf.json(args, { cwd: empty.folder });
  assert.equal(exitCode, 0, message);
  assert.partialDeepStrictEqual(result, { success: true, status: 'Succeeded', messages: [] });
  assert.deepEqual(withoutCarriers(readFiles(empty)), readFiles(project));
});

test('a retrieve by folder updates the project', async () => {
  const stale = fullProject('stale', (text) =>
    text.replace('Hello }', 'Bye }').replace('color: teal', 'color: red').replace('Give a reason', 'Speak'),
  );
  assert.notDeepEqual(readFiles(stale), readFiles(project));
  const args = ['project', 'retrieve', 'start', '--source-dir', 'force-app'];
  const { exitCode, message } = await sf.json(args, { cwd: stale.folder });
  assert.equal(exitCode, 0, message);
  assert.deepEqual(withoutCarriers(readFiles(stale)), readFiles(project));
});

test('a retrieve by type and by name returns whole components', async () => {
  const empty = emptyProject('by-type');
  const wanted = [
    'CustomObject:Visit__c',
    'CustomObject:Lead',
    'ApexClass',
    'LightningComponentBundle:greeting',
    'Flow',
    'CustomLabels',
    'Report:Visit_Reports/Visits',
  ];
  const args = ['project', 'retrieve', 'start', ...wanted.flatMap((one) => ['--metadata', one])];
  const { exitCode, message } = await sf.json(args, { cwd: empty.folder });
  assert.equal(exitCode, 0, message);
  const there = readFiles(project);
  const here = readFiles(empty);
  const folders = [
    'classes',
    'flows',
    'labels',
    'lwc/greeting',
    'objects/Lead',
    'objects/Visit__c',
    'reports/Visit_Reports/',
  ];
  const expected = [...there.keys(), carriers[2] ?? ''].filter((path) =>
    folders.some((folder) => path.startsWith(folder)),
  );
  assert.deepEqual([...here.keys()], expected.toSorted());
  for (const [path, text] of withoutCarriers(here)) assert.equal(text, there.get(path), path);
});

test('a retrieve by a part of the name lists the components of the org', async () => {
  const empty = emptyProject('by-pattern');
  const args = ['project', 'retrieve', 'start', '--metadata', 'LightningComponentBundle:greet*'];
  const { exitCode, message } = await sf.json(args, { cwd: empty.folder });
  assert.equal(exitCode, 0, message);
  assert.ok(readFiles(empty).has('lwc/greeting/greeting.js'));
});

test('a manifest of the org names what was deployed', async () => {
  const manifest = await sf.run(['project', 'generate', 'manifest', '--from-org', org.adminToken, '--name', 'org'], {
    cwd: project.folder,
  });
  assert.equal(manifest.exitCode, 0, manifest.stderr);
  const named = readFileSync(join(project.folder, 'org.xml'), 'utf8');
  for (const name of [
    'Greeter',
    'Visit__c.Reason__c',
    'Visit_Reports/',
    'Visit_Reports/Visits',
    'Score_Evaluate',
    'Visitor',
  ]) {
    assert.ok(named.includes(`<members>${name}</members>`), name);
  }
});
