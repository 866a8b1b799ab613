import type { Org } from '../org.ts';
import { recordId } from './record-ids.ts';
import type { GeneratedObject } from './record-ids.ts';

/** A row in the org's storage form. Rows of one object all have the same fields in the same order. */
export type StoredRow = Record<string, string | number | null>;

/** Receives rows: the org itself, or a test that captures them. */
export type RowTarget = Pick<Org, 'insertRaw' | 'transaction'>;

const rowLimit = 8_000;

/** Gathers rows by object and writes them when there are many, so that memory does not grow with the org. */
export class RowBatch {
  private readonly target: RowTarget;
  private readonly pending = new Map<GeneratedObject, StoredRow[]>();
  private readonly written = new Map<GeneratedObject, number>();
  private pendingRows = 0;

  constructor(target: RowTarget) {
    this.target = target;
  }

  /** Rows of each object so far. */
  get counts(): Record<string, number> {
    return Object.fromEntries(this.written);
  }

  /** Adds a row under the object's next id, for records that nothing refers to. */
  addNumbered(object: GeneratedObject, row: StoredRow): void {
    this.add(object, { Id: recordId(object, this.written.get(object) ?? 0), ...row });
  }

  add(object: GeneratedObject, row: StoredRow): void {
    const rows = this.pending.get(object);
    if (rows === undefined) this.pending.set(object, [row]);
    else rows.push(row);
    this.written.set(object, (this.written.get(object) ?? 0) + 1);
    this.pendingRows += 1;
  }

  /** Call it between records, so that the rows of one record are written together. */
  flushIfFull(): boolean {
    if (this.pendingRows < rowLimit) return false;
    this.flush();
    return true;
  }

  flush(): void {
    this.target.transaction(() => {
      for (const [object, rows] of this.pending) this.target.insertRaw(object, rows);
    });
    this.pending.clear();
    this.pendingRows = 0;
  }
}
