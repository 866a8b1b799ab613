import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { projectFolder } from './folders.ts';

/** Compiles the package's components to JavaScript. Throws where TypeScript finds an error, which it prints. */
export function compileBundles(): void {
  const { status } = spawnSync(process.execPath, [join(projectFolder, 'force-app/build.ts')], { stdio: 'inherit' });
  if (status !== 0) throw new Error('The components do not compile.');
}
