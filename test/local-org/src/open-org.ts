import { AccessControl, accessObjects } from './access/access-control.ts';
import { describeForCode } from './access/describe-for-code.ts';
import { describeForUser } from './access/describe-for-user.ts';
import type { UserAccess } from './access/user-access.ts';
import { Clock } from './clock.ts';
import type { Engine } from './engine.ts';
import { readEvents } from './events/read-events.ts';
import { buildMetadata } from './metadata/build-schema.ts';
import { listComponents } from './metadata/component-list.ts';
import { deployPackage, metadataRevision, requireAdministrator } from './metadata/deploy.ts';
import { MetadataStore } from './metadata/metadata-store.ts';
import { readPackage } from './metadata/package-files.ts';
import { retrieve } from './metadata/retrieve.ts';
import { readSourceFolder } from './metadata/source-folder.ts';
import type { Org, OrgOptions } from './org.ts';
import { OrgError } from './org-error.ts';
import { ensureApprovalLocks, setApprovalLock } from './records/approval-locks.ts';
import { calculatedValues } from './records/calculated-values.ts';
import { CommittedChanges } from './records/committed-changes.ts';
import { convertLead } from './records/convert-lead.ts';
import { ensureRecycleBin } from './records/delete-record.ts';
import { addFormulaFunction } from './records/formula-field.ts';
import { formulaContext } from './records/formula-record.ts';
import { mergeRecords } from './records/merge-records.ts';
import { SaveParticipants } from './records/save-participants.ts';
import { writeRecord, writeRecords } from './records/write-record.ts';
import type { DescribeSObject } from './schema/describe.ts';
import type { OrgFeature } from './schema/org-features.ts';
import type { SchemaObject } from './schema/schema.ts';
import { seedOrg } from './seed-org.ts';
import { runQuery } from './soql/run-query.ts';
import { searchInMode } from './sosl/search-in-mode.ts';
import { Database } from './storage/database.ts';
import { IdSequence } from './storage/id-sequence.ts';
import { insertRaw } from './storage/insert-raw.ts';
import { formatRecordId } from './storage/record-id.ts';
import { openKept } from './storage/kept.ts';
import { insertRow } from './storage/rows.ts';
import { addSqlFunctions } from './storage/sql-functions.ts';
import { ensureTable } from './storage/tables.ts';

