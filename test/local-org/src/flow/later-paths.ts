import type { Org, SavedRecord } from '../org.ts';
import type { FlowModel, ScheduledPath } from './model.ts';
import type { PathListener, PathStart } from './save-flows.ts';
import type { StoredRow } from './saved-record.ts';
import { offsetTime } from './scheduled-work.ts';
import type { ScheduledWork, WaitingPath } from './scheduled-work.ts';

/** A path that runs for one record, now or when its time has come. */
export type PathRun = Pick<WaitingPath, 'object' | 'recordId' | 'userId' | 'prior'>;

export type RunPath = (flow: FlowModel, path: ScheduledPath, runs: readonly PathRun[]) => void;

/** Hands over the paths of saved records: asynchronous ones after the commit, others to wait for their time. */
export class LaterPaths implements PathListener {
  readonly #org: Org;
  readonly #work: ScheduledWork;
  readonly #runAsync: RunPath;
  /** Records of the present transaction by flow and path, so that they run together. */
  readonly #committed = new Map<ScheduledPath, { flow: FlowModel; runs: PathRun[] }>();

  readonly #ofTest = new Map<ScheduledPath, { flow: FlowModel; runs: PathRun[] }>();

  constructor(org: Org, { work, runAsync }: { work: ScheduledWork; runAsync: RunPath }) {
    this.#org = org;
    this.#work = work;
    this.#runAsync = runAsync;
  }

  start(start: PathStart): void {
    for (const path of start.flow.start.paths) {
      if (path.isAsync) this.#afterCommit(start, path);
      else this.#wait(start, path);
    }
  }

  reschedule(start: PathStart): void {
    const waiting = new Set(this.#waitingPaths(start));
    for (const path of start.flow.start.paths) {
      if (waiting.has(path.name) && path.field !== undefined) this.#wait(start, path);
    }
  }

  cancel({ flow, saved }: PathStart): void {
    for (const path of flow.start.paths) {
      if (!path.isAsync) this.#work.remove({ flow: flow.name, path: path.name, recordId: saved.id ?? '' });
    }
  }

  #waitingPaths({ flow, saved }: PathStart): string[] {
    return this.#work.waiting
      .filter((one) => one.flow === flow.name && one.recordId === saved.id)
      .map(({ path }) => path);
  }

  #afterCommit({ flow, saved, userId, object }: PathStart, path: ScheduledPath): void {
    const run: PathRun = { object, recordId: saved.id ?? '', userId, prior: priorOf(saved) };
    if (this.#org.isIsolated) {
      this.#keepForTest(flow, path, run);
      return;
    }
    this.#org.afterCommit(() => {
      const known = this.#committed.get(path);
      if (known !== undefined) {
        known.runs.push(run);
        return;
      }
      const together = { flow, runs: [run] };
      this.#committed.set(path, together);
      queueMicrotask(() => {
        this.#committed.delete(path);
        this.#runAsync(flow, path, together.runs);
      });
    });
  }

  /** The transaction of a test is never committed: its asynchronous paths run when the test stops. */
  #keepForTest(flow: FlowModel, path: ScheduledPath, run: PathRun): void {
    const known = this.#ofTest.get(path);
    if (known !== undefined) known.runs.push(run);
    else this.#ofTest.set(path, { flow, runs: [run] });
    this.#org.afterEnd(() => {
      this.#ofTest.clear();
    });
  }

  /** The asynchronous paths that a test has started and that have not run yet. */
  takeOfTest(): { flow: FlowModel; path: ScheduledPath; runs: PathRun[] }[] {
    const taken = [...this.#ofTest].map(([path, { flow, runs }]) => ({ flow, path, runs }));
    this.#ofTest.clear();
    return taken;
  }

  /** A path without a time, as its date is empty, does not wait. */
  #wait(start: PathStart, path: ScheduledPath): void {
    const { flow, saved, userId, object } = start;
    const recordId = saved.id ?? '';
    const from = path.field === undefined ? this.#org.clock.now() : dateOf(saved.row ?? {}, path.field);
    if (from === undefined) {
      this.#work.remove({ flow: flow.name, path: path.name, recordId });
      return;
    }
    // The time of the event that began the wait stays.
    if (path.field === undefined && saved.prior !== undefined && this.#waitingPaths(start).includes(path.name)) return;
    this.#work.put({
      flow: flow.name,
      path: path.name,
      object,
      recordId,
      userId,
      dueAt: offsetTime(from, path).toISOString(),
      prior: priorOf(saved),
    });
  }
}

const priorOf = ({ prior }: SavedRecord): StoredRow | null => (prior === undefined ? null : { ...prior });

function dateOf(row: StoredRow, field: string): Date | undefined {
  const name = Object.keys(row).find((one) => one.toLowerCase() === field.toLowerCase());
  const value = name === undefined ? null : (row[name] ?? null);
  if (typeof value !== 'string') return undefined;
  const ms = Date.parse(value);
  return Number.isNaN(ms) ? undefined : new Date(ms);
}
