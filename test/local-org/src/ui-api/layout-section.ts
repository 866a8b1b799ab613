import type { DescribeSObject } from '../schema/describe.ts';

export type UiBehavior = 'Edit' | 'Required' | 'Readonly';

/** A place in a layout: a field of the object, or an empty space. */
export type PlannedItem = { kind: 'field'; field: string; behavior: UiBehavior } | { kind: 'empty' };

/** A section as an admin lays it out: items by column, from top to bottom. */
export type PlannedSection = {
  heading: string;
  useHeading: boolean;
  tabOrder: 'LeftRight' | 'TopDown';
  columns: PlannedItem[][];
};

/** A related list of a layout: the child relationship's field (`Contact.AccountId`) and its columns. */
export type PlannedRelatedList = { relatedList: string; columns: string[]; sortField?: string; isAscending: boolean };

export type PlannedLayout = {
  name: string;
  sections: PlannedSection[];
  relatedLists: PlannedRelatedList[];
  /** API names of the actions at the top of the page; undefined when the layout leaves them to the platform. */
  actions: string[] | undefined;
};

const asField = (field: string, behavior: UiBehavior = 'Edit'): PlannedItem => ({ kind: 'field', field, behavior });

const systemFields = new Set([
  'Id',
  'IsDeleted',
  'MasterRecordId',
  'OwnerId',
  'CreatedById',
  'CreatedDate',
  'LastModifiedById',
  'LastModifiedDate',
  'SystemModstamp',
  'LastActivityDate',
  'LastViewedDate',
  'LastReferencedDate',
  'RecordTypeId',
  'PhotoUrl',
  'Jigsaw',
  'JigsawContactId',
  'JigsawCompanyId',
  'IsUnreadByOwner',
  'IsConverted',
  'IsRecurrence',
  'EmailBouncedDate',
  'EmailBouncedReason',
  'CleanStatus',
  'IndividualId',
]);

function split(items: PlannedItem[]): PlannedItem[][] {
  const half = Math.ceil(items.length / 2);
  return [items.slice(0, half), items.slice(half)];
}

/** The layout of an object without a deployed one: all editable fields, then the system fields. */
export function defaultLayout(describe: DescribeSObject): PlannedLayout {
  const { fields, label, name } = describe;
  const nameField = fields.find((field) => field.nameField);
  const isOwn = ({ name: field, type, compoundFieldName }: (typeof fields)[number]): boolean =>
    !systemFields.has(field) &&
    field !== nameField?.name &&
    compoundFieldName === null &&
    !['address', 'base64', 'id', 'location'].includes(type);
  const own = fields.filter((field) => isOwn(field) && (field.createable || field.updateable || field.calculated));
  const addresses = fields.filter(({ type }) => type === 'address');
  const has = (field: string): boolean => fields.some((one) => one.name === field);
  const first = [
    ...(nameField === undefined ? [] : [asField(nameField.name, 'Required')]),
    ...own
      .filter(({ type }) => type !== 'textarea')
      .map((field) => asField(field.name, field.nillable || field.type === 'boolean' ? 'Edit' : 'Required')),
  ];
  const section = (heading: string, columns: PlannedItem[][]): PlannedSection[] =>
    columns.some((column) => column.length > 0) ? [{ heading, useHeading: true, tabOrder: 'TopDown', columns }] : [];
  return {
    name: `${name}-${label} Layout`,
    sections: [
      ...section(`${label} Information`, split([...(has('OwnerId') ? [asField('OwnerId')] : []), ...first])),
      ...section('Address Information', split(addresses.map((field) => asField(field.name)))),
      ...section('Description Information', [
        own.filter(({ type }) => type === 'textarea').map((field) => asField(field.name)),
      ]),
      ...section('System Information', [
        has('CreatedById') ? [asField('CreatedById', 'Readonly')] : [],
        has('LastModifiedById') ? [asField('LastModifiedById', 'Readonly')] : [],
      ]),
    ],
    relatedLists: [],
    actions: undefined,
  };
}
