import type { Org } from '../org.ts';
import type { ScheduledPath } from './model.ts';
import type { StoredRow } from './saved-record.ts';

/** A path of a flow that waits for its time, for one record. */
export type WaitingPath = {
  flow: string;
  path: string;
  object: string;
  recordId: string;
  dueAt: string;
  userId: string;
  prior: StoredRow | null;
};

const pathKind = 'flow-path';
const runKind = 'flow-schedule';

const idOf = ({ flow, path, recordId }: Pick<WaitingPath, 'flow' | 'path' | 'recordId'>): string =>
  `${flow} ${path} ${recordId}`;

const unitMs = { Minutes: 60_000, Hours: 3_600_000, Days: 86_400_000 };

/** The time that lies an offset after (or, if negative, before) another. */
export function offsetTime(from: Date, { offset, unit }: Pick<ScheduledPath, 'offset' | 'unit'>): Date {
  if (unit !== 'Months') return new Date(from.getTime() + offset * unitMs[unit]);
  const moved = new Date(from);
  moved.setUTCMonth(moved.getUTCMonth() + offset);
  return moved;
}

/** What waits for its time, kept in the org's own transactions. */
export class ScheduledWork {
  readonly #org: Org;

  constructor(org: Org) {
    this.#org = org;
  }

  get waiting(): WaitingPath[] {
    return this.#org.kept.all(pathKind) as WaitingPath[];
  }

  /** Replaces what waits for the same path and record. */
  put(path: WaitingPath): void {
    this.#org.kept.put(pathKind, idOf(path), path);
  }

  remove(path: Pick<WaitingPath, 'flow' | 'path' | 'recordId'>): void {
    this.#org.kept.delete(pathKind, idOf(path));
  }

  /** Takes all paths whose time has come, the oldest first. */
  takeDue(now: Date): WaitingPath[] {
    const due = this.waiting
      .filter(({ dueAt }) => Date.parse(dueAt) <= now.getTime())
      .toSorted((one, other) => (one.dueAt < other.dueAt ? -1 : 1));
    for (const path of due) this.remove(path);
    return due;
  }

  lastRun(flow: string): string | undefined {
    const runs = this.#org.kept.all(runKind) as { flow: string; at: string }[];
    return runs.find((run) => run.flow === flow)?.at;
  }

  noteRun(flow: string, at: Date): void {
    this.#org.kept.put(runKind, flow, { flow, at: at.toISOString() });
  }
}

const everyMs: Record<string, number> = { Daily: 86_400_000, Weekly: 7 * 86_400_000 };

/** The last time before or at `now` at which a schedule runs, if that is after `since`. */
export function dueRun(
  { frequency, startDate, startTime }: { frequency: string; startDate: string; startTime: string },
  { since, now }: { since: Date; now: Date },
): Date | undefined {
  const first = Date.parse(`${startDate}T${startTime.replace(/Z?$/, 'Z')}`);
  if (Number.isNaN(first) || first > now.getTime()) return undefined;
  const every = everyMs[frequency];
  const last = every === undefined ? first : first + Math.floor((now.getTime() - first) / every) * every;
  return last > since.getTime() ? new Date(last) : undefined;
}
