import { createHash } from 'node:crypto';
import { existsSync, globSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

const projectFolder = join(import.meta.dirname, '../../..');
const keptFolders = join(projectFolder, 'node_modules/.cache/plumbline/stages');

/** What a stage is made of: a change in any of these files makes all stages anew. */
const sources = [
  'package-lock.json',
  'scoring-service/**/*.{ts,json}',
  'force-app/main/default/**/*.{xml,ts,cls,trigger,html,css}',
  'force-app/{credentials,privacy}/**/*.{xml,permissionset}',
  'test/local-org/src/**/*.ts',
  'test/fixtures/generated-org/**/*.xml',
  'test/e2e/stage/*.ts',
  'test/browser/stage/*.ts',
];

/** Most states of the sources whose stages are kept side by side. */
const MOST_KEPT = 3;

function hashSources(): string {
  const hash = createHash('sha256');
  const files = globSync(sources, { cwd: projectFolder, exclude: (name) => name === 'node_modules' });
  for (const file of files.sort()) hash.update(`${file}\0`).update(readFileSync(join(projectFolder, file)));
  return hash.digest('hex').slice(0, 16);
}

/** Stages of today's sources. An org ends today and the service runs by the real calendar, so the day is part of it. */
let folderOfSources: string | undefined;

function openFolderOfSources(): string {
  if (folderOfSources !== undefined) return folderOfSources;
  const folder = join(keptFolders, `${new Date().toISOString().slice(0, 10)}-${hashSources()}`);
  mkdirSync(folder, { recursive: true });
  const others = globSync('*/', { cwd: keptFolders })
    .map((name) => join(keptFolders, name))
    .filter((other) => other !== folder)
    .sort((one, other) => statSync(other).mtimeMs - statSync(one).mtimeMs);
  for (const old of others.slice(MOST_KEPT - 1)) rmSync(old, { recursive: true, force: true });
  return (folderOfSources = folder);
}

/** Blocks until no other process prepares the folder of this name; the lock ends with the process at the latest. */
function lock(name: string): () => void {
  const database = new DatabaseSync(join(openFolderOfSources(), `${name}.lock`), { timeout: 600_000 });
  database.exec('BEGIN EXCLUSIVE');
  return () => {
    database.close();
  };
}

/** Whether the folder of this name is there. */
export const isKept = (name: string): boolean => existsSync(join(openFolderOfSources(), name));

/**
 * A folder that `prepare` fills once for the present sources, whichever test file comes first; the others wait for it.
 * Nobody may change what is in it: every user works on a copy.
 */
export async function keptFolder(name: string, prepare: (folder: string) => Promise<void>): Promise<string> {
  const folder = join(openFolderOfSources(), name);
  if (existsSync(folder)) return folder;
  const unlock = lock(name);
  try {
    if (!existsSync(folder)) {
      const scratch = mkdtempSync(join(openFolderOfSources(), 'preparing-'));
      await prepare(scratch);
      renameSync(scratch, folder);
    }
    return folder;
  } finally {
    unlock();
  }
}
