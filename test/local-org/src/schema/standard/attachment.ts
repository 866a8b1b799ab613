import * as field from '../field-kinds.ts';
import { defineObject } from '../object-definition.ts';
import { blobField } from './content.ts';

const hidden = { access: 'none' } as const;
const parents = ['Account', 'Campaign', 'Case', 'Contact', 'EmailMessage', 'Event', 'Lead', 'Opportunity', 'Task'];

/** A file of one record, as orgs had them before ContentVersion. */
export const attachment = defineObject({
  name: 'Attachment',
  label: 'Attachment',
  keyPrefix: '00P',
  access: { kind: 'everyone' },
  childNames: { ParentId: 'Attachments' },
  fields: [
    field.idField('Attachment ID'),
    field.isDeletedField(),
    field.reference('ParentId', 'Parent ID', parents, { access: 'create', required: true, cascadeDelete: true }),
    field.text('Name', 'File Name', 255, { required: true, nameField: true }),
    field.checkbox('IsPrivate', 'Private'),
    field.text('ContentType', 'Content Type', 120),
    field.int('BodyLength', 'Body Length', hidden),
    { ...blobField('Body', 'Body'), nillable: false },
    field.ownerField(),
    ...field.auditFields(),
    field.textArea('Description', 'Description', 500),
  ],
});

/** A folder of documents; the own folder of a user has the user's id instead. */
export const folder = defineObject({
  name: 'Folder',
  label: 'Folder',
  keyPrefix: '00l',
  access: { kind: 'everyone' },
  fields: [
    field.idField('Folder ID'),
    field.text('Name', 'Name', 80, { required: true, nameField: true }),
    field.text('DeveloperName', 'Folder Unique Name', 80),
    field.picklist('AccessType', 'Access Type', ['Public*', 'Hidden', 'PublicInternal', 'Shared'], { length: 40 }),
    field.checkbox('IsReadonly', 'Read Only'),
    field.picklist('Type', 'Type', ['Document*', 'Email', 'Report', 'Dashboard'], { length: 40, access: 'create' }),
    ...field.auditFields(),
    field.isDeletedField(),
  ],
});

/** A file in a folder, for instance a logo of e-mail templates. */
export const document = defineObject({
  name: 'Document',
  label: 'Document',
  keyPrefix: '015',
  access: { kind: 'everyone' },
  childNames: { FolderId: null },
  fields: [
    field.idField('Document ID'),
    field.reference('FolderId', 'Folder ID', ['Folder', 'User'], { required: true }),
    field.isDeletedField(),
    field.text('Name', 'Document Name', 255, { required: true, nameField: true }),
    field.text('DeveloperName', 'Document Unique Name', 80),
    field.text('ContentType', 'MIME Type', 120),
    field.text('Type', 'File Extension', 40),
    field.checkbox('IsPublic', 'Externally Available'),
    field.int('BodyLength', 'Body Length', hidden),
    blobField('Body', 'Body'),
    field.textArea('Description', 'Description', 255),
    field.text('Keywords', 'Keywords', 255),
    ...field.auditFields(),
  ],
});
