import { fileURLToPath } from 'node:url';
import { installSf } from './install-sf.ts';
import { runClientFiles } from './run-client-files.ts';

await installSf();
await runClientFiles(fileURLToPath(new URL('.', import.meta.url)), process.argv.slice(2));
