import { chmod, mkdir, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { RunFolders } from './ports/host.ts';

/** Less room than this is none. */
const PROBE_BYTES = 65_536;

/** The permissions of others than the owner. */
const OTHERS = 0o077;

/**
 * Creates a folder that only the service's user may enter, and proves that it can be written. One that others may enter,
 * as earlier releases made it, is closed to them with all that is in it.
 */
export async function prepareFolder(folder: string): Promise<string> {
  await makeFolder(folder);
  if (((await stat(folder)).mode & OTHERS) !== 0) {
    const entries = await readdir(folder, { recursive: true, withFileTypes: true });
    await chmod(folder, 0o700);
    for (const entry of entries) {
      if (entry.isSymbolicLink()) continue;
      await chmod(join(entry.parentPath, entry.name), entry.isDirectory() ? 0o700 : 0o600);
    }
  }
  const probe = join(folder, `.writable-${process.pid}`);
  await writeFile(probe, 'x', { mode: 0o600 });
  await rm(probe);
  return folder;
}

/**
 * Creates a folder and those above it. Node's own way never ends where a file system refuses a folder with ENOENT, as /proc
 * does.
 */
async function makeFolder(folder: string): Promise<void> {
  const make = async (): Promise<void> => {
    await mkdir(folder, { mode: 0o700 });
  };
  try {
    await make();
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'EEXIST' && (await stat(folder)).isDirectory()) return;
    if (code !== 'ENOENT' || dirname(folder) === folder) throw error;
    await makeFolder(dirname(folder));
    await make();
  }
}

/** Working files of runs in a folder that `prepareFolder` has made. */
export function createRunFolders(root: string): RunFolders & {
  removeAllBut(runKeys: string[]): Promise<void>;
  /** Proves that there is room for working files. */
  ping(): Promise<void>;
} {
  return {
    pathOf: (runKey) => join(root, runKey),
    remove: (runKey) => rm(join(root, runKey), { recursive: true, force: true }),
    async ping() {
      const probe = join(root, `.room-${process.pid}`);
      try {
        await writeFile(probe, Buffer.alloc(PROBE_BYTES), { mode: 0o600 });
      } finally {
        await rm(probe, { force: true });
      }
    },
    async removeAllBut(runKeys) {
      const kept = new Set(runKeys);
      const left = (await readdir(root)).filter((name) => !kept.has(name) && !name.startsWith('.'));
      await Promise.all(left.map((name) => rm(join(root, name), { recursive: true, force: true })));
    },
  };
}
