/** One call, without anything its caller sent: path only, no query, no values. */
export type RequestEntry = { at: string; method: string; path: string; status: number; ms: number };

const kept = 1_000;
const externalIdPath = /^(\/services\/data\/v[\d.]+\/sobjects\/\w+\/\w+\/).+$/;

/** The last 1,000 calls. */
export class RequestLog {
  readonly #entries: RequestEntry[] = [];

  get entries(): readonly RequestEntry[] {
    return this.#entries;
  }

  add(entry: RequestEntry): void {
    // The value of an external id may be an e-mail address.
    this.#entries.push({ ...entry, path: entry.path.replace(externalIdPath, '$1…') });
    if (this.#entries.length > kept) this.#entries.shift();
  }

  clear(): void {
    this.#entries.length = 0;
  }
}
