import type { Run } from '@plumbline/contract';
import { setTimeout as delay } from 'node:timers/promises';
import { isUnreachable } from '../service/service-error.ts';
import type { ServiceClient } from '../service/service-client.ts';
import type { RunStages } from './run-stages.ts';

const pollMs = 1000;
/** After this many polls without progress the run itself is read, which costs an API call: it may be paused. */
const pollsBeforeReading = 15;

/**
 * Watches a run until it ends or the time is over, and returns its last state. While the service is unavailable the watch
 * continues, because the run continues when the service is back.
 */
export async function watchRun(
  client: Pick<ServiceClient, 'run' | 'runProgress'>,
  key: string,
  { waitMs, stages, onStatus }: { waitMs: number; stages: RunStages; onStatus?: (run: Run) => void },
): Promise<Run> {
  const endsAtMs = performance.now() + waitMs;
  let seen = '';
  let unchangedPolls = 0;
  for (;;) {
    const isOver = performance.now() >= endsAtMs;
    try {
      const progress = await client.runProgress(key);
      stages.update(progress, performance.now());
      const mark = JSON.stringify(progress);
      unchangedPolls = mark === seen ? unchangedPolls + 1 : 0;
      seen = mark;
      if (progress.stage === 'Ended' || isOver) return await client.run(key);
      if (unchangedPolls > 0 && unchangedPolls % pollsBeforeReading === 0) {
        const run = await client.run(key);
        onStatus?.(run);
        if (run.status === 'Paused') return run;
      }
    } catch (error) {
      if (!isUnreachable(error) || isOver) throw error;
      stages.unavailable();
    }
    await delay(Math.min(pollMs, Math.max(50, endsAtMs - performance.now())));
  }
}
