import { OrgError } from '../../org-error.ts';
import type { Org } from '../../org.ts';
import type { ServerState } from '../server-state.ts';
import { withDetails } from '../deploys.ts';
import type { Deploy } from '../deploys.ts';
import { isObject } from '../json-value.ts';

const pageRows = 50;

/** The page shows stored rows without regard to permissions. */
const quote = (name: string): string => `"${name}"`;

function tablesOf(org: Org): string[] {
  return org
    .inspect("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE '\\_%' ESCAPE '\\' ORDER BY name")
    .map(({ name }) => String(name))
    .filter((name) => !name.startsWith('sqlite'));
}

const administrator = ({ sessions, adminToken }: ServerState): string => sessions.userOf(adminToken) ?? '';

/** The org's own record and the number of records of each object, deleted ones included. */
export function readOverview(state: ServerState): unknown {
  const { org, url, usage } = state;
  const labels = new Map(org.describeGlobal(administrator(state)).map(({ name, label }) => [name, label]));
  return {
    id: org.id,
    url,
    now: org.clock.now().toISOString(),
    limits: { used: usage.used, dailyApiRequests: usage.limit },
    objects: tablesOf(org).map((name) => ({
      name,
      label: labels.get(name) ?? name,
      records: Number(org.inspect(`SELECT COUNT(*) AS "count" FROM ${quote(name)}`)[0]?.['count']),
    })),
  };
}

const notFound = (what: string): OrgError => new OrgError('NOT_FOUND', `${what} does not exist`, { status: 404 });

function tableNamed(org: Org, name: string): string {
  const found = tablesOf(org).find((table) => table.toLowerCase() === name.toLowerCase());
  if (found === undefined) throw notFound(`The object ${name}`);
  return found;
}

const columnsOf = (org: Org, table: string): string[] =>
  org.inspect(`SELECT name FROM pragma_table_info(?)`, table).map(({ name }) => String(name));

type Filter = { field: string; value: string };

/** A page of an object's rows, the newest first; with a filter those that refer to one record. */
export function readRows(
  { org }: ServerState,
  name: string,
  { offset, filter }: { offset: number; filter: Filter | undefined },
): unknown {
  const table = tableNamed(org, name);
  const columns = columnsOf(org, table);
  if (filter !== undefined && !columns.includes(filter.field)) throw notFound(`The field ${table}.${filter.field}`);
  const where = filter === undefined ? '' : ` WHERE ${quote(filter.field)} = ?`;
  const values = filter === undefined ? [] : [filter.value];
  const total = Number(org.inspect(`SELECT COUNT(*) AS "count" FROM ${quote(table)}${where}`, ...values)[0]?.['count']);
  const rows = org.inspect(
    `SELECT * FROM ${quote(table)}${where} ORDER BY "Id" DESC LIMIT ${pageRows} OFFSET ?`,
    ...values,
    offset,
  );
  return { name: table, columns, total, offset, pageRows, rows };
}

/** One record with the labels of its fields, what it refers to and what refers to it. */
export function readRecord(state: ServerState, name: string, id: string): unknown {
  const { org } = state;
  const table = tableNamed(org, name);
  const [row] = org.inspect(`SELECT * FROM ${quote(table)} WHERE "Id" = ?`, id);
  if (row === undefined) throw notFound(`The record ${id}`);
  const describe = org.describe(administrator(state), table);
  const labels = new Map(describe?.fields.map((field) => [field.name, field.label]));
  const objectOf = (value: unknown): string | undefined =>
    typeof value === 'string' && /^[A-Za-z0-9]{18}$/.test(value) ? org.objectOfId(value) : undefined;
  return {
    name: table,
    id,
    fields: Object.entries(row).map(([field, value]) => ({
      field,
      label: labels.get(field) ?? field,
      value,
      object: field === 'Id' ? undefined : objectOf(value),
    })),
    related: relatedOf(org, describe?.childRelationships ?? [], id),
  };
}

type Relationship = { childSObject: string; field: string };

function relatedOf(org: Org, relationships: readonly Relationship[], id: string): unknown[] {
  return relationships.flatMap(({ childSObject, field }) => {
    const table = tablesOf(org).find((one) => one === childSObject);
    if (table === undefined || !columnsOf(org, table).includes(field)) return [];
    const [row] = org.inspect(`SELECT COUNT(*) AS "count" FROM ${quote(table)} WHERE ${quote(field)} = ?`, id);
    const records = Number(row?.['count']);
    return records === 0 ? [] : [{ object: table, field, records }];
  });
}

const shownProblems = 10;

/** The first problems of a deploy. */
function problemsOf({ result: { details } }: Deploy): string[] {
  const failures: unknown = isObject(details) ? details['componentFailures'] : undefined;
  if (!Array.isArray(failures)) return [];
  return (failures as Record<string, unknown>[])
    .slice(0, shownProblems)
    .map(({ fileName, fullName, problem }) => `${String(fileName)} ${String(fullName)}: ${String(problem)}`);
}

/** Bulk jobs and deploys, the newest first. */
export function readJobs({ ingestJobs, queryJobs, deploys }: ServerState): unknown {
  const newest = (one: { created: string }, other: { created: string }): number =>
    one.created < other.created ? 1 : -1;
  const ingest = ingestJobs.all.map((job) => {
    const { id, operation, object, state, errorMessage } = job;
    const records = job.succeeded.count + job.failed.count;
    const created = job.createdAt.toISOString();
    return { id, created, kind: 'ingest', operation, object, state, records, failed: job.failed.count, errorMessage };
  });
  const queries = queryJobs.all.map(({ id, operation, object, state, rows, errorMessage, createdAt }) => {
    const created = createdAt.toISOString();
    return { id, created, kind: 'query', operation, object, state, records: rows.count, failed: 0, errorMessage };
  });
  const deployed = deploys.all.map((deploy) => {
    const { status, createdDate, numberComponentsTotal, numberComponentErrors, checkOnly } = withDetails(deploy, false);
    const created = String(createdDate);
    return {
      id: deploy.id,
      created,
      status,
      checkOnly,
      components: numberComponentsTotal,
      errors: numberComponentErrors,
      problems: problemsOf(deploy),
    };
  });
  return { jobs: [...ingest, ...queries].toSorted(newest), deploys: deployed.toSorted(newest) };
}

/** Users with their profile, permission sets and permission set groups. */
export function readUsers({ org }: ServerState): unknown {
  const users = org.inspect(
    `SELECT "u"."Id", "u"."Username", "u"."Name", "u"."IsActive", "u"."TimeZoneSidKey", "p"."Name" AS "Profile"
     FROM "User" AS "u" LEFT JOIN "Profile" AS "p" ON "p"."Id" = "u"."ProfileId" ORDER BY "u"."Username" LIMIT 200`,
  );
  const assigned = org.inspect(
    `SELECT "a"."AssigneeId", IFNULL("g"."DeveloperName", "s"."Name") AS "Name" FROM "PermissionSetAssignment" AS "a"
     JOIN "PermissionSet" AS "s" ON "s"."Id" = "a"."PermissionSetId"
     LEFT JOIN "PermissionSetGroup" AS "g" ON "g"."Id" = "a"."PermissionSetGroupId"
     WHERE "a"."IsDeleted" = 0 AND "s"."IsOwnedByProfile" = 0 ORDER BY "Name"`,
  );
  const byUser = Map.groupBy(assigned, ({ AssigneeId }) => AssigneeId);
  return {
    users: users.map((user) => ({ ...user, permissionSets: (byUser.get(user['Id']) ?? []).map(({ Name }) => Name) })),
  };
}
