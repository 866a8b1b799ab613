import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** Compiles what a checkout needs: components and the plugin. An installation without dev dependencies runs the service alone. */
const root = join(import.meta.dirname, '..');
const compiler = 'node_modules/typescript-native/bin/tsc';
const steps = [[compiler, '-b', 'scoring-service/learning'], ['force-app/build.ts'], ['plugin/build.ts']];
if (existsSync(join(root, compiler))) {
  for (const step of steps) execFileSync(process.execPath, step, { cwd: root, stdio: 'inherit' });
}
