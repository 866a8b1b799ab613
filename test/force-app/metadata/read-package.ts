import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { MetadataFile } from './check-elements.ts';

const forceApp = join(import.meta.dirname, '../../../force-app');

/** The folders that are deployed as source, with every upgrade. */
export const packageFolders = ['main/default', 'test', 'languages/main/default'];

/** The folder that is deployed once, as metadata: it holds what an admin changes afterwards. */
const connectionFolder = 'connection';

/** Every file of the package, by its path below `force-app`; metadata format under the names of source format. */
export const readPackage = (): MetadataFile[] =>
  readdirSync(forceApp, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name))
    .map((path) => ({ path: path.slice(forceApp.length + 1).replaceAll('\\', '/'), text: readFileSync(path, 'utf8') }))
    .filter(
      ({ path }) =>
        [...packageFolders, connectionFolder].some((folder) => path.startsWith(`${folder}/`)) &&
        !path.includes('__tests__') &&
        !path.endsWith('package.xml'),
    )
    .map(({ path, text }) => ({ path: path.startsWith(`${connectionFolder}/`) ? `${path}-meta.xml` : path, text }));
