/**
 * `fetch` throws a TypeError for what the network did, and hides why in its cause; `sf` takes a TypeError among the causes
 * of an error for a defect, with exit code 10.
 */
export function systemError(error: unknown): Error | undefined {
  if (!(error instanceof TypeError)) return error instanceof Error ? error : undefined;
  return error.cause instanceof Error ? error.cause : undefined;
}

/** Whether nobody answered, as opposed to an answer that says no. */
export const isNetworkError = (error: unknown): boolean =>
  error instanceof Error && (error.message === 'fetch failed' || error.name === 'FetchError');

/** Why a connection failed, in brackets; nothing where that is not known. */
export function networkReason(error: unknown): string {
  if (!(error instanceof Error)) return '';
  if (error.name === 'TimeoutError') return ' in time';
  const known = systemError(error);
  return known && 'code' in known ? ` (${String(known.code)})` : '';
}
