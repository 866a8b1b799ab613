import { accessObjects } from './access/access-control.ts';
import { describeForCode } from './access/describe-for-code.ts';
import { describeForUser } from './access/describe-for-user.ts';
import type { UserAccess } from './access/user-access.ts';
import { apexLibrary } from './apex/apex-library.ts';
import { secretOf } from './apex/credential-secrets.ts';
import { labelsOf } from './apex/labels.ts';
import { ApexRuntime } from './apex/runtime.ts';
import { Clock } from './clock.ts';
import type { Engine } from './engine.ts';
import { openEngine, restoreCode } from './open-engine.ts';
import { readEvents } from './events/read-events.ts';
import { deploysFlowsAsActive } from './metadata/inactive-flows.ts';
import { listComponents } from './metadata/component-list.ts';
import { deployPackage, requireAdministrator } from './metadata/deploy.ts';
import { MetadataStore } from './metadata/metadata-store.ts';
import { readPackage } from './metadata/package-files.ts';
import { retrieve } from './metadata/retrieve.ts';
import { readSourceFolder } from './metadata/source-folder.ts';
import type { Org, OrgOptions } from './org.ts';
import { OrgError } from './org-error.ts';
import { setApprovalLock } from './records/approval-locks.ts';
import { calculatedValues } from './records/calculated-values.ts';
import { convertLead } from './records/convert-lead.ts';
import { formulaContext } from './records/formula-record.ts';
import { mergeRecords } from './records/merge-records.ts';
import { writeRecord, writeRecords } from './records/write-record.ts';
import type { DescribeSObject } from './schema/describe.ts';
import { toolingOnly } from './schema/standard/apex-tests.ts';
import type { SchemaObject } from './schema/schema.ts';
import { runQuery } from './soql/run-query.ts';
import { searchInMode } from './sosl/search-in-mode.ts';
import { Database } from './storage/database.ts';
import { insertRaw } from './storage/insert-raw.ts';
import { openKept } from './storage/kept.ts';
import { insertRow } from './storage/rows.ts';

/** An org with the runtime that compiles and runs its Apex. */
export type OpenedOrg = Org & { readonly apex: ApexRuntime };

/** Opens an org, in memory or in a folder. A new org is seeded; an existing one is opened with its data. */
export function openOrg({
  folder,
  startAt,
  features = [],
  namespacePrefix,
  organizationNumber = 1,
  kind,
  send,
  secrets,
}: OrgOptions = {}): OpenedOrg {
  const engine = openEngine(new Database(folder), new Clock(startAt), {
    features: new Set(features),
    namespacePrefix,
    organizationNumber,
    kind,
  });
  const described = new WeakMap<UserAccess, Map<string, DescribeSObject | undefined>>();

  const describe = (userId: string, name: string): DescribeSObject | undefined => {
    const object = engine.metadata.schema.object(name);
    if (object === undefined || toolingOnly.has(object.name)) return undefined;
    const access = engine.access.of(userId);
    const known = described.get(access) ?? new Map<string, DescribeSObject | undefined>();
    described.set(access, known);
    if (!known.has(object.name)) known.set(object.name, describeForUser(object, access));
    return known.get(object.name);
  };

  const org: Org = {
    id: engine.organizationId,
    clock: engine.clock,
    describe,
    describeGlobal: (userId) => engine.metadata.schema.objects.flatMap(({ name }) => describe(userId, name) ?? []),
    describeForCode: (name) => describeForCode(engine, name),
    isPublishedImmediately: (name) => engine.metadata.schema.object(name)?.publishBehavior === 'PublishImmediately',
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
    deploy: (userId, files, { checkOnly = false, ignoreWarnings = false, rollbackOnError = true, approve } = {}) =>
      deployPackage(engine, userId, {
        contents: readPackage(files),
        ...{ checkOnly, ignoreWarnings, rollbackOnError },
        ...(approve && { approve }),
      }),
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
    get isIsolated() {
      return engine.database.isIsolated;
    },
    get isInTransaction() {
      return engine.database.isInTransaction;
    },
    begin: (options) => engine.database.begin(options),
    savepoint: () => engine.database.savepoint(),
    formulaValue: (userId, { object: name, row }, path) => {
      const object = objectNamed(engine, name);
      const access = engine.access.of(userId);
      return formulaContext(engine, { object, access, row, prior: row }).value([...path]);
    },
    dataObjects: () =>
      engine.metadata.schema.objects
        .filter(({ access, custom, name }) => access.kind !== 'setup' || (custom && !name.endsWith('__mdt')))
        .map(({ name }) => name),
    customPermissions: (userId) => engine.access.of(userId).grants.customPermissions,
    permissionSets: (userId) => engine.access.permissionSetsOf(userId),
    isAdministrator: (userId) => engine.access.of(userId).isAdministrator,
    afterCommit: (work) => {
      engine.database.afterCommit(work);
    },
    afterEnd: (work) => {
      engine.database.afterEnd(work);
    },
    transaction: (work) => engine.database.transaction(work),
    insertRaw: (name, rows) => {
      const object = objectNamed(engine, name);
      engine.database.transaction(() => {
        insertRaw(engine.database, object, rows);
      });
      if (accessObjects.includes(object.name)) engine.access.forget();
    },
    setRaw: (name, id, values) => {
      const columns = Object.keys(values).map((column) => `"${column}" = ?`);
      engine.database.run(
        `UPDATE "${objectNamed(engine, name).name}" SET ${columns.join(', ')} WHERE "Id" = ?`,
        ...Object.values(values),
        id,
      );
    },
    kept: openKept(engine.database),
    nextId: (name) => engine.ids.nextId(objectNamed(engine, name)),
    inspect: (sql, ...parameters) => engine.database.all(sql, ...parameters),
    close: () => {
      void apex.jobs.stop();
      engine.database.close();
    },
    get isProduction() {
      return engine.isProduction;
    },
    get deploysFlowsAsActive() {
      return deploysFlowsAsActive(new MetadataStore(engine.database).components());
    },
  };
  const apex = new ApexRuntime({
    org,
    library: apexLibrary,
    labels: labelsOf(org),
    ...(send !== undefined && { send }),
    secrets: secrets ?? ((credential) => secretOf(org.kept, credential)),
  });
  engine.code.runtime = apex;
  restoreCode(engine);
  return Object.assign(org, { apex });
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
