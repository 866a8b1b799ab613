import type { SaveChunk, SavedRecord } from '../org.ts';
import { RecordRefusal } from '../records/record-refusal.ts';
import { fits, isStartedBy, meetsEntry } from './entry.ts';
import { saveError } from './failure-report.ts';
import { FlowAbort, FlowFault } from './flow-fault.ts';
import type { FlowAccess, FlowHost } from './flow-host.ts';
import { Interview } from './interview.ts';
import type { FlowTrigger } from './interview.ts';
import type { FlowModel } from './model.ts';
import { runNow } from './run-batch.ts';
import { accessMode } from './run-interview.ts';
import { recordOfRow, writeBack } from './saved-record.ts';

type Started = { saved: SavedRecord; interview: Interview };

/** What the paths of a flow that run later need to know. */
export type PathStart = { flow: FlowModel; saved: SavedRecord; userId: string; object: string };

export type PathListener = {
  /** The record meets the entry conditions: its later paths are to run. */
  start(start: PathStart): void;
  /** The record meets the conditions as it did before: what waits may get another time. */
  reschedule(start: PathStart): void;
  /** The record no longer fits: what waits is cancelled. */
  cancel(start: PathStart): void;
};

/** Runs the flows of one chunk of a save. */
export class SaveFlows {
  readonly #host: FlowHost;
  readonly #paths: PathListener;
  readonly #onFailure: (interview: Interview) => void;
  /** Flows and records that run now: a flow is not started again by its own change of the record. */
  readonly #running = new Set<string>();

  constructor(
    host: FlowHost,
    { paths, onFailure }: { paths: PathListener; onFailure: (interview: Interview) => void },
  ) {
    this.#host = host;
    this.#paths = paths;
    this.#onFailure = onFailure;
  }

  /** Runs one flow for the records of a chunk that start it. */
  run(flow: FlowModel, chunk: SaveChunk, triggerType: string): void {
    if (!isStartedBy(flow, { object: chunk.object, operation: chunk.operation, triggerType })) return;
    const access: FlowAccess = { userId: chunk.userId, mode: accessMode(flow) };
    const isBeforeSave = triggerType === 'RecordBeforeSave';
    const started = chunk.records
      .filter(({ errors, id }) => errors.length === 0 && !this.#running.has(`${flow.name} ${id ?? ''}`))
      .flatMap((saved): Started[] => {
        const trigger = this.#triggerOf(chunk, saved, isBeforeSave);
        if (!this.#isMet({ flow, access, trigger, saved })) {
          this.#settlePaths({ flow, access, trigger, saved, chunk });
          return [];
        }
        if (flow.start.paths.length > 0) this.#paths.start({ flow, saved, userId: chunk.userId, object: chunk.object });
        return [{ saved, interview: new Interview({ flow, host: this.#host, access, trigger }) }];
      });
    if (flow.start.next === undefined || started.length === 0) return;
    this.#runStarted(flow, started);
    for (const one of started) this.#finish(flow, one, isBeforeSave);
  }

  #triggerOf({ object }: SaveChunk, { id, row, prior }: SavedRecord, isBeforeSave: boolean): FlowTrigger {
    const record = recordOfRow(this.#host, object, row ?? prior ?? {});
    if (id !== undefined) record.fields['Id'] = id;
    const before = row === undefined ? undefined : prior;
    return {
      record,
      prior: before === undefined ? undefined : recordOfRow(this.#host, object, before),
      isNew: prior === undefined,
      isBeforeSave,
    };
  }

  #isMet({ flow, access, trigger, saved }: Entered): boolean {
    try {
      return meetsEntry({ flow, host: this.#host, access, trigger });
    } catch (error) {
      if (!(error instanceof FlowFault)) throw error;
      saved.errors.push(saveError(flow.label, error.message));
      return false;
    }
  }

  #settlePaths({ flow, access, trigger, saved, chunk }: Entered & { chunk: SaveChunk }): void {
    if (!flow.start.paths.some(({ isAsync }) => !isAsync) || saved.errors.length > 0) return;
    const start = { flow, saved, userId: chunk.userId, object: chunk.object };
    if (fits({ flow, host: this.#host, access, trigger })) this.#paths.reschedule(start);
    else this.#paths.cancel(start);
  }

  #runStarted(flow: FlowModel, started: readonly Started[]): void {
    const keys = started.flatMap(({ saved }) => (saved.id === undefined ? [] : [`${flow.name} ${saved.id}`]));
    for (const key of keys) this.#running.add(key);
    try {
      runNow(
        this.#host,
        started.map(({ interview }) => ({ interview, start: flow.start.next })),
      );
    } catch (error) {
      if (!(error instanceof FlowAbort) && !(error instanceof RecordRefusal)) throw error;
      for (const { saved } of started) saved.errors.push(saveError(flow.label, error.message));
    } finally {
      for (const key of keys) this.#running.delete(key);
    }
  }

  #finish(flow: FlowModel, { saved, interview }: Started, isBeforeSave: boolean): void {
    for (const { message, field } of interview.customErrors) {
      saved.errors.push({
        statusCode: 'FIELD_CUSTOM_VALIDATION_EXCEPTION',
        message,
        fields: field === undefined ? [] : [field],
      });
    }
    if (interview.failure !== undefined) {
      saved.errors.push(saveError(flow.label, interview.failure.error.message));
      this.#onFailure(interview);
    }
    const record = interview.trigger?.record;
    if (!isBeforeSave || record === undefined || saved.row === undefined || saved.errors.length > 0) return;
    writeBack(this.#host.describe(record.object), record, saved.row);
  }
}

type Entered = { flow: FlowModel; access: FlowAccess; trigger: FlowTrigger; saved: SavedRecord };
