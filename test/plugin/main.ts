import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { installSf } from '../clients/install-sf.ts';
import { runClientFiles } from '../clients/run-client-files.ts';

const build = fileURLToPath(new URL('../../plugin/build.ts', import.meta.url));

await installSf();
const { status } = spawnSync(process.execPath, [build], { stdio: 'inherit' });
if (status === 0) await runClientFiles(fileURLToPath(new URL('.', import.meta.url)), process.argv.slice(2));
else process.exitCode = 1;
