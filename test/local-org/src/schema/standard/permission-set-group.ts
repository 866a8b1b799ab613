import * as field from '../field-kinds.ts';
import { defineObject, noUndelete } from '../object-definition.ts';

const hidden = { access: 'none' } as const;
const parent = (name: string, label: string, object: string) =>
  field.reference(name, label, [object], { access: 'create', required: true, cascadeDelete: true });

/** Several permission sets that are assigned together. */
export const permissionSetGroup = defineObject({
  name: 'PermissionSetGroup',
  label: 'Permission Set Group',
  keyPrefix: '0PG',
  access: { kind: 'setup' },
  operations: noUndelete,
  fields: [
    field.idField('Permission Set Group ID'),
    field.text('DeveloperName', 'Permission Set Group Name', 80, { required: true, nameField: true, unique: true }),
    field.text('MasterLabel', 'Permission Set Group Label', 80, { required: true }),
    field.text('NamespacePrefix', 'Namespace Prefix', 15, hidden),
    field.textArea('Description', 'Description', 255),
    field.picklist('Status', 'Status', ['Updated*', 'Outdated', 'Updating', 'Failed'], { ...hidden, length: 40 }),
    field.checkbox('HasActivationRequired', 'Session Activation Required'),
    ...field.auditFields(),
  ],
});

/** A permission set in a group. */
export const permissionSetGroupComponent = defineObject({
  name: 'PermissionSetGroupComponent',
  label: 'Permission Set Group Component',
  keyPrefix: '0PM',
  access: { kind: 'setup' },
  operations: { create: true, update: false, delete: true, undelete: false },
  childNames: { PermissionSetGroupId: 'PermissionSetGroupComponents', PermissionSetId: 'PermissionSetGroupComponents' },
  fields: [
    field.idField('PermissionSetGroupComponent ID'),
    parent('PermissionSetGroupId', 'Permission Set Group ID', 'PermissionSetGroup'),
    parent('PermissionSetId', 'Permission Set ID', 'PermissionSet'),
    ...field.auditFields(),
  ],
});
