/** The day so many days from now, as a date field takes it: the service under test lives by the real calendar. */
export const daysAhead = (days: number): string =>
  new Date(Date.now() + days * 86_400_000).toISOString().slice(0, '2026-01-01'.length);
