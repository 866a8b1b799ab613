import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin } from 'rollup';
import { bundlesFolder, compiledModules, packageFolder } from './folders.ts';
import { readLabels } from './read-labels.ts';

const virtual = '\0salesforce:';
const literal = (value: unknown): string => JSON.stringify(value);

/** The file of a bundle or of one of our stubs of the platform; undefined where there is none. */
function fileOf(folder: string, name: string): string | undefined {
  const base = join(folder, name, name.split('/').at(-1) ?? name);
  return ['js', 'html', 'css'].map((extension) => `${base}.${extension}`).find((path) => existsSync(path));
}

export const isStub = (id: string): boolean => fileOf(compiledModules, id) !== undefined;

const apexModule = (method: string): string =>
  method === ''
    ? `export { refreshApex } from 'shell/apex';`
    : `import { apexMethod } from 'shell/apex'; export default apexMethod(${literal(method)});`;

function schemaModule(name: string): string {
  const [objectApiName, ...field] = name.split('.');
  return `export default ${literal(field.length === 0 ? { objectApiName } : { objectApiName, fieldApiName: field.join('.') })};`;
}

const permissionModule = (kind: string, name: string): string =>
  `import { viewer } from 'shell/viewer'; export default viewer.${kind}s.includes(${literal(name)}) || undefined;`;

/**
 * The modules that only exist in an org: our bundles as `c/name`, Apex methods, labels, schema, permissions. A label
 * that is not there or a bundle that is not compiled is an error of the build, as a deploy would refuse it.
 */
export function platformModules(): Plugin {
  const baseComponents = packageFolder('lightning-base-components');
  let labels: Record<string, string> = {};
  const load = (kind: string, name: string): string => {
    if (kind === 'apex') return apexModule(name);
    if (kind === 'label') {
      const label = name.replace(/^c\./, '');
      if (labels[label] === undefined) throw new Error(`The custom label ${label} is not in the package.`);
      return `import { viewer } from 'shell/viewer'; export default viewer.labels[${literal(label)}];`;
    }
    if (kind === 'schema') return schemaModule(name);
    if (kind === 'customPermission' || kind === 'userPermission') return permissionModule(kind, name);
    if (kind === 'user') return `import { viewer } from 'shell/viewer'; export default viewer.user${name};`;
    if (kind === 'client') return `import { viewer } from 'shell/viewer'; export default viewer.${name};`;
    throw new Error(`There is no stub of @salesforce/${kind}/${name}.`);
  };
  return {
    name: 'platform-modules',
    buildStart() {
      labels = readLabels();
    },
    resolveId(id, importer) {
      if (id.startsWith('c/')) {
        const file = fileOf(bundlesFolder, id.slice(2));
        if (file?.endsWith('.js')) return file;
        throw new Error(`${id} has no JavaScript: npm run build:lwc.`);
      }
      if (isStub(id)) return fileOf(compiledModules, id);
      if (!id.startsWith('@salesforce/') || importer?.startsWith(baseComponents)) return null;
      if (id.startsWith('@salesforce/i18n/')) {
        return join(baseComponents, 'scopedImports', `${id.replaceAll('/', '-')}.js`);
      }
      return virtual + id.slice('@salesforce/'.length);
    },
    load(id) {
      if (!id.startsWith(virtual)) return null;
      const [kind = '', ...rest] = id.slice(virtual.length).split('/');
      return load(kind, rest.join('/'));
    },
  };
}
