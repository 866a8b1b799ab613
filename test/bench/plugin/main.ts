/**
 * Scores all leads of a large org with one command of the real `sf`, interrupted once by Ctrl-C and once by kill -9 of the
 * service. Each lead must be reported and written exactly once.
 */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Run } from '@plumbline/contract';
import { parse } from 'csv-parse/sync';
import type { Running } from '../../clients/sf.ts';
import { installSf } from '../../clients/install-sf.ts';
import { goalName, openPluginStage } from '../../plugin/stage/open-stage.ts';
import { watchMemory } from './watch-memory.ts';

const usage = `node test/bench/plugin/main.ts [--leads 100000] [--seed 1]
Needs a built plugin: npm run build:plugin.`;

const { values } = parseArgs({
  options: {
    leads: { type: 'string', default: '100000' },
    seed: { type: 'string', default: '1' },
    help: { type: 'boolean', default: false },
  },
});
if (values.help) {
  console.log(usage);
  process.exit(0);
}

const seconds = (ms: number): string => (ms / 1000).toFixed(1);
const say = (text: string): void => console.log(`${new Date().toISOString().slice(11, 19)} ${text}`);

await installSf();
say(`creating an org with ${values.leads} leads`);
const stage = await openPluginStage({ leads: Number(values.leads), seed: Number(values.seed), isTrained: true });
const { sf, org } = stage;
try {
  const countOf = (condition: string): number => {
    const [row] = org.org.inspect(`SELECT count(*) AS count FROM "Lead" WHERE "IsConverted" = 0${condition}`);
    return Number(row?.['count']);
  };
  const open = countOf('');
  const qualified = countOf(` AND "Status" IN ('Open - Not Contacted', 'Working - Contacted')`);
  say(`trained; ${open} open leads, ${qualified} of them qualified`);

  /** The number of saves of each lead since the start. */
  const saves = new Map<string, number>();
  org.org.onCommitted(['Lead'], (changes) => {
    for (const { id } of changes) saves.set(id, (saves.get(id) ?? 0) + 1);
  });
  /** Resolves when at least `least` leads have been saved. */
  const saved = (least: number): Promise<void> => {
    const { promise, resolve } = Promise.withResolvers<undefined>();
    const watch = setInterval(() => {
      if (saves.size < least) return;
      clearInterval(watch);
      resolve(undefined);
    }, 20);
    return promise;
  };
  const apiCalls = async (): Promise<number> => {
    const limits = await org.admin.limits();
    return limits['DailyApiRequests'] === undefined
      ? 0
      : limits['DailyApiRequests'].Max - limits['DailyApiRequests'].Remaining;
  };

  /** Resolves when a command shows its run. */
  const watching = async (command: Running): Promise<void> => {
    while (!command.output().includes('Job Id')) await once(command.child.stdout ?? command.child, 'data');
  };

  const callsBefore = await apiCalls();
  const startedMs = performance.now();
  let cliPid: number | undefined;
  const cliMemory = watchMemory(() => cliPid);
  const serviceMemory = watchMemory(() => stage.service.process.pid);

  const first = sf.start(['score', 'run', 'bulk', '--goal', goalName, '--all', '--wait', '30']);
  cliPid = first.child.pid;
  await saved(qualified * 0.2);
  say(`Ctrl-C after ${seconds(performance.now() - startedMs)} s, ${saves.size} leads written`);
  first.child.kill('SIGINT');
  const interrupted = await first.ended;
  assert.equal(interrupted.exitCode, 130, interrupted.stderr);
  console.log(interrupted.stdout.split('\n').find((line) => line.includes('was interrupted')));

  const second = sf.start([
    'score',
    'run',
    'resume',
    '--use-most-recent',
    '--wait',
    '30',
    '--output-file',
    'scores.csv',
  ]);
  cliPid = second.child.pid;
  await watching(second);
  await saved(qualified * 0.5);
  say(`kill -9 of the service after ${seconds(performance.now() - startedMs)} s, ${saves.size} leads written`);
  await stage.restartService('SIGKILL');
  say('the service is running again');
  const { exitCode, stdout, stderr } = await second.ended;
  const wholeMs = performance.now() - startedMs;
  assert.equal(exitCode, 0, stderr);
  console.log(stdout);

  const calls = (await apiCalls()) - callsBefore;
  const { runs } = await sf.result<{ runs: Run[] }>('run list', ['--days', '1']);
  const run = runs.find(({ jobType }) => jobType === 'Scoring');
  assert.ok(run);
  const rows: { RecordId: string; Score: string }[] = parse(readFileSync(join(sf.folder, 'scores.csv')), {
    columns: true,
  });
  const reported = new Set(rows.map(({ RecordId }) => RecordId));
  assert.equal(rows.length, open, 'every open lead has one result');
  assert.equal(reported.size, open, 'no lead has two results');
  assert.equal(saves.size, run.changed, 'every changed lead was written');
  assert.ok(
    [...saves.values()].every((times) => times === 1),
    'no lead was written twice',
  );

  console.log(`
leads reported            ${rows.length} (each once)
leads scored              ${run.scored}
leads written             ${saves.size} (each once)
time with interruptions   ${seconds(wholeMs)} s, ${Math.round((1000 * rows.length) / wholeMs)} leads a second
peak memory of the CLI    ${cliMemory.stop()} MB
peak memory of the service ${serviceMemory.stop()} MB
API calls                 ${calls}`);
} finally {
  await stage.stop();
}
