import assert from 'node:assert/strict';
import { chmod, mkdir, mkdtemp, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { createRunFolders, prepareFolder } from '../../scoring-service/src/run-folders.ts';
import { mountSmallDisk } from '../e2e/faults/small-disk.ts';

const modeOf = async (path: string): Promise<number> => (await stat(path)).mode & 0o777;

test('a folder is made for the service’s user alone, with those above it', async (t) => {
  const root = await mkdtemp(join(tmpdir(), 'plumbline-folders-'));
  t.after(() => rm(root, { recursive: true }));
  const folder = await prepareFolder(join(root, 'a/b/state'));
  assert.deepEqual([await modeOf(folder), await modeOf(join(root, 'a'))], [0o700, 0o700]);
  assert.equal(await prepareFolder(folder), folder);
});

test('a folder of an earlier release is closed to others with all that is in it; links are not followed', async (t) => {
  const root = await mkdtemp(join(tmpdir(), 'plumbline-folders-'));
  t.after(() => rm(root, { recursive: true }));
  const folder = join(root, 'state');
  const [inner, file, elsewhere] = [join(folder, 'run'), join(folder, 'run/rows.csv'), join(root, 'elsewhere')];
  await mkdir(inner, { recursive: true });
  await writeFile(file, 'kept');
  await writeFile(elsewhere, '');
  await symlink(elsewhere, join(folder, 'link'));
  for (const path of [folder, inner]) await chmod(path, 0o755);
  for (const path of [file, elsewhere]) await chmod(path, 0o644);
  await prepareFolder(folder);
  assert.deepEqual(await Promise.all([folder, inner, file, elsewhere].map(modeOf)), [0o700, 0o700, 0o600, 0o644]);
  assert.equal(await readFile(file, 'utf8'), 'kept');
});

test('a folder that cannot be made or written is an error, also where the system says that its parent is missing', async (t) => {
  const root = await mkdtemp(join(tmpdir(), 'plumbline-folders-'));
  t.after(() => rm(root, { recursive: true }));
  const file = join(root, 'file');
  await writeFile(file, '');
  await assert.rejects(prepareFolder(file), { code: 'EEXIST' });
  await assert.rejects(prepareFolder(join(file, 'state')), { code: 'ENOTDIR' });
  if (process.platform === 'linux') await assert.rejects(prepareFolder('/proc/plumbline/state'), { code: 'ENOENT' });
});

test('a disk that is full has no room for working files, and has when there is room again', async (t) => {
  const disk = await mountSmallDisk({ megabytes: 1 });
  if (disk === undefined) {
    t.skip('only root may mount a small disk');
    return;
  }
  t.after(() => disk.remove());
  const folders = createRunFolders(await prepareFolder(join(disk.folder, 'runs')));
  await folders.ping();
  await disk.fill({ kilobytes: 20 });
  await assert.rejects(folders.ping(), { code: 'ENOSPC' });
  await disk.empty();
  await folders.ping();
});
