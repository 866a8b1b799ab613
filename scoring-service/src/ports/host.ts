/** The current time. */
export type Clock = { now(): Date };

/** Event name and fields: ids, counts and kinds, never values of records. */
export type RunLog = {
  info(event: string, fields: Record<string, string | number | boolean | undefined>): void;
  error(event: string, fields: Record<string, string | number | boolean | undefined>, error?: unknown): void;
};

/** Working files of runs, which hold protected rows only. */
export type RunFolders = {
  pathOf(runKey: string): string;
  remove(runKey: string): Promise<void>;
};
