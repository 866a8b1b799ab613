import type { Store } from './ports/adapters.ts';
import type { RunLog } from './ports/host.ts';
import type { Cancellations } from './ports/runs.ts';

const LOOK_MS = 1000;

/** Looks every second whether somebody has cancelled the run: whoever asks may have reached another process. */
export function watchCancellations({ store, log }: { store: Pick<Store, 'runState'>; log: RunLog }): Cancellations {
  return {
    watch(key) {
      const cancelled = new AbortController();
      let isLooking = false;
      const look = async (): Promise<void> => {
        if (isLooking) return;
        isLooking = true;
        try {
          if ((await store.runState(key))?.cancelledAt !== undefined) cancelled.abort();
        } catch (error) {
          // The store is asked again in a second, and the run itself will tell of it.
          log.error('run.cancellation-unknown', { runKey: key }, error);
        } finally {
          isLooking = false;
        }
      };
      const looking = setInterval(() => void look(), LOOK_MS);
      return { signal: cancelled.signal, stop: () => clearInterval(looking) };
    },
  };
}