/** Opens an org, in memory or in a folder. A new org is seeded; an existing one is opened with its data. */
export function openOrg({
  folder,
  startAt,
  features = [],
  namespacePrefix,
  organizationNumber = 1,
}: OrgOptions = {}): Org {
  const engine = openEngine(new Database(folder), new Clock(startAt), {
    features: new Set(features),
    namespacePrefix,
    organizationNumber,
  });
  const described = new WeakMap<UserAccess, Map<string, DescribeSObject | undefined>>();

  const describe = (userId: string, name: string): DescribeSObject | undefined => {
    const object = engine.metadata.schema.object(name);
    if (object === undefined) return undefined;
    const access = engine.access.of(userId);
    const known = described.get(access) ?? new Map<string, DescribeSObject | undefined>();
    described.set(access, known);
    if (!known.has(object.name)) known.set(object.name, describeForUser(object, access));
    return known.get(object.name);
  };

  return {
    id: engine.organizationId,
    clock: engine.clock,
    describe,
    describeGlobal: (userId) => engine.metadata.schema.objects.flatMap(({ name }) => describe(userId, name) ?? []),
    describeForCode: (name) => describeForCode(engine, name),
    objectNames: () => engine.metadata.schema.objects.map(({ name }) => name),
    calculate: (userId, name, row) => calculatedValues(engine, { userId, object: objectNamed(engine, name), row }),
    objectOfId: (id) => engine.metadata.schema.objectOfId(id)?.name,
    query: (userId, soql, options = {}) => runQuery(engine, { userId, soql, options }),
    search: (userId, sosl, options = {}) => searchInMode(engine, userId, { sosl, options }),
    write: (userId, operation, object, record, options = {}) =>
      writeRecord(engine, { userId, operation, object, record, options }),
    writeMany: (userId, operation, object, records, options) =>
      writeRecords(engine, { userId, operation, object, records, options }),
    convertLead: (userId, request, { access } = {}) => convertLead(engine, userId, { request, mode: access }),
    merge: (userId, request, { access } = {}) => mergeRecords(engine, userId, { request, mode: access }),
    deploy: (userId, files, { checkOnly = false, ignoreWarnings = false, rollbackOnError = true } = {}) => {
      const contents = readPackage(files);
      return deployPackage(engine, userId, { contents, checkOnly, ignoreWarnings, rollbackOnError });
    },
    deploySource: (userId, sourceFolder) => {
      const contents = readSourceFolder(sourceFolder);
      return deployPackage(engine, userId, {
        contents,
        checkOnly: false,
        ignoreWarnings: false,
        rollbackOnError: true,
      });
    },
    setApprovalLock: (ids, isLocked) => {
      setApprovalLock(engine, ids, isLocked);
    },
    components: (type) => listComponents(engine, type),
    retrieve: (userId, members) => {
      requireAdministrator(engine, userId);
      return retrieve(new MetadataStore(engine.database).components(), engine.metadata.schema, members);
    },
    recordCount: (userId, name) => {
      if (!engine.access.of(userId).hasSystemPermission('ViewSetup')) return undefined;
      const object = objectNamed(engine, name);
      const present = object.fieldByName.has('isdeleted') ? ' WHERE "IsDeleted" = 0' : '';
      const row = engine.database.get(`SELECT COUNT(*) AS "count" FROM "${object.name}"${present}`);
      return Number(row?.count ?? 0);
    },
    events: (request) => readEvents(engine, request),
    assignPermissionSet: (userId, name) => {
      assignPermissionSet(engine, userId, name);
    },
    userId: (username) => {
      const id = engine.database.get('SELECT "Id" FROM "User" WHERE "Username" = ? AND "IsActive" = 1', username)?.Id;
      return typeof id === 'string' ? id : undefined;
    },
    onCommitted: (objects, listener) => {
      engine.changes.subscribe(objects, listener);
    },
    onSave: (phase, participant) => {
      engine.participants.add(phase, participant);
    },
    begin: (options) => engine.database.begin(options),
    savepoint: () => engine.database.savepoint(),
    afterCommit: (work) => {
      engine.database.afterCommit(work);
    },
    formulaValue: (userId, { object: name, row }, path) => {
      const object = objectNamed(engine, name);
      const access = engine.access.of(userId);
      return formulaContext(engine, { object, access, row, prior: row }).value([...path]);
    },
    onBeforeSave: (hook) => {
      engine.beforeSave.push(hook);
    },
    transaction: (work) => engine.database.transaction(work),
    insertRaw: (name, rows) => {
      const object = objectNamed(engine, name);
      engine.database.transaction(() => {
        insertRaw(engine.database, object, rows);
      });
      if (accessObjects.includes(object.name)) engine.access.forget();
    },
    kept: openKept(engine.database),
    nextId: (name) => engine.ids.nextId(objectNamed(engine, name)),
    inspect: (sql, ...parameters) => engine.database.all(sql, ...parameters),
    close: () => {
      engine.database.close();
    },
  };
}

function openEngine(
  database: Database,
  clock: Clock,
  {
    features,
    namespacePrefix,
    organizationNumber,
  }: { features: ReadonlySet<OrgFeature>; namespacePrefix: string | undefined; organizationNumber: number },
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
    beforeSave: [],
    participants: new SaveParticipants(),
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
  });
  if (database.get('SELECT "Id" FROM "Organization"') === undefined) seedOrg(engine, namespacePrefix);
  // The records of a sandbox are those of production, but for the org's own.
  database.run('UPDATE "Organization" SET "Id" = ? WHERE "Id" <> ?', engine.organizationId, engine.organizationId);
  return engine;
}

function objectNamed(engine: Engine, name: string): SchemaObject {
  const object = engine.metadata.schema.object(name);
  if (object === undefined) throw new OrgError('INVALID_TYPE', `sObject type '${name}' is not supported.`);
  return object;
}

function assignPermissionSet(engine: Engine, userId: string, name: string): void {
  const permissionSet = engine.database.get('SELECT "Id" FROM "PermissionSet" WHERE "Name" = ?', name)?.Id;
  if (typeof permissionSet !== 'string')
    throw new OrgError('INVALID_CROSS_REFERENCE_KEY', `no permission set named ${name}`);
  const assigned = engine.database.get(
    'SELECT "Id" FROM "PermissionSetAssignment" WHERE "PermissionSetId" = ? AND "AssigneeId" = ? AND "IsDeleted" = 0',
    permissionSet,
    userId,
  );
  if (assigned !== undefined) return;
  const object = objectNamed(engine, 'PermissionSetAssignment');
  insertRow(engine.database, object, {
    Id: engine.ids.nextId(object),
    PermissionSetId: permissionSet,
    AssigneeId: userId,
    SystemModstamp: engine.clock.now().toISOString(),
  });
  engine.access.forget();
}
