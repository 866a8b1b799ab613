import { join } from 'node:path';
import { after, test } from 'node:test';
import { takeInventory } from '../force-app/metadata/inventory.ts';
import { readSources } from '../force-app/metadata/read-package.ts';
import { conversionDefects, convertPackage, readManifest } from './convert-package.ts';
import { openClients } from './open-clients.ts';
import { readTable } from './printed-table.ts';
import { copyProject } from './project-copy.ts';
import { assert } from './tally.ts';

const { sf, close } = await openClients();
after(close);

const project = copyProject(join(sf.folder, 'project'));

test('the package is converted whole: the manifest names every component that is deployed as source', async () => {
  const { exitCode, message, warnings } = await convertPackage(sf, project);
  assert.equal(exitCode, 0, message);
  assert.deepEqual(warnings, []);
  const { version, names } = readManifest(project);
  assert.equal(version, '65.0');
  const components = takeInventory(readSources()).all();
  assert.deepEqual(
    names.toSorted(),
    components.filter((name) => !name.startsWith('ExternalCredentialPrincipal:')).toSorted(),
  );
});

test('the converted package gives the same org as the source', async () => {
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

for (const [index, { defect, plant, name, says }] of conversionDefects.entries()) {
  test(`the conversion refuses ${defect}`, async () => {
    const broken = copyProject(join(sf.folder, `broken-${String(index)}`));
    plant(broken);
    const refused = await convertPackage(sf, broken);
    assert.deepEqual([refused.exitCode, refused.name], [1, name]);
    assert.match(refused.message ?? '', says);
  });
}
