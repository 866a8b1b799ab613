import type { RecordError } from '../org.ts';
import { knownError } from './error-table.ts';

/**
 * A fault planted by a test. With `object` or `ids` it hits single records as they are written, else whole calls.
 * `after` matching calls (or records) pass first, then `times` are hit.
 */
export type Fault = {
  times: number;
  after: number;
  /** Only calls with this HTTP method. */
  method?: string;
  /** Only calls whose path contains this text. */
  path?: string;
  /** A code of the error table: gives status and message. */
  code?: string;
  status?: number;
  body?: unknown;
  latencyMs?: number;
  /** `before`: the connection breaks and nothing is done; `half`: all is done and the answer breaks off. */
  drop?: 'before' | 'half';
  object?: string;
  ids?: string[];
};

const isOfRecords = ({ object, ids }: Fault): boolean => object !== undefined || ids !== undefined;

/** True once the fault hits; counts down as it is asked. */
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

  get planted(): readonly Fault[] {
    return this.#planted;
  }

  plant(fault: Fault): void {
    this.#planted.push({ ...fault });
  }

  reset(): void {
    this.#planted = [];
  }

  /** The fault a call runs into. */
  ofCall(method: string, path: string): Fault | undefined {
    return this.#take(
      (fault) =>
        !isOfRecords(fault) &&
        (fault.method === undefined || fault.method.toUpperCase() === method) &&
        (fault.path === undefined || path.toLowerCase().includes(fault.path.toLowerCase())),
    );
  }

  /** The error that the write of a record runs into; `UNABLE_TO_LOCK_ROW` when the fault names no code. */
  ofRecord(object: string, id: string | undefined): RecordError | undefined {
    const fault = this.#take(
      (planted) =>
        isOfRecords(planted) &&
        (planted.object === undefined || planted.object.toLowerCase() === object.toLowerCase()) &&
        (planted.ids === undefined || planted.ids.some((one) => one.slice(0, 15) === id?.slice(0, 15))),
    );
    if (fault === undefined) return undefined;
    const statusCode = fault.code ?? 'UNABLE_TO_LOCK_ROW';
    const { message } = knownError(statusCode);
    if (statusCode !== 'UNABLE_TO_LOCK_ROW') return { statusCode, message, fields: [] };
    return { statusCode, message: `${message} or 1 records: ${id ?? ''}`, fields: [] };
  }

  #take(matches: (fault: Fault) => boolean): Fault | undefined {
    const hit = this.#planted.filter(matches).find(hits);
    this.#planted = this.#planted.filter(({ times }) => times > 0);
    return hit;
  }
}
