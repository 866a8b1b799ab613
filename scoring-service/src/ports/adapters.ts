import type { OrgBinding, OrgDescription, OrgSession, Tokens } from './access.ts';
import type { Goals, Schedules } from './goals.ts';
import type { Models, References } from './models.ts';
import type { Receipts } from './receipts.ts';
import type { Extraction, LeadStatuses, RecordCounts, Records } from './records.ts';
import type { IdLists, RunRecords, RunResults, RunStates } from './runs.ts';
import type { BandEvents, RecordScores } from './scores.ts';

/** The org: every call has a timeout. */
export type Salesforce = Goals &
  Schedules &
  RunRecords &
  OrgDescription &
  OrgSession &
  Extraction &
  RecordCounts &
  LeadStatuses &
  Records &
  RecordScores;

/** State that is not the org's. */
export type Store = Models &
  References &
  RunStates &
  RunResults &
  IdLists &
  Receipts &
  BandEvents &
  Tokens &
  OrgBinding & {
    ping(): Promise<void>;
    close(): Promise<void>;
  };
