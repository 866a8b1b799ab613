import type { DescribeSObject } from '../schema/describe.ts';
import { eTagOf } from './e-tag.ts';
import { resolveColumn } from './list-column.ts';
import type { ListColumn } from './list-column.ts';
import type { ListFilter, ListView } from './list-definition.ts';
import { filterValues } from './list-filter.ts';
import { listViewId } from './list-view.ts';
import { nameFieldOf } from './read-records.ts';
import type { RecordSource } from './record-source.ts';
import { recordTypesOf } from './record-type.ts';

export type ListReference = { id: string; listViewApiName: string; objectApiName: string; type: 'listView' };

export const referToList = (view: ListView): ListReference => ({
  id: listViewId(view),
  listViewApiName: view.apiName,
  objectApiName: view.object,
  type: 'listView',
});

/** The columns of a list that the user may see. */
export const columnsOf = (source: RecordSource, describe: DescribeSObject, names: readonly string[]): ListColumn[] =>
  names.flatMap((name) => resolveColumn(source, describe, name) ?? []);

type InlineEdit = { editable: boolean; required: boolean };

function inlineEdit(describe: DescribeSObject, { path, field }: ListColumn): Record<string, InlineEdit> {
  const editable = !path.includes('.') && field.updateable;
  const attributes = { editable, required: editable && !field.nillable && field.type !== 'boolean' };
  return Object.fromEntries(recordTypesOf(describe).map(({ recordTypeId }) => [recordTypeId, attributes]));
}

/** Default widths and wrapping. */
export const untouchedPreferences = (columns: readonly ListColumn[]) => ({
  columnWidths: Object.fromEntries(columns.map(({ path }) => [path, -1])),
  columnWrap: Object.fromEntries(columns.map(({ path }) => [path, false])),
});

function showFilter(source: RecordSource, describe: DescribeSObject, filter: ListFilter) {
  const column = resolveColumn(source, describe, filter.column);
  if (column === undefined) return [];
  const labelOf = (value: string): string =>
    column.field.picklistValues.find((entry) => entry.value === value)?.label ?? value;
  return [
    {
      fieldApiName: column.path,
      label: column.label,
      operandLabels: filterValues(filter).map(labelOf),
      operator: filter.operation.charAt(0).toUpperCase() + filter.operation.slice(1),
    },
  ];
}

/** The default order of a list. */
export function orderOf(source: RecordSource, describe: DescribeSObject, { sortedBy }: ListView) {
  const { column, isAscending } = sortedBy ?? { column: nameFieldOf(describe), isAscending: true };
  const resolved = resolveColumn(source, describe, column);
  return resolved === undefined ? [] : [{ fieldApiName: resolved.path, isAscending, label: resolved.label }];
}

/** A list view as the UI API describes it. */
export function showList(source: RecordSource, describe: DescribeSObject, view: ListView) {
  const columns = columnsOf(source, describe, view.columns);
  const plural = describe.labelPlural.toLowerCase();
  const isMine = view.scope === 'Mine' || view.scope === 'MineAndMyGroups';
  const isDeployed = !view.apiName.startsWith('__');
  const content = {
    cloneable: isDeployed,
    createable: true,
    deletable: isDeployed,
    displayColumns: columns.map((column) => ({
      fieldApiName: column.path,
      inlineEditAttributes: inlineEdit(describe, column),
      label: column.label,
      lookupId: column.lookupId,
      searchable: column.field.nameField,
      sortable: column.field.sortable,
    })),
    filterLogicString: view.booleanFilter ?? null,
    filteredByInfo: view.filters.flatMap((filter) => showFilter(source, describe, filter)),
    hasMassActions: true,
    inlineEditDetails: { message: null, state: 'Enabled' },
    label: view.label,
    listReference: referToList(view),
    listShares: [],
    objectApiNames: [describe.name],
    orderedByInfo: orderOf(source, describe, view),
    scope: {
      apiName: view.scope.charAt(0).toLowerCase() + view.scope.slice(1),
      entity: null,
      label: `${isMine ? 'My' : 'All'} ${plural}`,
      relatedEntity: null,
    },
    searchable: true,
    updateable: isDeployed,
    userPreferences: untouchedPreferences(columns),
    visibility: 'Public',
    visibilityEditable: isDeployed,
  };
  return { ...content, eTag: eTagOf(content) };
}
