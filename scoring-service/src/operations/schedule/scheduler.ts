import { openingAt } from '../../domain/schedule/maintenance-window.ts';
import type { MaintenanceWindow } from '../../domain/schedule/maintenance-window.ts';
import type { WindowGate } from '../../ports/runs.ts';
import { startDueRuns } from './start-due-runs.ts';
import type { SchedulerPorts, SchedulerSettings } from './start-due-runs.ts';

/** While all windows are closed, they are read from the org at this interval. */
const REFRESH_MS = 600_000;

export type Scheduler = WindowGate & {
  /** Called every minute: opens and closes the gate, and starts due runs. */
  tick(): Promise<void>;
};

/** Starts scheduled runs in maintenance windows and pauses them when the last window closes. */
export function createScheduler(ports: SchedulerPorts, settings: SchedulerSettings): Scheduler {
  const { salesforce, clock } = ports;
  let windows: MaintenanceWindow[] = [];
  let readAt: Date | undefined;
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

  async function refresh(): Promise<void> {
    // Before the org is read, so that an unreachable org does not keep a window open.
    openOrClose();
    const isFresh = readAt !== undefined && clock.now().getTime() - readAt.getTime() < REFRESH_MS;
    if (isFresh && !closing) return;
    windows = await salesforce.readWindows();
    readAt = clock.now();
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
      ticking ??= refresh().finally(() => (ticking = undefined));
      return ticking;
    },
  };
}
