import { globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from 'node:test';
import { spec } from 'node:test/reporters';
import { addTallies, tallyVariable } from './tally.ts';
import type { Tally } from './tally.ts';

/** Each `sf` is a process, so more files in parallel would only wait for each other on two cores. */
const filesAtOnce = 2;
/** Of one file: a busy machine takes 20 s for a command that takes 3 s on a free one. */
const timeoutMs = 1_800_000;

type Outcome = { passed: number; failed: number };

/** Runs the files as `node --test` does; the report goes to the console. */
async function runFiles(files: string[]): Promise<Outcome> {
  const outcome = { passed: 0, failed: 0 };
  const events = run({ files, concurrency: filesAtOnce, timeout: timeoutMs });
  events.on('test:pass', () => {
    outcome.passed += 1;
  });
  events.on('test:fail', () => {
    outcome.failed += 1;
  });
  const report = events.compose(spec);
  report.pipe(process.stdout);
  await new Promise((resolve, reject) => report.once('end', resolve).once('error', reject));
  return outcome;
}

const addUp = (file: string): Tally =>
  addTallies(
    readFileSync(file, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Tally),
  );

/** Runs the files `*.client.ts` of a folder whose name holds one of the words, and counts what they did. */
export async function runClientFiles(folder: string, words: string[]): Promise<Tally> {
  const startedAt = performance.now();
  const files = globSync('**/*.client.ts', { cwd: folder })
    .filter((file) => words.length === 0 || words.some((part) => file.includes(part)))
    .toSorted()
    .map((file) => join(folder, file));
  const scratch = mkdtempSync(join(tmpdir(), 'plumbline-clients-'));
  const tallyFile = join(scratch, 'tally');
  // The files inherit it.
  process.env[tallyVariable] = tallyFile;
  try {
    const { passed, failed } = await runFiles(files);
    const tally = addUp(tallyFile);
    const { commands, calls, checks } = tally;
    const seconds = Math.round((performance.now() - startedAt) / 1_000);
    console.log(
      `${commands} sf commands and ${calls} jsforce calls, ${checks} checks in ${files.length} files, ${seconds} s`,
    );
    console.log(failed === 0 ? `All ${passed} tests green.` : `${failed} of ${passed + failed} tests failed.`);
    if (failed > 0) process.exitCode = 1;
    return tally;
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}
