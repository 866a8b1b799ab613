import type { DescribeSObject } from '../schema/describe.ts';
import { emptySelection, selectPath } from './field-selection.ts';
import { nameFieldOf } from './read-records.ts';
import type { RecordShown } from './read-records.ts';
import { readPage } from './record-page.ts';
import { soqlText } from './record-source.ts';
import type { RecordSource } from './record-source.ts';
import { findRelatedList } from './related-list.ts';
import { illegalParameter } from './ui-api-error.ts';

/** A page of the records under a record, or of those that a look-up may lead to. */
export type RecordCollection = {
  count: number;
  currentPageToken: string;
  currentPageUrl: string;
  nextPageToken: string | null;
  nextPageUrl: string | null;
  previousPageToken: string | null;
  previousPageUrl: string | null;
  records: RecordShown[];
};

export type ChildPage = { pageSize: number; place: number };

/** The children asked for, by the relationship's name: paths of the fields that each is read with. */
export function readChildNames(object: string, names: readonly string[]): Map<string, string[][]> {
  const children = new Map<string, string[][]>();
  for (const name of names) {
    const [qualifier = '', relationship, ...path] = name.split('.');
    if (relationship === undefined || qualifier.toLowerCase() !== object.toLowerCase()) {
      throw illegalParameter(`Child relationship ${name} must be qualified with the object: ${object}`);
    }
    const paths = children.get(relationship) ?? [];
    children.set(relationship, path.length === 0 ? paths : [...paths, path]);
  }
  return children;
}

type Children = { recordId: string; relationship: string; paths: readonly string[][]; page: ChildPage };

/** The records of one child relationship under a record, page by page. */
export function readChildren(
  source: RecordSource,
  parent: DescribeSObject,
  { recordId, relationship, paths, page }: Children,
): RecordCollection {
  const { child, reference, id } = findRelatedList(source, parent, { id: relationship, recordTypeId: null });
  const selection = emptySelection();
  for (const name of ['Id', nameFieldOf(child)]) selectPath(selection, [name], 'optional');
  for (const path of paths) selectPath(selection, path, 'required');
  const address = `${source.root}/records/${recordId}/child-relationships/${id}`;
  const found = readPage(source, child, {
    conditions: [`${reference.name} = ${soqlText(recordId)}`],
    selection,
    request: { fields: [], optionalFields: [], ...page, sortBy: [] },
    url: (token) => `${address}?pageSize=${page.pageSize}&pageToken=${token}`,
  });
  return {
    count: found.count,
    currentPageToken: found.currentPageToken,
    currentPageUrl: found.currentPageUrl,
    nextPageToken: found.nextPageToken,
    nextPageUrl: found.nextPageUrl,
    previousPageToken: found.previousPageToken,
    previousPageUrl: found.previousPageUrl,
    records: found.records,
  };
}
