import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { rollup } from 'rollup';
import { buildVendor } from './build-vendor.ts';
import { compileModules } from './compile-modules.ts';
import { bundlesFolder, pagesFolder, vendorFolder } from './folders.ts';
import { lwcPlugins, refuseOwnWarnings } from './lwc-plugins.ts';
import { isStub } from './platform-modules.ts';
import { virtualModule } from './virtual-module.ts';

const isEngine = (id: string): boolean => id === 'lwc' || id === '@lwc/synthetic-shadow';
const isBase = (id: string): boolean => id.startsWith('lightning/') && !isStub(id);
const isOutside = (id: string): boolean => /^(lwc$|lightning\/|@salesforce\/)/.test(id);

/** Names of the bundles that have compiled JavaScript. */
export const bundleNames = (): string[] =>
  readdirSync(bundlesFolder)
    .sort()
    .filter((name) => existsSync(join(bundlesFolder, name, `${name}.js`)));

/** Our bundles as one script for the sandbox; what it needs from outside is handed in. The outside modules' names. */
async function buildForSandbox(names: string[]): Promise<string[]> {
  const source = names.map((name) => `import * as ${name} from 'c/${name}'; export { ${name} };`).join('\n');
  const bundle = await rollup({
    input: 'entry',
    external: isOutside,
    plugins: [virtualModule('entry', source), ...lwcPlugins({ forSandbox: true })],
    onLog: refuseOwnWarnings,
  });
  const { output } = await bundle.write({
    file: join(pagesFolder, 'sandboxed.js'),
    format: 'iife',
    name: '$bundles',
    interop: 'esModule',
    globals: (id) => `$outside[${JSON.stringify(id)}]`,
  });
  await bundle.close();
  return output[0].imports;
}

const outsideSource = (ids: string[]): string =>
  [
    ...ids.map((id, index) => `import * as m${index} from ${JSON.stringify(id)};`),
    `export const outside = { ${ids.map((id, index) => `${JSON.stringify(id)}: m${index}`).join(', ')} };`,
  ].join('\n');

/** Every bundle of the package and the shell around them, for the browser. */
export async function buildPages(): Promise<void> {
  compileModules();
  await buildVendor();
  rmSync(pagesFolder, { recursive: true, force: true });
  const names = bundleNames();
  const outside = await buildForSandbox(names);
  const bundle = await rollup({
    input: {
      shell: 'shell/start',
      outside: 'outside-modules',
      ...Object.fromEntries(names.map((name) => [`c/${name}`, `c/${name}`])),
    },
    external: (id, importer) => isEngine(id) || isBase(id) || (id.startsWith('c/') && importer !== undefined),
    plugins: [virtualModule('outside-modules', outsideSource(outside)), ...lwcPlugins()],
    onLog: refuseOwnWarnings,
  });
  const { output } = await bundle.write({
    dir: pagesFolder,
    format: 'esm',
    entryFileNames: '[name].js',
    chunkFileNames: 'chunks/[name]-[hash].js',
  });
  await bundle.close();
  const imported = new Set(output.flatMap((chunk) => (chunk.type === 'chunk' ? chunk.imports : [])));
  const missing = [...imported].filter((id) => isBase(id) && !existsSync(join(vendorFolder, `${id}.js`)));
  if (missing.length > 0) throw new Error(`No base component and no stub: ${missing.join(', ')}.`);
}
