import type { Engine } from '../engine.ts';
import type { QueryResult, QueryRow } from '../org.ts';
import { OrgError } from '../org-error.ts';
import type { RowAccess } from '../sharing/sharing-model.ts';
import { rowFilter } from '../sharing/row-filter.ts';
import { toLongId } from '../storage/record-id.ts';
import { quote } from '../storage/tables.ts';

const from = /\bFROM\s+UserRecordAccess\b/i;

const mostRecords = 200;

export const isUserRecordAccess = (soql: string): boolean => from.test(soql);

const fieldNames = [
  'RecordId',
  'HasReadAccess',
  'HasEditAccess',
  'HasDeleteAccess',
  'HasTransferAccess',
  'HasAllAccess',
];
const columnNames = [...fieldNames, 'MaxAccessLevel'];

type Rights = { read: boolean; edit: boolean; delete: boolean };

/**
 * Answers `SELECT RecordId, HasReadAccess … FROM UserRecordAccess WHERE UserId = … AND RecordId = …`, which the platform
 * computes and does not store. It takes one user and up to 200 records, and conditions on the rights.
 */
export function queryUserRecordAccess(engine: Engine, soql: string): QueryResult {
  const [, selected = '', where = ''] =
    /^\s*SELECT\s+([\s\S]+?)\s+FROM\s+UserRecordAccess\s+WHERE\s+([\s\S]+)$/i.exec(soql) ?? [];
  const userId = /\bUserId\s*=\s*'(\w+)'/i.exec(where)?.[1];
  const list = /\bRecordId\s*(?:=\s*('\w+')|IN\s*\(([^)]*)\))/i.exec(where);
  if (userId === undefined || list === null) {
    throw new OrgError('MALFORMED_QUERY', 'A filter on a reified column is required [UserId,RecordId]');
  }
  const ids = [...(list[1] ?? list[2] ?? '').matchAll(/'(\w+)'/g)].map(([, id = '']) => toLongId(id));
  if (ids.length > mostRecords) throw new OrgError('MALFORMED_QUERY', 'Can select only up to 200 RecordIds at a time');
  const columns = selected.split(',').map((one) => columnNamed(one.trim()));
  const conditions = [...where.matchAll(/\b(Has\w+Access)\s*=\s*(TRUE|FALSE)/gi)].map(
    ([, name = '', value = '']) => [columnNamed(name), value.toUpperCase() === 'TRUE'] as const,
  );
  const rows = [...new Set(ids)]
    .map((id) => rowOf(id, rightsOf(engine, toLongId(userId), id)))
    .filter((row) => conditions.every(([name, value]) => row[name] === value))
    .map((row): QueryRow => ({
      attributes: { type: 'UserRecordAccess' },
      ...Object.fromEntries(columns.map((name) => [name, row[name]])),
    }));
  return {
    object: 'UserRecordAccess',
    columns,
    rows: rows.values(),
    isAggregate: false,
    typedColumns: [],
    columnMetadata: {
      columnMetadata: [],
      entityName: 'UserRecordAccess',
      groupBy: false,
      idSelected: false,
      keyPrefix: null,
    },
  };
}

function columnNamed(name: string): string {
  const found = columnNames.find((one) => one.toLowerCase() === name.toLowerCase());
  if (found !== undefined) return found;
  throw new OrgError('INVALID_FIELD', `No such column '${name}' on entity 'UserRecordAccess'.`);
}

function rightsOf(engine: Engine, userId: string, id: string): Rights {
  const { schema } = engine.metadata;
  const object = schema.objectOfId(id);
  if (object === undefined) return { read: false, edit: false, delete: false };
  const access = engine.access.of(userId);
  const granted = access.object(object);
  const has = (level: RowAccess): boolean => {
    const filter = rowFilter({ schema, access }, object, 't', level);
    const condition = filter === undefined ? '' : ` AND ${filter}`;
    const sql = `SELECT 1 FROM ${quote(object.name)} t WHERE t."Id" = ? AND t."IsDeleted" = 0${condition}`;
    return engine.database.get(sql, id) !== undefined;
  };
  const read = granted.read && has('read');
  const edit = read && granted.edit && has('edit');
  return { read, edit, delete: edit && granted.delete };
}

function rowOf(id: string, rights: Rights): Record<string, string | boolean> {
  const { read, edit, delete: remove } = rights;
  return {
    RecordId: id,
    HasReadAccess: read,
    HasEditAccess: edit,
    HasDeleteAccess: remove,
    HasTransferAccess: remove,
    HasAllAccess: remove,
    MaxAccessLevel: remove ? 'All' : edit ? 'Edit' : read ? 'Read' : 'None',
  };
}
