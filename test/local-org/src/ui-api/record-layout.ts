import type { DescribeField, DescribeSObject } from '../schema/describe.ts';
import { eTagOf } from './e-tag.ts';
import type { PlannedItem, PlannedLayout, PlannedSection, UiBehavior } from './layout-section.ts';
import { metadataId } from './metadata-id.ts';

export const layoutTypes = ['Full', 'Compact'] as const;
export type LayoutType = (typeof layoutTypes)[number];

export const layoutModes = ['Create', 'Edit', 'View'] as const;
export type LayoutMode = (typeof layoutModes)[number];

export type LayoutComponent = { apiName: string | null; componentType: 'Field' | 'EmptySpace'; label?: string };

export type LayoutItem = {
  editableForNew: boolean;
  editableForUpdate: boolean;
  label: string;
  layoutComponents: LayoutComponent[];
  lookupIdApiName: string | null;
  required: boolean;
  sortable: boolean;
  uiBehavior: UiBehavior | null;
};

export type LayoutSection = {
  collapsible: boolean;
  columns: number;
  heading: string;
  id: string;
  layoutRows: { layoutItems: LayoutItem[] }[];
  rows: number;
  tabOrder: 'LeftRight' | 'TopDown';
  useHeading: boolean;
};

export type RecordLayout = {
  eTag: string;
  id: string;
  layoutType: LayoutType;
  mode: LayoutMode;
  objectApiName: string;
  recordTypeId: string;
  saveOptions: never[];
  sections: LayoutSection[];
};

type Showing = { describe: DescribeSObject; mode: LayoutMode };

const emptyItem: LayoutItem = {
  editableForNew: false,
  editableForUpdate: false,
  label: '',
  layoutComponents: [{ apiName: null, componentType: 'EmptySpace' }],
  lookupIdApiName: null,
  required: false,
  sortable: false,
  uiBehavior: null,
};

const shownParts = new Set(['Street', 'City', 'State', 'PostalCode', 'Country']);
const nameParts = ['Salutation', 'FirstName', 'LastName'];

/** The other components of a layout item: the date of an author, the parts of an address or a name. */
function componentFields(field: DescribeField, { describe, mode }: Showing): DescribeField[] {
  const { fields } = describe;
  const byName = (name: string): DescribeField[] => fields.filter((one) => one.name === name);
  if (field.name === 'CreatedById') return [field, ...byName('CreatedDate')];
  if (field.name === 'LastModifiedById') return [field, ...byName('LastModifiedDate')];
  if (field.type === 'address') {
    const prefix = field.name.replace(/Address$/, '');
    return fields.filter(
      ({ compoundFieldName, name }) => compoundFieldName === field.name && shownParts.has(name.slice(prefix.length)),
    );
  }
  const parts = nameParts.flatMap(byName).filter(({ compoundFieldName }) => compoundFieldName === field.name);
  if (parts.length === 0) return [field];
  return mode === 'View' ? [...parts, field] : parts;
}

const componentOf = ({ name, label }: DescribeField): LayoutComponent => ({
  apiName: name,
  componentType: 'Field',
  label,
});

/** The label of a place: lookups are called by the record they lead to, not by its id. */
const itemLabel = ({ label, nameField, type, extraTypeInfo }: DescribeField): string => {
  if (nameField && extraTypeInfo === 'personname') return 'Name';
  return type === 'reference' ? label.replace(/ ID$/, '') : label;
};

const lookupOf = ({ name, nameField, type }: DescribeField): string | null => {
  if (type === 'reference') return name;
  return nameField ? 'Id' : null;
};

