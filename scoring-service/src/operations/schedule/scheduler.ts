import { openingAt } from '../../domain/schedule/maintenance-window.ts';
import type { MaintenanceWindow } from '../../domain/schedule/maintenance-window.ts';
import type { WindowGate } from '../../ports/runs.ts';
import { startDueRuns } from './start-due-runs.ts';
import type { SchedulerPorts, SchedulerSettings } from './start-due-runs.ts';

/** While all windows are closed the org is asked this often whether they have been changed. */
const REFRESH_MS = 600_000;

export type Scheduler = WindowGate & {
  /** To be called every minute: opens and closes the gate, and within a window serves the goals. */
  tick(): Promise<void>;
};

/** Knows whether a maintenance window is open, and ends scheduled runs when the last one closes. */
export function createScheduler(ports: SchedulerPorts, settings: SchedulerSettings): Scheduler {
  const { salesforce, clock } = ports;
  let windows: MaintenanceWindow[] = [];
  let lookedAt: Date | undefined;
  let closing: AbortController | undefined;
  let ticking: Promise<void> | undefined;

  function openOrClose(): void {
    if (openingAt(windows, clock.now())) {
      closing ??= new AbortController();
      return;
    }
    closing?.abort();
    closing = undefined;
  }

  async function look(): Promise<void> {
    // First by what is known, so that an org that does not answer keeps no window open.
    openOrClose();
    const isFresh = lookedAt !== undefined && clock.now().getTime() - lookedAt.getTime() < REFRESH_MS;
    if (isFresh && !closing) return;
    windows = await salesforce.readWindows();
    lookedAt = clock.now();
    openOrClose();
    await startDueRuns(ports, windows, settings);
  }

  return {
    async enter() {
      windows = await salesforce.readWindows();
      openOrClose();
      return closing?.signal;
    },
    tick() {
      ticking ??= look().finally(() => (ticking = undefined));
      return ticking;
    },
  };
}
