import type { Run } from '@plumbline/contract';
import { setTimeout as delay } from 'node:timers/promises';
import { isUnreachable } from '../service/service-error.ts';
import type { ServiceClient } from '../service/service-client.ts';
import type { RunStages } from './run-stages.ts';

const pollMs = 1000;
/** Without movement for so many looks the run itself is asked for, which costs the org a call: it may be paused. */
const looksBeforeAsking = 15;

/**
 * Watches a run until it has ended, or the time is over: then as it stands. A service that is away for a while is waited
 * for, because the run goes on when it comes back.
 */
export async function watchRun(
  client: Pick<ServiceClient, 'run' | 'runProgress'>,
  key: string,
  { waitMs, stages, onStatus }: { waitMs: number; stages: RunStages; onStatus?: (run: Run) => void },
): Promise<Run> {
  const endsAtMs = performance.now() + waitMs;
  let seen = '';
  let stillLooks = 0;
  for (;;) {
    const isOver = performance.now() >= endsAtMs;
    try {
      const progress = await client.runProgress(key);
      stages.update(progress, performance.now());
      const mark = JSON.stringify(progress);
      stillLooks = mark === seen ? stillLooks + 1 : 0;
      seen = mark;
      if (progress.stage === 'Ended' || isOver) return await client.run(key);
      if (stillLooks > 0 && stillLooks % looksBeforeAsking === 0) {
        const run = await client.run(key);
        onStatus?.(run);
        if (run.status === 'Paused') return run;
      }
    } catch (error) {
      if (!isUnreachable(error) || isOver) throw error;
      stages.troubled();
    }
    await delay(Math.min(pollMs, Math.max(50, endsAtMs - performance.now())));
  }
}
