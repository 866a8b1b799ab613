/** The org's time: runs with the machine's, but can be set and moved. */
export class Clock {
  private offsetMs = 0;

  constructor(startAt?: Date) {
    if (startAt !== undefined) this.set(startAt);
  }

  now(): Date {
    return new Date(Date.now() + this.offsetMs);
  }

  set(time: Date): void {
    this.offsetMs = time.getTime() - Date.now();
  }

  advance(milliseconds: number): void {
    this.offsetMs += milliseconds;
  }
}
