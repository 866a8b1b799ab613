/**
 * The error to use as a cause. `fetch` reports network failures as a TypeError with the reason in its cause; `sf` treats a
 * TypeError among the causes of an error as a bug and exits with 10, so its own cause is used instead.
 */
export function systemError(error: unknown): Error | undefined {
  if (!(error instanceof TypeError)) return error instanceof Error ? error : undefined;
  return error.cause instanceof Error ? error.cause : undefined;
}

/** Whether no server responded, as opposed to a response that reports an error. */
export const isNetworkError = (error: unknown): boolean =>
  error instanceof Error && (error.message === 'fetch failed' || error.name === 'FetchError');

/** The reason why a connection failed, in parentheses; empty if it is unknown. */
export function networkReason(error: unknown): string {
  if (!(error instanceof Error)) return '';
  if (error.name === 'TimeoutError') return ' in time';
  const known = systemError(error);
  return known && 'code' in known ? ` (${String(known.code)})` : '';
}
