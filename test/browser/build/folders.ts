import { join } from 'node:path';

export const projectFolder = join(import.meta.dirname, '../../..');
export const bundlesFolder = join(projectFolder, 'force-app/main/default/lwc');
export const labelsFile = join(projectFolder, 'force-app/main/default/labels/CustomLabels.labels-meta.xml');
export const translationsFile = join(
  projectFolder,
  'force-app/languages/main/default/translations/de.translation-meta.xml',
);
export const moduleSources = join(projectFolder, 'test/browser/modules');

const cache = join(projectFolder, '.plumbline/browser');
/** The engine, the base components and the sandbox, built once for their versions. */
export const vendorFolder = join(cache, 'vendor');
export const compiledModules = join(cache, 'modules');
export const pagesFolder = join(cache, 'pages');

/** Where a package of the registry is; not all of them let Node resolve it. */
export const packageFolder = (name: string): string => join(projectFolder, 'node_modules', name);
