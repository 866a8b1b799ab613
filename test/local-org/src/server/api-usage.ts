import { hourMs } from '../calendar.ts';
const windowHours = 24;

/** Counts API calls of the last 24 hours of the org's clock, by hours. */
export class ApiUsage {
  readonly #now: () => Date;
  readonly #callsByHour = new Map<number, number>();
  limit: number;

  constructor(now: () => Date, limit: number) {
    this.#now = now;
    this.limit = limit;
  }

  get used(): number {
    return [...this.#callsByHour.values()].reduce((sum, calls) => sum + calls, 0);
  }

  get isExceeded(): boolean {
    return this.used > this.limit;
  }

  count(): void {
    const hour = this.#hour();
    for (const past of this.#callsByHour.keys()) {
      if (past <= hour - windowHours || past > hour) this.#callsByHour.delete(past);
    }
    this.#callsByHour.set(hour, (this.#callsByHour.get(hour) ?? 0) + 1);
  }

  setUsed(calls: number): void {
    this.#callsByHour.clear();
    this.#callsByHour.set(this.#hour(), calls);
  }

  #hour(): number {
    return Math.floor(this.#now().getTime() / hourMs);
  }
}
