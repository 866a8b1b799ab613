import type { Org, RecordChange } from '../org.ts';

/** One call of the scoring service, as the package's Apex makes it through its Named Credential. */
export type Callout = {
  method: 'POST' | 'DELETE';
  /** Below the service's address. */
  path: string;
  body?: Record<string, readonly string[]>;
  /** What the call is about: shown with its outcome. */
  goalId: string;
  recordIds?: readonly string[];
};

/** What stands in the local org for a piece of Apex or Flow of the package. */
export type Twin = {
  name: string;
  /** The files of the package that do this on the platform. */
  standsFor: readonly string[];
  /** The object whose changes start it. */
  object: string;
  isStartedBy(change: RecordChange): boolean;
  /** The calls of one transaction of at most 200 changes. */
  calloutsFor(org: Org, changes: readonly RecordChange[]): Callout[];
};
