import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { installSf } from '../clients/install-sf.ts';
import { runClientFiles } from '../clients/run-client-files.ts';
import { readUsage } from '../usage.ts';
import { showCoverage } from './command-coverage.ts';

const build = fileURLToPath(new URL('../../plugin/build.ts', import.meta.url));
const words = process.argv.slice(2);

readUsage('npm run test:plugin [-- PART OF A NAME…]    the plugin in the real sf CLI', (word) => !word.startsWith('-'));
await installSf();
const { status } = spawnSync(process.execPath, [build], { stdio: 'inherit' });
if (status === 0) {
  const { ends } = await runClientFiles(fileURLToPath(new URL('.', import.meta.url)), words);
  const unseen = showCoverage(ends);
  // A selection of files does not run all commands.
  if (words.length === 0 && unseen.length > 0) {
    console.log(`Not seen succeeding and failing, with and without --json: ${unseen.join(', ')}.`);
    process.exitCode = 1;
  }
} else process.exitCode = 1;
