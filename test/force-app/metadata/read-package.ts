import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { MetadataFile } from './check-elements.ts';

const forceApp = join(import.meta.dirname, '../../../force-app');

/** The folders that are deployed. */
export const packageFolders = ['main/default', 'test', 'languages/main/default'];

/** Every file of the package, by its path below `force-app`. */
export const readPackage = (): MetadataFile[] =>
  readdirSync(forceApp, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name))
    .map((path) => ({ path: path.slice(forceApp.length + 1).replaceAll('\\', '/'), text: readFileSync(path, 'utf8') }))
    .filter(
      ({ path }) => packageFolders.some((folder) => path.startsWith(`${folder}/`)) && !path.includes('__tests__'),
    );
