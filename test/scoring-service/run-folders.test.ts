import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { promisify } from 'node:util';
import { createRunFolders, prepareFolder } from '../../scoring-service/src/run-folders.ts';

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
  const root = await mkdtemp(join(tmpdir(), 'plumbline-folders-'));
  const run = promisify(execFile);
  try {
    await run('mount', ['-t', 'tmpfs', '-o', 'size=200k', 'tmpfs', root]);
  } catch {
    await rm(root, { recursive: true });
    t.skip('only root may mount a small disk');
    return;
  }
  t.after(async () => {
    await run('umount', [root]);
    await rm(root, { recursive: true });
  });
  const folders = createRunFolders(await prepareFolder(join(root, 'runs')));
  await folders.ping();
  await writeFile(join(root, 'ballast'), Buffer.alloc(180_000));
  await assert.rejects(folders.ping(), { code: 'ENOSPC' });
  await rm(join(root, 'ballast'));
  await folders.ping();
});
