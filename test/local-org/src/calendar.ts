/** Milliseconds. */
export const hourMs = 3_600_000;
export const dayMs = 24 * hourMs;

const first = Date.UTC(1700, 0);
const end = Date.UTC(4001, 0);

/** Whether a time is one that the platform can hold: its dates are those of the years 1700 to 4000. */
export const isOnCalendar = (ms: number): boolean => ms >= first && ms < end;
