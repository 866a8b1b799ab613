import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A text file of the repository: its path from the root, with forward slashes, and its content. */
export type Source = { path: string; text: string };

// Folders that git ignores, installed packages, and git itself.
const SKIPPED = new Set(['node_modules', '.git', '.plumbline', '.sf', '.sf-cli', '.sfdx', 'build', 'lib', 'coverage']);
const BINARY = /\.(png|jpe?g|gif|ico|woff2?|zip|parquet)$/;

/** Reads every text file under `root`, except in folders that git ignores. */
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
  // Other tests may delete one of their files between the listing and the reading.
  if (BINARY.test(path) || path.endsWith('.log') || !existsSync(join(root, path))) return [];
  return [{ path, text: readFileSync(join(root, path), 'utf8') }];
}

/** Selects the TypeScript sources. */
export const typeScript = (sources: Source[]): Source[] => sources.filter(({ path }) => path.endsWith('.ts'));
