/** A component that a file names. */
export type Reference = { type: string; name: string };
