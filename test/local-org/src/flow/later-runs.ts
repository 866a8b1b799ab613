import type { Org, RecordChange } from '../org.ts';
import { fits } from './entry.ts';
import type { FlowCatalog } from './flow-catalog.ts';
import { messageOf } from './flow-fault.ts';
import type { FlowAccess, FlowHost } from './flow-host.ts';
import type { FlowUsers } from './flow-users.ts';
import { Interview } from './interview.ts';
import type { FlowTrigger } from './interview.ts';
import type { PathRun } from './later-paths.ts';
import type { FlowModel, ScheduledPath } from './model.ts';
import { runLater, runNow } from './run-batch.ts';
import type { Seed } from './run-batch.ts';
import { accessMode } from './run-interview.ts';
import { recordOfRow } from './saved-record.ts';
import type { StoredRow } from './saved-record.ts';
import { scheduledRecords } from './scheduled-records.ts';
import { dueRun } from './scheduled-work.ts';
import type { ScheduledWork } from './scheduled-work.ts';
import type { WorkQueue } from './work-queue.ts';

type Beginning = { access: FlowAccess; trigger: FlowTrigger | undefined };

type Parts = {
  org: Org;
  host: FlowHost;
  catalog: FlowCatalog;
  users: FlowUsers;
  work: ScheduledWork;
  queue: WorkQueue;
  onFailure: (interview: Interview) => void;
};

const perTransaction = 200;

/** Runs what starts outside of a save, in transactions of at most 200 interviews. */
export class LaterRuns {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** Each record is read again: the path sees it as it is by then, and not at all once it is deleted. */
  startPath(flow: FlowModel, path: ScheduledPath, runs: readonly PathRun[]): void {
    for (const chunk of chunks(runs, Math.min(path.batchSize, perTransaction))) {
      this.#enqueue(flow, path.next, () => chunk.flatMap((run) => this.#pathBeginning(flow, run)));
    }
  }

  /** Runs a path inside of the transaction of a test. */
  runInTest(flow: FlowModel, path: ScheduledPath, runs: readonly PathRun[]): void {
    const { host, onFailure } = this.#parts;
    const batch = runs
      .flatMap((run) => this.#pathBeginning(flow, run))
      .map(({ access, trigger }) => ({ interview: new Interview({ flow, host, access, trigger }), start: path.next }));
    runNow(host, batch);
    for (const { interview } of batch) if (interview.failure !== undefined) onFailure(interview);
  }

  /** Starts the flows of events that were published together. */
  publish(events: readonly RecordChange[]): void {
    for (const [object, published] of Map.groupBy(events, (event) => event.object)) {
      const rows = published.flatMap(({ row }) => (row === undefined ? [] : [row]));
      for (const flow of this.#parts.catalog.active.filter((one) => isEventFlow(one, object))) {
        for (const chunk of chunks(rows, perTransaction)) this.#startEvents(flow, object, chunk);
      }
    }
  }

  /** Runs a scheduled flow if its time has come since it last ran or was deployed. A time that was missed is not made up for. */
  runSchedule(flow: FlowModel, now: Date): void {
    const { schedule, triggerType, next, object } = flow.start;
    if (triggerType !== 'Scheduled' || schedule === undefined) return;
    const { catalog, host, work } = this.#parts;
    const since = work.lastRun(flow.name) ?? catalog.record(flow.name)?.lastModifiedDate;
    const run = dueRun(schedule, { since: new Date(since ?? 0), now });
    if (run === undefined) return;
    work.noteRun(flow.name, run);
    const access = this.#access(flow, undefined);
    if (object === undefined) {
      this.#enqueue(flow, next, () => [{ access, trigger: undefined }]);
      return;
    }
    this.#guard(flow, () => {
      for (const chunk of chunks(scheduledRecords(host, flow, access), perTransaction)) {
        this.#enqueue(flow, next, () => chunk.map((record) => ({ access, trigger: triggerOf(record) })));
      }
    });
  }

  #access(flow: FlowModel, userId: string | undefined): FlowAccess {
    return { userId: this.#parts.users.active(userId), mode: accessMode(flow) };
  }

  #pathBeginning(flow: FlowModel, { object, recordId, userId, prior }: PathRun): Beginning[] {
    const { org, host } = this.#parts;
    const [row] = org.inspect(`SELECT * FROM "${object}" WHERE "Id" = ?`, recordId);
    if (row === undefined || row['IsDeleted'] === 1) return [];
    const trigger: FlowTrigger = {
      record: recordOfRow(host, object, row as StoredRow),
      prior: prior === null ? undefined : recordOfRow(host, object, prior),
      isNew: prior === null,
      isBeforeSave: false,
    };
    return [{ access: this.#access(flow, userId), trigger }];
  }

  #startEvents(flow: FlowModel, object: string, events: readonly StoredRow[]): void {
    const { host } = this.#parts;
    this.#enqueue(flow, flow.start.next, () => {
      const access = this.#access(flow, undefined);
      return events
        .map((row) => ({ access, trigger: triggerOf(recordOfRow(host, object, row)) }))
        .filter(({ trigger }) => fits({ flow, host, access, trigger }));
    });
  }

  /** Runs interviews after what waits already; an error that no fault path takes is mailed. */
  #enqueue(flow: FlowModel, start: string | undefined, read: () => Beginning[]): void {
    const { host, queue, onFailure } = this.#parts;
    queue.add(async () => {
      try {
        const seeds = read().map(({ access, trigger }): Seed => () => ({
          interview: new Interview({ flow, host, access, trigger }),
          start,
        }));
        for (const interview of await runLater(host, seeds)) if (interview.failure !== undefined) onFailure(interview);
      } catch (error) {
        this.#mailDefect(flow, error);
      }
    });
  }

  #guard(flow: FlowModel, work: () => void): void {
    try {
      work();
    } catch (error) {
      this.#mailDefect(flow, error);
    }
  }

  /** A limit, or a defect: nobody waits for the result, so that the mail is all that tells of it. */
  #mailDefect(flow: FlowModel, thrown: unknown): void {
    const { host, onFailure } = this.#parts;
    const interview = new Interview({ flow, host, access: this.#access(flow, undefined) });
    const error = thrown instanceof Error ? thrown : new Error(messageOf(thrown));
    interview.failure = { element: undefined, flow, error };
    onFailure(interview);
  }
}

export const isEventFlow = ({ start }: FlowModel, object: string): boolean =>
  start.triggerType === 'PlatformEvent' && start.object?.toLowerCase() === object.toLowerCase();

const triggerOf = (record: FlowTrigger['record']): FlowTrigger => ({
  record,
  prior: undefined,
  isNew: true,
  isBeforeSave: false,
});

const chunks = <T>(items: readonly T[], size: number): T[][] =>
  Array.from({ length: Math.ceil(items.length / size) }, (_, index) => items.slice(index * size, (index + 1) * size));
