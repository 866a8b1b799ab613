/** What stops a load as a whole; a row that fails is a `RowFailure`, not this. */
export class LoadError extends Error {
  override readonly name = 'LoadError';
}