function showItem(item: PlannedItem, showing: Showing): LayoutItem | undefined {
  if (item.kind === 'empty') return emptyItem;
  const field = showing.describe.fields.find(({ name }) => name.toLowerCase() === item.field.toLowerCase());
  // The next field takes the place of a hidden field.
  if (field === undefined) return undefined;
  const parts = componentFields(field, showing);
  const canEdit = item.behavior !== 'Readonly';
  const isRequired = item.behavior === 'Required' || parts.some((part) => isAlwaysRequired(part));
  const editableForNew = canEdit && parts.some(({ createable }) => createable);
  const editableForUpdate = canEdit && parts.some(({ updateable }) => updateable);
  return {
    editableForNew,
    editableForUpdate,
    label: itemLabel(field),
    layoutComponents: parts.map(componentOf),
    lookupIdApiName: lookupOf(field),
    required: isRequired && (editableForNew || editableForUpdate),
    sortable: false,
    uiBehavior: item.behavior,
  };
}

const isAlwaysRequired = ({ nillable, type, createable, defaultedOnCreate }: DescribeField): boolean =>
  !nillable && type !== 'boolean' && createable && !defaultedOnCreate;

/** Whether an item belongs on a form for new records, or on one for records that are there. */
function isShown({ editableForNew, layoutComponents }: LayoutItem, mode: LayoutMode): boolean {
  if (mode !== 'Create') return true;
  // The form shows the owner although the user cannot enter it.
  return editableForNew || layoutComponents.some(({ apiName }) => apiName === null || apiName === 'OwnerId');
}

function showSection(section: PlannedSection, showing: Showing, id: string): LayoutSection[] {
  const columns = section.columns.map((column) =>
    column.flatMap((item) => showItem(item, showing) ?? []).filter((item) => isShown(item, showing.mode)),
  );
  const rows = Math.max(0, ...columns.map((column) => column.length));
  if (columns.every((column) => column.every((item) => item === emptyItem))) return [];
  const layoutRows = Array.from({ length: rows }, (_, row) => ({
    layoutItems: columns.map((column) => column[row] ?? emptyItem),
  }));
  return [
    {
      collapsible: false,
      columns: columns.length,
      heading: section.heading,
      id,
      layoutRows,
      rows,
      tabOrder: section.tabOrder,
      useHeading: section.useHeading && section.heading !== '',
    },
  ];
}

/** A layout as the UI API shows it to a user: without the fields hidden from them. */
export function showLayout(
  describe: DescribeSObject,
  planned: PlannedLayout,
  { mode, recordTypeId }: { mode: LayoutMode; recordTypeId: string },
): RecordLayout {
  const content = {
    id: metadataId('00h', planned.name),
    layoutType: 'Full' as const,
    mode,
    objectApiName: describe.name,
    recordTypeId,
    saveOptions: [],
    sections: planned.sections.flatMap((section, index) =>
      showSection(section, { describe, mode }, metadataId('01B', `${planned.name} ${index}`)),
    ),
  };
  return { ...content, eTag: eTagOf(content) };
}

/** The layout of a record's key fields: one row for each. */
export function showCompactLayout(
  describe: DescribeSObject,
  { name, fields }: { name: string; fields: readonly string[] },
  { mode, recordTypeId }: { mode: LayoutMode; recordTypeId: string },
): RecordLayout {
  const items = fields.flatMap(
    (field) => showItem({ kind: 'field', field, behavior: 'Edit' }, { describe, mode }) ?? [],
  );
  const content = {
    id: metadataId('0AH', `${describe.name}.${name}`),
    layoutType: 'Compact' as const,
    mode,
    objectApiName: describe.name,
    recordTypeId,
    saveOptions: [],
    sections: [
      {
        collapsible: false,
        columns: 1,
        heading: '',
        id: metadataId('01B', `${describe.name}.${name}`),
        layoutRows: items.map((item) => ({ layoutItems: [{ ...item, uiBehavior: null }] })),
        rows: items.length,
        tabOrder: 'TopDown' as const,
        useHeading: false,
      },
    ],
  };
  return { ...content, eTag: eTagOf(content) };
}

/** The fields of a layout, each once. */
export const layoutFields = ({ sections }: RecordLayout): string[] => [
  ...new Set(
    sections.flatMap(({ layoutRows }) =>
      layoutRows.flatMap(({ layoutItems }) =>
        layoutItems.flatMap(({ layoutComponents }) => layoutComponents.flatMap(({ apiName }) => apiName ?? [])),
      ),
    ),
  ),
];
