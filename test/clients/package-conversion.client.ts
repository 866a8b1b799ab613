import { readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { takeInventory } from '../force-app/metadata/inventory.ts';
import { readPackage } from '../force-app/metadata/read-package.ts';
import { nodesAt, readXml, textsAt } from '../force-app/metadata/xml-node.ts';
import { openClients } from './open-clients.ts';
import { readTable } from './printed-table.ts';
import { copyProject } from './project-copy.ts';
import type { ProjectCopy } from './project-copy.ts';
import type { Json, Ran } from './sf.ts';
import { assert } from './tally.ts';

// `sf project convert source` is source-deploy-retrieve: what it makes of the files is what a deploy sends.
const { sf, close } = await openClients();
after(close);

const convert = ({ folder }: ProjectCopy): Promise<Json & Ran> =>
  sf.json(['project', 'convert', 'source', '--source-dir', 'force-app', '--output-dir', 'converted'], { cwd: folder });

const project = copyProject(join(sf.folder, 'project'));

/** The components that a manifest names, as `Type:Name`, without the folders of reports and dashboards. */
function readManifest(file: string): { version: string | undefined; names: string[] } {
  const manifest = readXml(readFileSync(file, 'utf8'));
  const names = nodesAt(manifest, 'types').flatMap((type) =>
    textsAt(type, 'members').map((member) => `${textsAt(type, 'name')[0] ?? ''}:${member}`),
  );
  return { version: textsAt(manifest, 'version')[0], names: names.filter((name) => !name.endsWith('/')) };
}

test('the package is converted whole: the manifest names every component of its files, and no other', async () => {
  const { exitCode, message, warnings } = await convert(project);
  assert.equal(exitCode, 0, message);
  assert.deepEqual(warnings, []);
  const { version, names } = readManifest(join(project.folder, 'converted/package.xml'));
  assert.equal(version, '65.0');
  const components = takeInventory(readPackage()).all();
  assert.deepEqual(
    names.toSorted(),
    components.filter((name) => !name.startsWith('ExternalCredentialPrincipal:')).toSorted(),
  );
});

test('the converted package is to the org what the source is', async () => {
  const inProject = { cwd: project.folder };
  const source = await sf.run(['project', 'deploy', 'start', '--source-dir', 'force-app'], inProject);
  assert.equal(source.exitCode, 0, source.stdout);
  const converted = await sf.run(['project', 'deploy', 'start', '--metadata-dir', 'converted'], inProject);
  assert.equal(converted.exitCode, 0, converted.stdout);
  const states = readTable(converted.stdout).rows.filter(([, , type]) => type !== '');
  assert.ok(states.length > 300);
  assert.deepEqual(
    states.filter(([state]) => state !== 'Unchanged'),
    [],
  );
});

/** What is broken in a copy of the package, and how the conversion names it. */
const defects: [defect: string, plant: (folder: string) => void, name: string, problem: RegExp][] = [
  [
    'a file of no type',
    (folder) =>
      renameSync(join(folder, 'flows/Score_Run_Alerts.flow-meta.xml'), join(folder, 'flows/Alerts.flw-meta.xml')),
    'TypeInferenceError',
    /Alerts\.flw-meta\.xml: Could not infer a metadata type/,
  ],
  [
    'a class without its code',
    (folder) => rmSync(join(folder, 'classes/ScoringClient.cls')),
    'ExpectedSourceFilesError',
    /Expected source files for type 'ApexClass'/,
  ],
];

for (const [index, [defect, plant, name, problem]] of defects.entries()) {
  test(`the conversion refuses ${defect}`, async () => {
    const broken = copyProject(join(sf.folder, `broken-${String(index)}`));
    plant(join(broken.folder, 'force-app/main/default'));
    const refused = await convert(broken);
    assert.deepEqual([refused.exitCode, refused.name], [1, name]);
    assert.match(refused.message ?? '', problem);
  });
}
