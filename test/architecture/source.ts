import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** One committed text: its path from the root of the repository, with forward slashes, and its content. */
export type Source = { path: string; text: string };

// What git ignores, installed packages and git itself.
const SKIPPED = new Set(['node_modules', '.git', '.plumbline', '.sf', '.sf-cli', '.sfdx', 'build', 'lib', 'coverage']);
const BINARY = /\.(png|jpe?g|gif|ico|woff2?|zip|parquet)$/;

/** Every text under `root`. Folders that git ignores are left out. */
export const readSources = (root: string): Source[] => readFolder(root, '');

function readFolder(root: string, folder: string): Source[] {
  return readdirSync(join(root, folder), { withFileTypes: true })
    .filter(({ name }) => !SKIPPED.has(name))
    .flatMap((entry) => {
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
      return entry.isDirectory() ? readFolder(root, path) : readOne(root, path);
    });
}

function readOne(root: string, path: string): Source[] {
  // Other tests may remove a file of their own between the listing and the reading.
  if (BINARY.test(path) || path.endsWith('.log') || !existsSync(join(root, path))) return [];
  return [{ path, text: readFileSync(join(root, path), 'utf8') }];
}

/** The TypeScript among the sources. */
export const typeScript = (sources: Source[]): Source[] => sources.filter(({ path }) => path.endsWith('.ts'));
