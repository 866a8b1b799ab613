import type { Engine } from '../engine.ts';
import type { QueryOptions, QueryResult, QueryRow } from '../org.ts';
import { OrgError } from '../org-error.ts';
import { buildRow } from './build-row.ts';
import type { RowOptions } from './build-row.ts';
import { columnPaths, describeColumns } from './column-metadata.ts';
import { typedColumns } from './query-columns.ts';
import { parseSoql } from './parse-soql.ts';
import type { QueryContext } from './query-context.ts';
import type { Select } from './select-plan.ts';
import { translateSelect } from './translate-select.ts';
import { isUserRecordAccess, queryUserRecordAccess } from './user-record-access.ts';
import { withinLimits } from './within-limits.ts';

const aggregateLimit = 2_000;

/** Runs SOQL for a user. The rows are read lazily. Throws `OrgError`. */
export function runQuery(
  engine: Engine,
  { userId, soql, options }: { userId: string; soql: string; options: QueryOptions },
): QueryResult {
  if (isUserRecordAccess(soql)) return queryUserRecordAccess(engine, soql);
  const { includeDeleted = false, apiVersion = '66.0', forBulk = false, asBlob = false } = options;
  const query = parseSoql(soql);
  let aliases = 0;
  const { schema } = engine.metadata;
  const context: QueryContext = {
    soql,
    schema,
    access: engine.access.of(userId, options.access),
    now: engine.clock.now(),
    includeDeleted,
    forBulk,
    apiVersion,
    nextAlias: () => `t${aliases++}`,
  };
  if (forBulk && (query.offset ?? 0) > 0)
    throw new OrgError('FUNCTIONALITY_NOT_ENABLED', 'OFFSET is not supported in Bulk Query');
  const select = translateSelect(context, query);
  const rowOptions: RowOptions = {
    schema,
    apiVersion,
    forBulk,
    asBlob,
    readChildren: (children, parentId) =>
      withinLimits(() => engine.database.arrays(children.sql, { parent: parentId }, children.parameters)).map(
        (values) => buildRow(children, values, rowOptions),
      ),
  };
  const entityName = select.object;
  const result = {
    object: entityName,
    columns: select.isCountOnly ? ['count'] : columnPaths(select),
    isAggregate: select.isAggregate && !select.isCountOnly,
    typedColumns: typedColumns(select),
    columnMetadata: {
      columnMetadata: describeColumns(select),
      entityName,
      groupBy: select.isAggregate && !select.isCountOnly,
      idSelected: select.items.some((item) => item.kind === 'value' && item.name === 'Id' && item.parents.length === 0),
      keyPrefix: schema.object(entityName)?.keyPrefix ?? null,
    },
  };
  if (select.isCountOnly) {
    const row = withinLimits(() => engine.database.get(select.sql, ...select.parameters));
    const count = Number(row?.c0 ?? 0);
    return { ...result, countOnly: count, rows: [][Symbol.iterator]() };
  }
  return { ...result, rows: readRows(engine, select, rowOptions) };
}

function* readRows(engine: Engine, select: Select, options: RowOptions): IterableIterator<QueryRow> {
  const rows = withinLimits(() => engine.database.iterateArrays(select.sql, select.parameters));
  let count = 0;
  for (;;) {
    const { value: values, done } = withinLimits(() => rows.next());
    if (done === true) return;
    count += 1;
    // Groups cannot be paged through.
    if (select.isAggregate && count > aggregateLimit) {
      throw new OrgError(
        'EXCEEDED_ID_LIMIT',
        'Aggregate query does not support queryMore(), use LIMIT to restrict the results to a single batch',
      );
    }
    yield buildRow(select, values, options);
  }
}
