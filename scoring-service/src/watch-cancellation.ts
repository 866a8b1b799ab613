import type { Store } from './ports/adapters.ts';
import type { RunLog } from './ports/host.ts';
import type { Cancellations } from './ports/runs.ts';

const POLL_MS = 1000;

/** Reads every second whether a run was cancelled, because the request may have reached another process. */
export function watchCancellations({ store, log }: { store: Pick<Store, 'runState'>; log: RunLog }): Cancellations {
  return {
    watch(key) {
      const cancelled = new AbortController();
      let isReading = false;
      const read = async (): Promise<void> => {
        if (isReading) return;
        isReading = true;
        try {
          if ((await store.runState(key))?.cancelledAt !== undefined) cancelled.abort();
        } catch (error) {
          // The next poll is a second later, and the run itself fails without the store.
          log.error('run.cancellation-unknown', { runKey: key }, error);
        } finally {
          isReading = false;
        }
      };
      const reading = setInterval(() => void read(), POLL_MS);
      return { signal: cancelled.signal, stop: () => clearInterval(reading) };
    },
  };
}
