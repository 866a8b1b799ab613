import { DAY_MS } from '../../../scoring-service/src/domain/time.ts';
/** The date so many days from now, because the service under test uses the real clock. */
export const daysAhead = (days: number): string =>
  new Date(Date.now() + days * DAY_MS).toISOString().slice(0, '2026-01-01'.length);
