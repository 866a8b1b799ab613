import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { help, readArguments } from './arguments.ts';
import type { DemoArguments } from './arguments.ts';
import { runDemo } from './run-demo.ts';
import { createProgress } from './show-progress.ts';

async function demonstrate(demo: DemoArguments): Promise<void> {
  const stops: (() => Promise<void>)[] = [];
  const abort = new AbortController();
  const { promise: interrupted, resolve: interrupt } = Promise.withResolvers<undefined>();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      abort.abort();
      interrupt(undefined);
    });
  }
  const folder = await mkdtemp(join(tmpdir(), 'plumbline-demo-'));
  stops.push(() => rm(folder, { recursive: true, force: true }));
  try {
    await runDemo(demo, {
      progress: createProgress(process.stdout, () => performance.now()),
      print: (line) => {
        console.log(line);
      },
      signal: abort.signal,
      folder,
      onEnd: (stop) => stops.push(stop),
      now: () => new Date(),
    });
    if (!demo.isEnding) {
      console.log('\nCtrl-C stops everything.');
      await interrupted;
    }
  } catch (error) {
    if (!abort.signal.aborted) throw error;
  } finally {
    if (abort.signal.aborted) console.log('\nStopping …');
    for (const stop of stops.reverse()) await stop();
  }
}

try {
  const demo = readArguments(process.argv.slice(2));
  if (demo.isHelp) console.log(help);
  else await demonstrate(demo);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
