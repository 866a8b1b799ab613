import { mkdirSync } from 'node:fs';
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { RunFolders } from './ports/host.ts';

/** Working files of runs in a folder that only the service's user may enter. */
export function createRunFolders(root: string): RunFolders & { removeAllBut(runKeys: string[]): Promise<void> } {
  mkdirSync(root, { recursive: true, mode: 0o700 });
  return {
    pathOf: (runKey) => join(root, runKey),
    remove: (runKey) => rm(join(root, runKey), { recursive: true, force: true }),
    async removeAllBut(runKeys) {
      const kept = new Set(runKeys);
      const left = (await readdir(root)).filter((name) => !kept.has(name));
      await Promise.all(left.map((name) => rm(join(root, name), { recursive: true, force: true })));
    },
  };
}
