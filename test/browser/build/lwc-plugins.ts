import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import lwc from '@lwc/rollup-plugin';
import type { LogHandlerWithDefault, Plugin } from 'rollup';
import { compiledModules, packageFolder } from './folders.ts';
import { platformModules } from './platform-modules.ts';

/** Salesforce's API version of the package: the engine behaves as in that release. */
const apiVersion = 65;

const baseComponents = packageFolder('lightning-base-components');
const modules = [{ npm: 'lightning-base-components' }];

/** Base components are the platform's own code and use switches that bundles of customers cannot. */
const forBaseComponents = (): Plugin =>
  lwc({
    rootDir: compiledModules,
    modules,
    apiVersion,
    include: [`${baseComponents}/**`],
    enableDynamicComponents: true,
    enableSyntheticElementInternals: true,
    enableLwcOn: true,
  });

const forBundles = ({ forSandbox }: { forSandbox: boolean }): Plugin =>
  lwc({
    rootDir: compiledModules,
    modules,
    apiVersion,
    exclude: ['**/node_modules/**', '\0*'],
    enableDynamicComponents: true,
    enableLightningWebSecurityTransforms: forSandbox,
  });

/** What the base components expect of the bundler, and the engine of Node. */
const environment: Plugin = {
  name: 'environment',
  resolveImportMeta: (property) => (property === 'env' ? '({ SSR: false })' : null),
  renderChunk: (code) =>
    code.includes('process.env.NODE_ENV')
      ? { code: code.replaceAll('process.env.NODE_ENV', '"development"'), map: null }
      : null,
};

/** Packages that are no LWC modules, by the ES module they name. */
const packages: Plugin = {
  name: 'packages',
  resolveId(id) {
    // The sandbox cleans markup with it.
    if (!id.startsWith('@locker/') && id !== 'dompurify') return null;
    const folder = packageFolder(id);
    const { module } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { module: string };
    return join(folder, module);
  },
};

export const lwcPlugins = ({ forSandbox = false } = {}): Plugin[] => [
  environment,
  packages,
  platformModules(),
  forBaseComponents(),
  forBundles({ forSandbox }),
];

/** Base components warn about themselves; of our own code every warning is an error. */
export const refuseOwnWarnings: LogHandlerWithDefault = (level, log) => {
  const file = log.id ?? log.loc?.file ?? '';
  if (level !== 'warn' || log.code === 'CIRCULAR_DEPENDENCY' || file.includes('node_modules')) return;
  throw new Error(`${file}: ${log.message}`);
};
