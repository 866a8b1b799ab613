/** The org's time: runs with the machine's, but can be set and moved. */
export class Clock {
  private offsetMs = 0;

  constructor(startAt?: Date) {
    if (startAt !== undefined) this.set(startAt);
  }

  now(): Date {
    return new Date(Date.now() + this.offsetMs);
  }

  set(moment: Date): void {
    this.offsetMs = moment.getTime() - Date.now();
  }

  advance(milliseconds: number): void {
    this.offsetMs += milliseconds;
  }
}
