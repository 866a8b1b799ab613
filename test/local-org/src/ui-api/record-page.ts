import type { DescribeSObject } from '../schema/describe.ts';
import { emptySelection, selectNames, selectPath } from './field-selection.ts';
import type { Selection } from './field-selection.ts';
import { resolveColumn } from './list-column.ts';
import type { ListColumn } from './list-column.ts';
import { fieldsByName, nameFieldOf, readRecords, referenceOf } from './read-records.ts';
import type { RecordShown } from './read-records.ts';
import type { RecordSource } from './record-source.ts';

/** What a client asks of a list of records. */
export type PageRequest = {
  fields: string[];
  optionalFields: string[];
  pageSize: number;
  /** Of the page's first record. */
  place: number;
  /** Paths, `-` before one to sort downwards. */
  sortBy: string[];
};

export type RecordPage = {
  count: number;
  currentPageToken: string;
  currentPageUrl: string;
  nextPageToken: string | null;
  nextPageUrl: string | null;
  pageSize: number;
  previousPageToken: string | null;
  previousPageUrl: string | null;
  records: RecordShown[];
};

/** Fields that every record of a list carries. */
const listFields = ['CreatedDate', 'Id', 'LastModifiedById', 'LastModifiedDate', 'SystemModstamp'];

/** What a list reads of its records: its columns and what the request names. */
export function listSelection(
  describe: DescribeSObject,
  columns: readonly ListColumn[],
  { fields, optionalFields }: Pick<PageRequest, 'fields' | 'optionalFields'>,
): Selection {
  const selection = emptySelection();
  for (const name of listFields) selectPath(selection, [name], 'optional');
  selectPath(selection, [nameFieldOf(describe)], 'optional');
  for (const { path } of columns) {
    const [first = '', ...rest] = path.split('.');
    selectPath(selection, [first, ...rest], 'optional');
    if (rest.length === 0) continue;
    selectPath(selection, [first, 'Id'], 'optional');
    selectPath(selection, [referenceOf(describe, first)?.name ?? 'Id'], 'optional');
  }
  selectNames(selection, describe.name, { names: fields, need: 'required' });
  selectNames(selection, describe.name, { names: optionalFields, need: 'optional' });
  return selection;
}

/** Unknown fields are passed over, as the platform does. */
function orderBy(source: RecordSource, describe: DescribeSObject, sortBy: readonly string[]): string {
  const terms = sortBy.flatMap((name) => {
    const bare = name.replace(/^-/, '').replace(new RegExp(`^${describe.name}\\.`, 'i'), '');
    // A field sorts by its own value, a look-up too.
    const field = fieldsByName(describe).get(bare.toLowerCase());
    const path = field?.name ?? resolveColumn(source, describe, bare)?.path;
    if (path === undefined || field?.sortable === false) return [];
    return [`${path} ${name.startsWith('-') ? 'DESC NULLS LAST' : 'ASC'}`];
  });
  return [...terms, ...(terms.some((term) => term.startsWith('Id ')) ? [] : ['Id'])].join(', ');
}

/** As on the platform, a list has no pages beyond this many records. */
export const mostRecords = 2_000;

/** One page of the records for which the conditions hold. `url` gives the address of a page by its token. */
export function readPage(
  source: RecordSource,
  describe: DescribeSObject,
  { conditions, selection, request, url }: Paging,
): RecordPage {
  const { pageSize, place, sortBy } = request;
  const where = conditions.length === 0 ? '' : ` WHERE ${conditions.join(' AND ')}`;
  const soql = `SELECT Id FROM ${describe.name}${where} ORDER BY ${orderBy(source, describe, sortBy)}`;
  const rows = place > mostRecords ? [] : source.rows(`${soql} LIMIT ${pageSize + 1} OFFSET ${place}`);
  const ids = rows.slice(0, pageSize).map((row) => String(row['Id']));
  const shown = readRecords(source, describe.name, { ids, selection });
  const next = rows.length > pageSize && place + pageSize <= mostRecords ? String(place + pageSize) : null;
  const previous = place === 0 ? null : String(Math.max(0, place - pageSize));
  return {
    count: ids.length,
    currentPageToken: String(place),
    currentPageUrl: url(String(place)),
    nextPageToken: next,
    nextPageUrl: next === null ? null : url(next),
    pageSize,
    previousPageToken: previous,
    previousPageUrl: previous === null ? null : url(previous),
    records: ids.flatMap((id) => shown.get(id) ?? []),
  };
}

type Paging = {
  conditions: readonly string[];
  selection: Selection;
  request: PageRequest;
  url: (token: string) => string;
};
