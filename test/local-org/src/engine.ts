import type { AccessControl } from './access/access-control.ts';
import type { Clock } from './clock.ts';
import type { BuiltMetadata } from './metadata/metadata-build.ts';
import type { OrgCode } from './metadata/org-code.ts';
import type { CommittedChanges } from './records/committed-changes.ts';
import type { SaveParticipants } from './records/save-participants.ts';
import type { OrgFeature } from './schema/org-features.ts';
import type { Database } from './storage/database.ts';
import type { IdSequence } from './storage/id-sequence.ts';

/** What every part of the org works on. `metadata` is replaced, never changed, by a deploy. */
export type Engine = {
  readonly database: Database;
  readonly clock: Clock;
  readonly ids: IdSequence;
  readonly access: AccessControl;
  readonly changes: CommittedChanges;
  readonly organizationId: string;
  readonly isProduction: boolean;
  readonly features: ReadonlySet<OrgFeature>;
  /** Triggers and flows. */
  readonly participants: SaveParticipants;
  /** The compiled Apex. */
  readonly code: OrgCode;
  metadata: BuiltMetadata;
  /** Counts deploys, to detect one that was rolled back. */
  revision: number;
};
