/** Keys that are counted at the same time; beyond them the one that came first is forgotten. */
const MOST_KEYS = 10_000;

const MINUTE_MS = 60_000;

/**
 * Limits events of each key by the generic cell rate algorithm (ITU-T I.371): one number a key, the time at which its
 * allowance is whole again.
 */
export class RateLimiter {
  readonly #wholeAt = new Map<string, number>();
  readonly #eachMs: number;
  readonly #burstMs: number;
  readonly #now: () => number;

  constructor({ aMinute, atOnce, now }: { aMinute: number; atOnce: number; now: () => number }) {
    this.#eachMs = MINUTE_MS / aMinute;
    this.#burstMs = this.#eachMs * atOnce;
    this.#now = now;
  }

  /** Counts an event of a key and returns 0; where it is one too many, returns the milliseconds until it is not. */
  take(key: string): number {
    const now = this.#now();
    const next = Math.max(this.#wholeAt.get(key) ?? 0, now) + this.#eachMs;
    const waitMs = next - this.#burstMs - now;
    // Sums of fractions differ from their product in the last digit.
    if (waitMs > 1e-6) return waitMs;
    this.#forget(now);
    this.#wholeAt.set(key, next);
    return 0;
  }

  #forget(now: number): void {
    if (this.#wholeAt.size < MOST_KEYS) return;
    for (const [key, wholeAt] of this.#wholeAt) if (wholeAt <= now) this.#wholeAt.delete(key);
    const [first] = this.#wholeAt.keys();
    if (this.#wholeAt.size >= MOST_KEYS && first !== undefined) this.#wholeAt.delete(first);
  }
}
