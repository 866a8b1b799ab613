import type { DescribeField, DescribeSObject } from '../schema/describe.ts';
import { metadataId } from './metadata-id.ts';
import { objectLayout, planLayout } from './object-layouts.ts';
import { recordActions } from './record-actions.ts';
import type { LayoutItem, LayoutSection } from './record-layout.ts';
import type { RecordSource } from './record-source.ts';
import { masterRecordTypeId, recordTypesOf } from './record-type.ts';

const fieldNamed = (describe: DescribeSObject, name: string): DescribeField | undefined =>
  describe.fields.find((field) => field.name === name);

function describeItem(describe: DescribeSObject, item: LayoutItem, tabOrder: number) {
  const layoutComponents = item.layoutComponents.map(({ apiName, componentType }) => ({
    details: apiName === null ? null : (fieldNamed(describe, apiName) ?? null),
    displayLines: 1,
    tabOrder,
    type: componentType,
    value: apiName,
  }));
  return {
    editableForNew: item.editableForNew,
    editableForUpdate: item.editableForUpdate,
    label: item.label,
    layoutComponents: item.layoutComponents.every(({ apiName }) => apiName === null) ? [] : layoutComponents,
    placeholder: item.layoutComponents.every(({ apiName }) => apiName === null),
    required: item.required,
  };
}

function describeSection(describe: DescribeSObject, section: LayoutSection, layoutId: string) {
  const { columns, heading, id, layoutRows, rows, tabOrder, useHeading } = section;
  return {
    collapsed: false,
    columns,
    heading,
    layoutRows: layoutRows.map(({ layoutItems }, row) => ({
      layoutItems: layoutItems.map((item, column) => describeItem(describe, item, row * columns + column + 1)),
      numItems: layoutItems.length,
    })),
    layoutSectionId: id,
    parentLayoutId: layoutId,
    rows,
    tabOrder: tabOrder === 'LeftRight' ? 'leftToRight' : 'topToBottom',
    useCollapsibleSection: false,
    useHeading,
  };
}

const button = (name: string, label: string) => ({ custom: false, label, name, overridden: false, width: null });

/** The layout of a record type, with the describe of each field in its place. */
export function describeLayout(source: RecordSource, describe: DescribeSObject, recordTypeId: string) {
  const full = { type: 'Full', recordTypeId } as const;
  const view = objectLayout(source, describe, { ...full, mode: 'View' });
  const edit = objectLayout(source, describe, { ...full, mode: 'Edit' });
  const { relatedLists } = planLayout(source, describe, recordTypeId);
  const actions = recordActions(source, describe, { recordId: '', recordTypeId, organizationId: '' });
  return {
    buttonLayoutSection: {
      detailButtons: actions
        .filter(({ type }) => type === 'StandardButton')
        .map(({ apiName, label }) => button(apiName, label)),
    },
    detailLayoutSections: view.sections.map((section) => describeSection(describe, section, view.id)),
    editLayoutSections: edit.sections.map((section) => describeSection(describe, section, view.id)),
    feedView: null,
    highlightsPanelLayoutSection: null,
    id: view.id,
    multirowEditLayoutSections: [],
    offlineLinks: [],
    quickActionList: {
      quickActionListItems: actions
        .filter(({ type }) => type === 'QuickAction')
        .map(({ apiName, label, subtype, targetObject }) => ({
          ...{ label, quickActionName: apiName, targetSobjectType: targetObject, type: subtype },
          urls: {},
        })),
    },
    relatedContent: null,
    relatedLists: relatedLists.map(({ relatedList, columns, sortField, isAscending }) => ({
      columns: columns.map((field) => ({ field, format: null, label: field, name: field })),
      custom: false,
      field: relatedList.split('.').at(-1) ?? null,
      label: relatedList.split('.')[0] ?? relatedList,
      limitRows: 5,
      name: relatedList,
      sobject: relatedList.split('.')[0] ?? null,
      sort: sortField === undefined ? [] : [{ ascending: isAscending, column: sortField }],
    })),
    saveOptions: [],
  };
}

/** All layouts of an object, and the record types that have them; by record type only where there are several. */
export function describeLayouts(source: RecordSource, describe: DescribeSObject, address: string) {
  const types = recordTypesOf(describe);
  const own = types.filter(({ master }) => !master);
  return {
    layouts: own.length > 0 ? null : [describeLayout(source, describe, masterRecordTypeId)],
    recordTypeMappings: types.map(
      ({ recordTypeId, name, developerName, available, master, defaultRecordTypeMapping }) => ({
        ...{ active: true, available, defaultRecordTypeMapping, developerName },
        layoutId: metadataId('00h', planLayout(source, describe, recordTypeId).name),
        ...{ master, name, picklistsForRecordType: null, recordTypeId },
        urls: { layout: `${address}/${recordTypeId}` },
      }),
    ),
    recordTypeSelectorRequired: [own.filter(({ available }) => available).length > 1],
  };
}

/** The key fields of an object's records. */
export function describeCompactLayouts(source: RecordSource, describe: DescribeSObject) {
  const recordTypeId = masterRecordTypeId;
  const { id, sections } = objectLayout(source, describe, { type: 'Compact', mode: 'View', recordTypeId });
  const items = sections.flatMap(({ layoutRows }) => layoutRows.flatMap(({ layoutItems }) => layoutItems));
  const isSystem = source.components('CompactLayout').every(({ fullName }) => metadataId('0AH', fullName) !== id);
  const layout = {
    actions: [],
    fieldItems: items.map((item, index) => describeItem(describe, item, index + 1)),
    id: isSystem ? null : id,
    imageItems: [],
    label: isSystem ? 'System Default' : describe.label,
    name: isSystem ? 'SYSTEM' : describe.name,
    objectType: describe.name,
  };
  return {
    compactLayouts: [layout],
    defaultCompactLayoutId: layout.id,
    recordTypeCompactLayoutMappings: recordTypesOf(describe).map((type) => ({
      ...{ available: type.available, compactLayoutId: layout.id, compactLayoutName: layout.name },
      recordTypeId: type.recordTypeId,
      recordTypeName: type.name,
    })),
  };
}
