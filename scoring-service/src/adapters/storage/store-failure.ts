import { ScoringError } from '../../domain/scoring-error.ts';

/** Says that the database did not do its part; the cause is for the log. */
export function storeFailure(cause: unknown): ScoringError {
  return new ScoringError('store.failed', {
    message: `The database of the scoring service failed${codeOf(cause)}.`,
    cause,
    actions: [
      'Check that the database of DATABASE_URL is running and reachable, or that the data folder is intact and has room.',
      'Try again.',
    ],
  });
}

/** The SQLSTATE or system code; messages of databases may hold values. */
function codeOf(cause: unknown): string {
  const inner = cause instanceof Error && !('code' in cause) ? cause.cause : cause;
  return inner instanceof Error && 'code' in inner ? ` (${String(inner.code)})` : '';
}

/** Does the work; what fails is told as ScoringError `store.failed`, unless it is a ScoringError already. */
export async function orStoreFailure<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    throw cause instanceof ScoringError ? cause : storeFailure(cause);
  }
}
