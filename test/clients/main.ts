import { fileURLToPath } from 'node:url';
import { installSf } from './install-sf.ts';
import { runClientFiles } from './run-client-files.ts';
import { readUsage } from '../usage.ts';

readUsage(
  'npm run test:clients [-- PART OF A NAME…]    the real sf CLI and jsforce against the local org',
  (word) => !word.startsWith('-'),
);
await installSf();
await runClientFiles(fileURLToPath(new URL('.', import.meta.url)), process.argv.slice(2));
