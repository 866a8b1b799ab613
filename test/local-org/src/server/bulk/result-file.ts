import { closeSync, createReadStream, ftruncateSync, openSync, rmSync, writeSync } from 'node:fs';
import { Readable } from 'node:stream';

/** The committed length of a result file: lines and bytes. */
export type ResultMark = { count: number; bytes: number };

/**
 * Lines of a job's results in a file. What was appended counts once `flush` has written it and its mark is committed
 * with the records; what a killed process wrote after the last mark is truncated when the file is opened again.
 */
export class ResultFile {
  readonly #path: string;
  readonly #file: number;
  #mark: ResultMark;
  #pending: string[] = [];

  constructor(path: string, mark: ResultMark = { count: 0, bytes: 0 }) {
    this.#path = path;
    this.#file = openSync(path, 'a');
    this.#mark = mark;
    ftruncateSync(this.#file, mark.bytes);
  }

  get count(): number {
    return this.#mark.count + this.#pending.length;
  }

  append(line: string): void {
    this.#pending.push(line);
  }

  /** Writes the appended lines to the file; returns the mark to commit. */
  flush(): ResultMark {
    const bytes = Buffer.from(this.#pending.join(''));
    writeSync(this.#file, bytes);
    this.#mark = { count: this.count, bytes: this.#mark.bytes + bytes.length };
    this.#pending = [];
    return this.#mark;
  }

  /** Truncates the file to a mark. */
  rewind(mark: ResultMark): void {
    this.#pending = [];
    this.#mark = mark;
    ftruncateSync(this.#file, mark.bytes);
  }

  get mark(): ResultMark {
    return this.#mark;
  }

  /** All lines up to the mark, after a head. */
  stream(head: string): Readable {
    const { bytes } = this.#mark;
    if (bytes === 0) return Readable.from([head]);
    const lines = createReadStream(this.#path, { end: bytes - 1 });
    return Readable.from(
      (async function* () {
        yield head;
        yield* lines;
      })(),
    );
  }

  close(): void {
    closeSync(this.#file);
  }

  remove(): void {
    this.close();
    rmSync(this.#path, { force: true });
  }
}
