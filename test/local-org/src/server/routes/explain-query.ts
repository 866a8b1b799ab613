import { OrgError } from '../../org-error.ts';
import type { DescribeField } from '../../schema/describe.ts';
import { linearize } from '../../soql/conditions.ts';
import { parseSoql } from '../../soql/parse-soql.ts';
import { findListViewById } from '../../ui-api/list-view.ts';
import { toLongId } from '../../storage/record-id.ts';
import type { ApiCall } from '../api-call.ts';
import { describeObject, findField } from '../described.ts';
import { json } from '../reply.ts';
import type { Reply } from '../reply.ts';
import type { ServerState } from '../server-state.ts';
import { listSoql } from './list-views.ts';
import { openSource } from './ui-api/ui-api-source.ts';

const indexed = ['CreatedDate', 'SystemModstamp', 'LastModifiedDate', 'RecordTypeId'];

const hasIndex = ({ name, type, externalId, unique, nameField }: DescribeField): boolean =>
  type === 'id' || type === 'reference' || externalId || unique || nameField || indexed.includes(name);

/** Fields that all rows of the result have been compared by: those of a chain of AND. */
function comparedFields(soql: string): string[] {
  const { where } = parseSoql(soql);
  const tokens = where === undefined ? [] : linearize(where);
  if (tokens.some(({ kind }) => kind === 'OR' || kind === 'NOT')) return [];
  return tokens.flatMap((token) =>
    token.kind === 'leaf' && 'field' in token.condition && !/^(?:!=|<>|NOT IN)$/i.test(token.condition.operator)
      ? [token.condition.field]
      : [],
  );
}

function readExplained(state: ServerState, call: ApiCall): string {
  const explain = (call.query.get('explain') ?? '').trim();
  if (/^00O\w{12}(?:\w{3})?$/.test(explain)) {
    throw new OrgError('NOT_FOUND', 'Reports are not explained by the local org', { status: 404 });
  }
  if (!/^00B\w{12}(?:\w{3})?$/.test(explain)) return explain;
  const source = openSource(state, call);
  const found = findListViewById(source, { id: toLongId(explain), objects: state.org.describeGlobal(call.userId) });
  return listSoql({ source, ...found });
}

function countRows(rows: Iterator<unknown>): number {
  let count = 0;
  while (rows.next().done !== true) count += 1;
  return count;
}

/**
 * `query?explain=`: how a query, or the list view of an id, would be run. A query that cannot be run is refused as when
 * it is run. The plans say what an index could do; the cost is relative to the threshold of a selective filter.
 */
export function explainQuery(state: ServerState, call: ApiCall): Reply {
  const soql = readExplained(state, call);
  if (soql === '') throw new OrgError('MALFORMED_QUERY', 'SOQL query string is required');
  const { userId, apiVersion } = call;
  const result = state.org.query(userId, soql, { apiVersion });
  const cardinality = result.countOnly ?? countRows(result.rows);
  const sobjectCardinality = state.org.query(userId, `SELECT COUNT() FROM ${result.object}`).countOnly ?? 0;
  const describe = describeObject(state.org, userId, result.object);
  const named = comparedFields(soql).flatMap((name) => findField(describe, name) ?? []);
  const fields = [...new Set(named.filter(hasIndex).map(({ name }) => name))];
  const unindexed = [...new Set(['IsDeleted', ...named.filter((one) => !hasIndex(one)).map(({ name }) => name)])];
  const plan = (leadingOperationType: 'Index' | 'TableScan', planned: string[], relativeCost: number) => ({
    ...{ cardinality, fields: planned, leadingOperationType },
    notes: [
      {
        description: 'Not considering filter for optimization because unindexed',
        fields: unindexed,
        tableEnumOrId: result.object,
      },
    ],
    ...{ relativeCost, sobjectCardinality, sobjectType: result.object },
  });
  // An index pays below 30 % of the first million records.
  const selective = Math.max(1, 0.3 * sobjectCardinality);
  const plans = [
    ...(fields.length === 0 ? [] : [plan('Index', fields, cardinality / selective)]),
    plan('TableScan', [], 1 + cardinality / Math.max(1, sobjectCardinality)),
  ];
  return json({ plans: plans.toSorted((one, other) => one.relativeCost - other.relativeCost), sourceQuery: soql });
}
