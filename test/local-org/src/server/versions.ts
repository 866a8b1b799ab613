const oldest = 45;
const newest = 67;
const retired = { oldest: 7, newest: 30 };

/** The versions of the APIs that the local org serves, oldest first. */
export const servedVersions: readonly string[] = Array.from(
  { length: newest - oldest + 1 },
  (_, index) => `${oldest + index}.0`,
);

export const isServed = (version: string): boolean => servedVersions.includes(version);

/** Whether the platform no longer has the version: 7.0 to 30.0 ended with Summer '25. */
export const isRetired = (version: string): boolean =>
  Number(version) >= retired.oldest && Number(version) <= retired.newest;
