import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { MetadataFile } from './check-elements.ts';

const forceApp = join(import.meta.dirname, '../../../force-app');

/** The folders that are deployed as source, with every upgrade. */
export const packageFolders = ['main/default', 'test', 'languages/main/default'];

/** The folders that are deployed as metadata: what an admin changes afterwards, and what not every org can take. */
export const metadataFolders = ['connection', 'credentials', 'dashboard', 'privacy'];

const isMetadata = (path: string): boolean => metadataFolders.some((folder) => path.startsWith(`${folder}/`));

/** `dashboards/Sales-meta.xml` of a folder and `dashboards/Sales/Won.dashboard`, as source format names them. */
const sourceName = (path: string): string => {
  const folder = /^(.*\/(\w+)s\/\w+)-meta\.xml$/.exec(path);
  return folder ? `${folder[1]}.${folder[2]}Folder-meta.xml` : `${path}-meta.xml`;
};

/** Every file of the package, by its path below `force-app`; metadata format under the names of source format. */
export const readPackage = (): MetadataFile[] =>
  readdirSync(forceApp, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name))
    .map((path) => ({ path: path.slice(forceApp.length + 1).replaceAll('\\', '/'), text: readFileSync(path, 'utf8') }))
    .filter(
      ({ path }) =>
        (isMetadata(path) || packageFolders.some((folder) => path.startsWith(`${folder}/`))) &&
        !path.includes('__tests__') &&
        !path.endsWith('package.xml'),
    )
    .map(({ path, text }) => ({ path: isMetadata(path) ? sourceName(path) : path, text }));

/** The files that are deployed as source. */
export const readSources = (): MetadataFile[] => readPackage().filter(({ path }) => !isMetadata(path));
