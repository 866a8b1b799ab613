import { OrgError } from '../org-error.ts';

/** SQLite's errors for statements beyond its limits; the platform has similar limits with other values. */
const limitTexts =
  /Expression tree is too large|too many SQL variables|pattern too complex|tables in a join|too many columns|too many terms|Recursion limit|parser stack overflow/;

export const tooComplicated = (): OrgError =>
  new OrgError(
    'QUERY_TOO_COMPLICATED',
    'Query is either selecting too many fields or the filter conditions are too complicated.',
  );

/**
 * Runs a function that reads a translated query.
 *
 * @throws OrgError `QUERY_TOO_COMPLICATED` beyond the limits of SQLite
 */
export function withinLimits<T>(read: () => T): T {
  try {
    return read();
  } catch (cause) {
    if (!(cause instanceof Error) || !limitTexts.test(cause.message)) throw cause;
    throw tooComplicated();
  }
}
