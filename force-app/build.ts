/**
 * Compiles the Lightning components in place: the `.js` beside each `.ts` is deployed. `--check` writes no JavaScript.
 * TypeScript resolves `c/name` through tsconfig.paths.json, which is written here from the existing bundles.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const folder = import.meta.dirname;
const bundles = join(folder, 'main/default/lwc');

const bundleNames = existsSync(bundles) ? readdirSync(bundles).sort() : [];
const paths = Object.fromEntries(
  bundleNames
    .filter((name) => existsSync(join(bundles, name, `${name}.ts`)))
    .map((name) => [`c/${name}`, [`./main/default/lwc/${name}/${name}.ts`]]),
);
writeFileSync(join(folder, 'tsconfig.paths.json'), `${JSON.stringify({ compilerOptions: { paths } }, null, 2)}\n`);

const compiler = createRequire(import.meta.url).resolve('typescript/bin/tsc');
const options = process.argv.includes('--check') ? ['--noEmit'] : [];
const { status } = spawnSync(process.execPath, [compiler, '-p', folder, ...options], { stdio: 'inherit' });
process.exitCode = status ?? 1;
