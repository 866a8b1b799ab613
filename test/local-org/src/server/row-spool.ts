import {
  closeSync,
  createReadStream,
  openSync,
  readFileSync,
  readSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { platformId } from './platform-id.ts';

const bufferBytes = 256 * 1024;

/** Rows of text in a file, found by their number: results of any size with flat memory (8 bytes a row). */
export class RowSpool {
  readonly #path: string;
  readonly #file: number;
  #pending: string[] = [];
  #pendingBytes = 0;
  #size = 0;
  #count = 0;
  /** Where each row ends. */
  #ends = new Float64Array(1024);
  #isClosed = false;

  constructor(folder: string, name = platformId('spl')) {
    this.#path = join(folder, `${name}.rows`);
    this.#file = openSync(this.#path, 'a+');
  }

  /** The rows that were sealed under a name, by an earlier process too. */
  static open(folder: string, name: string): RowSpool {
    const spool = new RowSpool(folder, name);
    const ends = readFileSync(spool.#endsPath);
    spool.#count = ends.length / Float64Array.BYTES_PER_ELEMENT;
    spool.#ends = new Float64Array(spool.#count);
    new Uint8Array(spool.#ends.buffer).set(ends);
    spool.#size = spool.#startOf(spool.#count);
    return spool;
  }

  get count(): number {
    return this.#count;
  }

  append(row: string): void {
    const bytes = Buffer.byteLength(row);
    this.#pending.push(row);
    this.#pendingBytes += bytes;
    this.#size += bytes;
    if (this.#count === this.#ends.length) {
      const longer = new Float64Array(this.#ends.length * 2);
      longer.set(this.#ends);
      this.#ends = longer;
    }
    this.#ends[this.#count] = this.#size;
    this.#count += 1;
    if (this.#pendingBytes >= bufferBytes) this.#flush();
  }

  /** The rows from a number on, each as it was appended. */
  read(start: number, count: number): string[] {
    this.#flush();
    const last = Math.min(this.#count, start + count);
    const first = Math.min(start, last);
    const from = this.#startOf(first);
    const bytes = Buffer.alloc(this.#startOf(last) - from);
    readSync(this.#file, bytes, 0, bytes.length, from);
    return Array.from({ length: last - first }, (_, index) =>
      bytes.toString('utf8', this.#startOf(first + index) - from, this.#startOf(first + index + 1) - from),
    );
  }

  /** The same rows one after the other, after a head. */
  stream(head: string, start: number, count: number): Readable {
    this.#flush();
    const from = this.#startOf(Math.min(start, this.#count));
    const end = this.#startOf(Math.min(start + count, this.#count));
    if (end === from) return Readable.from([head]);
    const rows = createReadStream(this.#path, { start: from, end: end - 1 });
    return Readable.from(
      (async function* () {
        yield head;
        yield* rows;
      })(),
    );
  }

  /** Saves the offsets of the rows: no row can be appended afterwards, and the file can be opened again. */
  seal(): void {
    this.#flush();
    writeFileSync(this.#endsPath, new Uint8Array(this.#ends.buffer, 0, this.#count * Float64Array.BYTES_PER_ELEMENT));
  }

  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    closeSync(this.#file);
  }

  remove(): void {
    this.close();
    rmSync(this.#path, { force: true });
    rmSync(this.#endsPath, { force: true });
  }

  get #endsPath(): string {
    return `${this.#path}.ends`;
  }

  #startOf(row: number): number {
    return row === 0 ? 0 : (this.#ends[row - 1] ?? this.#size);
  }

  #flush(): void {
    if (this.#pending.length === 0) return;
    writeSync(this.#file, this.#pending.join(''), null, 'utf8');
    this.#pending = [];
    this.#pendingBytes = 0;
  }
}
