import * as field from '../field-kinds.ts';
import type { DescribeField } from '../describe.ts';
import { defineObject } from '../object-definition.ts';

const hidden = { access: 'none' } as const;

/** A file's content; it is kept as base64. */
export function blobField(name: string, label: string, options: { access?: 'create' } = {}): DescribeField {
  const text = field.textArea(name, label, 10_485_760, options);
  return { ...text, type: 'base64', soapType: 'xsd:base64Binary', filterable: false, length: 0, extraTypeInfo: null };
}

const places = ['User', 'Account', 'Lead', 'Contact', 'Opportunity', 'Campaign', 'Case'];

/** A file's version. */
export const contentVersion = defineObject({
  name: 'ContentVersion',
  label: 'Content Version',
  keyPrefix: '068',
  access: { kind: 'everyone' },
  operations: { create: true, update: true, delete: false, undelete: false },
  fields: [
    field.idField('ContentVersion ID'),
    field.reference('ContentDocumentId', 'ContentDocument ID', ['ContentDocument'], { access: 'create' }),
    field.checkbox('IsLatest', 'Is Latest', hidden),
    field.text('VersionNumber', 'Version Number', 20, hidden),
    field.text('Title', 'Title', 255, { nameField: true }),
    field.textArea('Description', 'Description', 1_000),
    field.text('PathOnClient', 'Path On Client', 500, { access: 'create' }),
    field.isDeletedField(),
    field.ownerField(),
    ...field.auditFields(),
    field.text('FileType', 'File Type', 20, hidden),
    field.text('FileExtension', 'File Extension', 40, hidden),
    field.int('ContentSize', 'Size', hidden),
    blobField('VersionData', 'Version Data', { access: 'create' }),
    field.reference('FirstPublishLocationId', 'First Publish Location ID', places, { access: 'create' }),
  ],
});

/** A file, which the first of its versions makes. */
export const contentDocument = defineObject({
  name: 'ContentDocument',
  label: 'Content Document',
  keyPrefix: '069',
  access: { kind: 'everyone' },
  operations: { create: false, update: true, delete: true, undelete: true },
  fields: [
    field.idField('ContentDocument ID'),
    field.isDeletedField(),
    field.text('Title', 'Title', 255, { required: true, nameField: true }),
    field.reference('LatestPublishedVersionId', 'Latest Published Version ID', ['ContentVersion'], hidden),
    field.text('FileType', 'File Type', 20, hidden),
    field.text('FileExtension', 'File Extension', 40, hidden),
    field.int('ContentSize', 'Size', hidden),
    field.ownerField(),
    ...field.auditFields(),
  ],
});

/** Where a file is shown. */
export const contentDocumentLink = defineObject({
  name: 'ContentDocumentLink',
  label: 'Content Document Link',
  keyPrefix: '06A',
  access: { kind: 'everyone' },
  operations: { create: true, update: true, delete: true, undelete: false },
  childNames: { ContentDocumentId: 'ContentDocumentLinks', LinkedEntityId: 'ContentDocumentLinks' },
  fields: [
    field.idField('ContentDocumentLink ID'),
    field.reference('LinkedEntityId', 'Linked Entity ID', places, { access: 'create', required: true }),
    field.reference('ContentDocumentId', 'ContentDocument ID', ['ContentDocument'], {
      access: 'create',
      required: true,
      cascadeDelete: true,
    }),
    field.picklist('ShareType', 'Share Type', ['V', 'C', 'I*'], { length: 40 }),
    field.picklist('Visibility', 'Visibility', ['AllUsers*', 'InternalUsers', 'SharedUsers'], { length: 40 }),
    field.isDeletedField(),
    field.dateTime('SystemModstamp', 'System Modstamp', { access: 'none', required: true }),
  ],
});
