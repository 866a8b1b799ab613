import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { rollup } from 'rollup';
import type { Plugin } from 'rollup';
import { compiledModules, packageFolder, vendorFolder } from './folders.ts';
import { lwcPlugins, refuseOwnWarnings } from './lwc-plugins.ts';
import { isStub } from './platform-modules.ts';

/** They import modules that only the platform has. */
const notInPackage = new Set(['lightning/navigation', 'lightning/barcodeScanner', 'lightning/primitiveFigure']);

const versioned = ['lwc', '@lwc/rollup-plugin', 'lightning-base-components', '@locker/sandbox', 'rollup'];

const readPackage = (name: string): { version: string; lwc?: { expose: string[] } } =>
  JSON.parse(readFileSync(join(packageFolder(name), 'package.json'), 'utf8')) as {
    version: string;
    lwc?: { expose: string[] };
  };

function keyOfBuild(): string {
  const sources = ['build-vendor.ts', 'lwc-plugins.ts', 'platform-modules.ts'].map((file) =>
    readFileSync(join(import.meta.dirname, file), 'utf8'),
  );
  const versions = versioned.map((name) => readPackage(name).version);
  return createHash('sha256')
    .update(JSON.stringify([versions, sources]))
    .digest('hex');
}

/** Entries are resolved as if a module of ours imported them. */
const entries: Plugin = {
  name: 'entries',
  async resolveId(id, _, options) {
    if (!options.isEntry) return null;
    return this.resolve(id, join(compiledModules, 'shell/entry.js'), { skipSelf: true });
  },
};

/** Bundles engine, base components and sandbox when their versions have changed. Returns whether it did. */
export async function buildVendor(): Promise<boolean> {
  const stamp = join(vendorFolder, '.key');
  const key = keyOfBuild();
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === key) return false;
  rmSync(vendorFolder, { recursive: true, force: true });
  const components = (readPackage('lightning-base-components').lwc?.expose ?? []).filter(
    (id) => !notInPackage.has(id) && !id.startsWith('lightning/iconSvgTemplates') && !isStub(id),
  );
  const input = {
    lwc: 'lwc',
    'synthetic-shadow': '@lwc/synthetic-shadow',
    sandbox: '@locker/sandbox',
    ...Object.fromEntries(components.map((id) => [id, id])),
  };
  const bundle = await rollup({ input, plugins: [entries, ...lwcPlugins()], onLog: refuseOwnWarnings });
  await bundle.write({
    dir: vendorFolder,
    format: 'esm',
    entryFileNames: '[name].js',
    chunkFileNames: 'chunks/[name]-[hash].js',
  });
  await bundle.close();
  writeFileSync(stamp, key);
  return true;
}
