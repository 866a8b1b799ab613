import { AccessControl } from './access/access-control.ts';
import type { Clock } from './clock.ts';
import type { Engine } from './engine.ts';
import { buildMetadata } from './metadata/build-schema.ts';
import { metadataRevision } from './metadata/deploy.ts';
import { MetadataStore } from './metadata/metadata-store.ts';
import { OrgCode } from './metadata/org-code.ts';
import type { OrgKind, OrgOptions } from './org.ts';
import { ensureApprovalLocks } from './records/approval-locks.ts';
import { CommittedChanges } from './records/committed-changes.ts';
import { ensureRecycleBin } from './records/delete-record.ts';
import { addFormulaFunction } from './records/formula-field.ts';
import { SaveParticipants } from './records/save-participants.ts';
import type { OrgFeature } from './schema/org-features.ts';
import { seedOrg } from './seed-org.ts';
import type { Database } from './storage/database.ts';
import { IdSequence } from './storage/id-sequence.ts';
import { formatRecordId } from './storage/record-id.ts';
import { addSqlFunctions } from './storage/sql-functions.ts';
import { ensureTable } from './storage/tables.ts';

/** Compiles the Apex that is deployed, as at the start of a kept org. */
export function restoreCode({ code, database, metadata, revision }: Engine): void {
  code.restore(revision, () => new MetadataStore(database).components(), metadata);
}

/** Opens the storage of an org and what works on it. A new org is seeded. */
export function openEngine(
  database: Database,
  clock: Clock,
  {
    features,
    namespacePrefix,
    organizationNumber,
    kind,
  }: Pick<OrgOptions, 'kind'> & {
    features: ReadonlySet<OrgFeature>;
    namespacePrefix: string | undefined;
    organizationNumber: number;
  },
): Engine {
  addSqlFunctions(database, clock);
  ensureRecycleBin(database);
  ensureApprovalLocks(database);
  const store = new MetadataStore(database);
  const build = () =>
    buildMetadata(store.components(), {
      keyPrefixOf: store.keyPrefixes(),
      recordTypeIdOf: store.recordTypeIds(),
      features,
    });
  const ids = new IdSequence(database);
  const engine: Engine = {
    database,
    clock,
    ids,
    access: new AccessControl(database, () => engine.metadata.schema, clock),
    changes: new CommittedChanges(database),
    participants: new SaveParticipants(),
    code: new OrgCode(),
    get isProduction() {
      return database.get('SELECT "OrganizationType" FROM "Organization"')?.OrganizationType === editions.production;
    },
    organizationId: formatRecordId('00D', 'Lo0', organizationNumber),
    features,
    metadata: build(),
    revision: ids.lastNumber(metadataRevision),
  };
  addFormulaFunction(engine);
  for (const object of engine.metadata.schema.objects) ensureTable(database, object);
  database.onRollback(() => {
    engine.access.forgetRolledBack();
    const revision = ids.lastNumber(metadataRevision);
    if (revision === engine.revision) return;
    engine.revision = revision;
    engine.metadata = build();
    restoreCode(engine);
  });
  if (database.get('SELECT "Id" FROM "Organization"') === undefined) seedOrg(engine, namespacePrefix);
  // The records of a sandbox are those of production, but for the org's own.
  database.run('UPDATE "Organization" SET "Id" = ? WHERE "Id" <> ?', engine.organizationId, engine.organizationId);
  if (kind !== undefined) database.run('UPDATE "Organization" SET "OrganizationType" = ?', editions[kind]);
  return engine;
}

/** The edition of an org tells what it is. */
const editions: Readonly<Record<OrgKind, string>> = {
  developer: 'Developer Edition',
  production: 'Enterprise Edition',
};
