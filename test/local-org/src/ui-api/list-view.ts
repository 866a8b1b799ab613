import { children, childText, childTexts } from '../metadata/xml.ts';
import type { DescribeSObject } from '../schema/describe.ts';
import type { ListView } from './list-definition.ts';
import { metadataId } from './metadata-id.ts';
import type { NamedBody, RecordSource } from './record-source.ts';
import { standardListViews } from './standard-list-views.ts';
import { notFound } from './ui-api-error.ts';

export const listViewId = ({ object, apiName }: ListView): string => metadataId('00B', `${object}.${apiName}`);

function readListView({ fullName, body }: NamedBody): ListView {
  const dot = fullName.indexOf('.');
  const apiName = fullName.slice(dot + 1);
  const booleanFilter = childText(body, 'booleanFilter');
  const queue = childText(body, 'queue');
  return {
    object: fullName.slice(0, dot),
    apiName,
    label: childText(body, 'label') ?? apiName,
    scope: childText(body, 'filterScope') ?? 'Everything',
    columns: childTexts(body, 'columns'),
    filters: children(body, 'filters').map((filter) => ({
      column: childText(filter, 'field') ?? '',
      operation: childText(filter, 'operation') ?? 'equals',
      value: childText(filter, 'value') ?? '',
    })),
    ...(booleanFilter === undefined ? {} : { booleanFilter }),
    ...(queue === undefined ? {} : { queue }),
  };
}

/** The list views of an object: the deployed ones, and the platform's own that none of them replaces. */
export function listViewsOf(source: RecordSource, describe: DescribeSObject): ListView[] {
  const deployed = source
    .components('ListView')
    .filter(({ fullName }) => fullName.startsWith(`${describe.name}.`))
    .map(readListView);
  const standard = standardListViews(describe).filter(
    ({ apiName }) => !deployed.some((view) => view.apiName === apiName),
  );
  return [...deployed, ...standard].sort((one, other) => (one.label < other.label ? -1 : 1));
}

/** @throws OrgError NOT_FOUND when the object has no such list view */
export function findListView(source: RecordSource, describe: DescribeSObject, name: string): ListView {
  const lower = name.toLowerCase();
  const view = listViewsOf(source, describe).find(({ apiName }) => apiName.toLowerCase() === lower);
  if (view === undefined) throw notFound();
  return view;
}

/** @throws OrgError NOT_FOUND when no object that the user sees has a list view of this id */
export function findListViewById(
  source: RecordSource,
  { id, objects }: { id: string; objects: readonly DescribeSObject[] },
): { describe: DescribeSObject; view: ListView } {
  for (const describe of objects) {
    const view = listViewsOf(source, describe).find((one) => listViewId(one) === id);
    if (view !== undefined) return { describe, view };
  }
  throw notFound();
}
