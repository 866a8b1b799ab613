import { execFile } from 'node:child_process';
import { mkdtemp, rm, statfs, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** A disk of its own that is small enough to be filled. */
export type SmallDisk = {
  folder: string;
  /** Fills it but for this much room. */
  fill(leaving: { kilobytes: number }): Promise<void>;
  /** Makes room again. */
  empty(): Promise<void>;
  remove(): Promise<void>;
};

/** Mounts a disk in memory; undefined where the system does not permit it, as it does for root only. */
export async function mountSmallDisk({ megabytes }: { megabytes: number }): Promise<SmallDisk | undefined> {
  const folder = await mkdtemp(join(tmpdir(), 'plumbline-disk-'));
  try {
    await run('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', folder]);
  } catch {
    await rm(folder, { recursive: true });
    return undefined;
  }
  const ballast = join(folder, 'ballast');
  return {
    folder,
    async fill({ kilobytes }) {
      const { bavail, bsize } = await statfs(folder);
      await writeFile(ballast, Buffer.alloc(Math.max(0, bavail * bsize - kilobytes * 1024)));
    },
    empty: () => rm(ballast),
    async remove() {
      // Also where a process that was killed still has files open.
      await run('umount', ['--lazy', folder]);
      await rm(folder, { recursive: true });
    },
  };
}
