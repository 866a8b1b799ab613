/** Milliseconds of a day of 24 hours. */
export const DAY_MS = 86_400_000;

/** The time `days` days of 24 hours earlier; negative days are later. */
export const daysBefore = (time: Date, days: number): Date => new Date(time.getTime() - days * DAY_MS);

/** The UTC day of a time: `2026-11-23`. */
export const isoDay = (time: Date): string => time.toISOString().slice(0, 10);
