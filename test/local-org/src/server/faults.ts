import type { RecordError } from '../org.ts';
import { OrgError } from '../org-error.ts';
import { knownError, maintenanceCode } from './error-table.ts';

/** `after` matching calls, records or jobs pass first, then `times` are hit. */
type Counted = { times: number; after: number };

/** The error of the fault; `code` is one of the error table, `message` replaces its text. */
type Said = { code?: string; message?: string };

/** Hits whole calls. */
export type CallFault = Counted &
  Said & {
    kind: 'call';
    /** Only calls with this HTTP method. */
    method?: string;
    /** Only calls whose path contains this text. */
    path?: string;
    status?: number;
    body?: unknown;
    headers?: Record<string, string>;
    latencyMs?: number;
    /** `before`: the connection breaks and nothing is done; `half`: all is done and the answer breaks off. */
    drop?: 'before' | 'half';
  };

/** Hits single records written through any API: `UNABLE_TO_LOCK_ROW` unless it names a code. */
export type RecordFault = Counted & Said & { kind: 'record'; object?: string; ids?: string[] };

/** Makes bulk jobs fail in the middle, once `afterRecords` records are done. */
export type JobFault = Counted & Said & { kind: 'job'; job: BulkKind; object?: string; afterRecords: number };

/**
 * A trigger that fails: all records of an object that are saved together are refused where they are more than
 * `recordsOver`, or one of them is among `ids`. Stays until the faults are reset, unless `times` is given.
 */
export type ChunkFault = Counted &
  Said & { kind: 'chunk'; object: string; recordsOver?: number | undefined; ids?: string[] | undefined };

export type BulkKind = 'ingest' | 'query';

export type Fault = CallFault | RecordFault | JobFault | ChunkFault;

type Uncounted<Planted extends Fault> = Planted extends Fault ? Omit<Planted, keyof Counted> & Partial<Counted> : never;

/** A fault to plant: by default it hits the next call, once. */
export type NewFault = Uncounted<Fault>;

/** The row at which a bulk job fails, and its message. */
export type JobBreak = { afterRecords: number; error: OrgError };

const isSame = (one: string | undefined, other: string): boolean =>
  one === undefined || one.toLowerCase() === other.toLowerCase();

const isSameId = (one: string, other: string | undefined): boolean => one.slice(0, 15) === other?.slice(0, 15);

const limitException = (object: string): string =>
  `${object}Trigger: System.LimitException: Apex CPU time limit exceeded`;

/** Counts a match; returns true when the fault hits. */
function hits(fault: Fault): boolean {
  if (fault.after > 0) {
    fault.after -= 1;
    return false;
  }
  fault.times -= 1;
  return true;
}

/** The faults that are still to happen. */
export class Faults {
  #planted: Fault[] = [];
  /** As during maintenance of the platform: reads work, writes are refused. */
  isReadOnly = false;

  get planted(): readonly Fault[] {
    return this.#planted;
  }

  plant(fault: NewFault): void {
    const times = fault.kind === 'chunk' ? Number.MAX_SAFE_INTEGER : 1;
    this.#planted.push({ after: 0, ...fault, times: fault.times ?? times });
  }

  /** Removes all faults and ends the read-only mode. */
  reset(): void {
    this.#planted = [];
    this.isReadOnly = false;
  }

  /** The fault that hits a call. */
  ofCall(method: string, path: string): CallFault | undefined {
    return this.#take(
      (fault): fault is CallFault =>
        fault.kind === 'call' &&
        isSame(fault.method, method) &&
        (fault.path === undefined || path.toLowerCase().includes(fault.path.toLowerCase())),
    );
  }

  /** The error of the fault that hits the write of a record. */
  ofRecord(object: string, id: string | undefined): RecordError | undefined {
    if (this.isReadOnly) {
      return { statusCode: maintenanceCode, message: knownError(maintenanceCode).message, fields: [] };
    }
    const fault = this.#take(
      (planted): planted is RecordFault =>
        planted.kind === 'record' &&
        isSame(planted.object, object) &&
        (planted.ids === undefined || planted.ids.some((one) => isSameId(one, id))),
    );
    if (fault === undefined) return undefined;
    const statusCode = fault.code ?? 'UNABLE_TO_LOCK_ROW';
    const known = knownError(statusCode).message;
    const text = statusCode === 'UNABLE_TO_LOCK_ROW' ? `${known} or 1 records: ${id ?? ''}` : known;
    return { statusCode, message: fault.message ?? text, fields: [] };
  }

  /** The error of the trigger that fails for records saved together. */
  ofChunk(object: string, ids: readonly (string | undefined)[]): RecordError | undefined {
    const fault = this.#take(
      (planted): planted is ChunkFault =>
        planted.kind === 'chunk' &&
        isSame(planted.object, object) &&
        ids.length > (planted.recordsOver ?? 0) &&
        (planted.ids === undefined || planted.ids.some((one) => ids.some((id) => isSameId(one, id)))),
    );
    if (fault === undefined) return undefined;
    const statusCode = fault.code ?? 'CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY';
    return { statusCode, message: fault.message ?? limitException(object), fields: [] };
  }

  /** Where the bulk job that starts now fails. */
  ofBulkJob(job: BulkKind, object: string): JobBreak | undefined {
    const fault = this.#take(
      (planted): planted is JobFault => planted.kind === 'job' && planted.job === job && isSame(planted.object, object),
    );
    if (fault === undefined) return undefined;
    const { afterRecords, code = 'InternalServerError' } = fault;
    const message = fault.message ?? (fault.code === undefined ? 'Unable to process.' : knownError(code).message);
    return { afterRecords, error: new OrgError(code, `${code} : ${message}`) };
  }

  /** @throws OrgError while the org is read-only, for what its maintenance does not allow */
  requireWritable(): void {
    if (!this.isReadOnly) return;
    const { message, status } = knownError(maintenanceCode);
    throw new OrgError(maintenanceCode, message, { status });
  }

  #take<Kind extends Fault>(matches: (fault: Fault) => fault is Kind): Kind | undefined {
    const hit = this.#planted.filter(matches).find(hits);
    this.#planted = this.#planted.filter(({ times }) => times > 0);
    return hit;
  }
}
