import type { DescribeField } from '../describe.ts';
import * as field from '../field-kinds.ts';
import { defineObject, noUndelete, readOnly } from '../object-definition.ts';

const hidden = { access: 'none' } as const;
const required = { required: true } as const;
const keyed = (values: string[]) => ({
  values,
  options: { required: true, length: 40, restrictedPicklist: false } as const,
});

const locale = keyed(['en_US', 'en_GB', 'de_DE', 'de_AT', 'fr_FR', 'es_ES', 'ja_JP']);
const timeZone = keyed([
  'GMT',
  'Europe/London',
  'Europe/Vienna',
  'Europe/Berlin',
  'America/New_York',
  'America/Los_Angeles',
  'Asia/Tokyo',
]);

export const user = defineObject({
  name: 'User',
  label: 'User',
  keyPrefix: '005',
  access: { kind: 'setup' },
  operations: { create: true, update: true, delete: false, undelete: false },
  childNames: { ManagerId: 'ManagedUsers', ProfileId: 'Users' },
  fields: [
    field.idField('User ID'),
    field.text('Username', 'Username', 80, { ...required, unique: true, idLookup: true }),
    field.text('LastName', 'Last Name', 80, required),
    field.text('FirstName', 'First Name', 40),
    field.text('Name', 'Full Name', 121, { access: 'none', required: true, nameField: true }),
    field.text('CompanyName', 'Company Name', 80),
    field.text('Division', 'Division', 80),
    field.text('Department', 'Department', 80),
    field.text('Title', 'Title', 80),
    ...field.address('', ''),
    field.email('Email', 'Email', required),
    field.phone('Phone', 'Phone'),
    field.phone('Fax', 'Fax'),
    field.phone('MobilePhone', 'Mobile'),
    field.text('Alias', 'Alias', 8, required),
    field.text('CommunityNickname', 'Nickname', 40, { required: true, defaulted: true }),
    field.checkbox('IsActive', 'Active', { defaultValue: true }),
    field.picklist('TimeZoneSidKey', 'Time Zone', timeZone.values, timeZone.options),
    field.reference('UserRoleId', 'Role ID', ['UserRole']),
    field.picklist('LocaleSidKey', 'Locale', locale.values, locale.options),
    field.checkbox('ReceivesInfoEmails', 'Info Emails'),
    field.picklist('EmailEncodingKey', 'Email Encoding', ['UTF-8', 'ISO-8859-1'], { required: true, length: 40 }),
    field.reference('ProfileId', 'Profile ID', ['Profile'], required),
    field.picklist('UserType', 'User Type', ['Standard', 'AutomatedProcess'], { ...hidden, length: 40 }),
    field.picklist('LanguageLocaleKey', 'Language', ['en_US', 'de', 'fr', 'es', 'ja'], { required: true, length: 40 }),
    field.text('EmployeeNumber', 'Employee Number', 20),
    field.text('FederationIdentifier', 'SAML Federation ID', 512),
    field.reference('ManagerId', 'Manager ID', ['User']),
    field.dateTime('LastLoginDate', 'Last Login', hidden),
    ...field.auditFields(),
    ...['MarketingUser', 'OfflineUser', 'SFContentUser', 'KnowledgeUser', 'SupportUser'].map((name) =>
      field.checkbox(`UserPermissions${name}`, name),
    ),
    field.checkbox('ForecastEnabled', 'Allow Forecasting'),
  ],
});

const permissions = (names: string[], access: 'none' | undefined): DescribeField[] =>
  names.map((name) => field.checkbox(`Permissions${name}`, name, access === undefined ? {} : { access }));

/** The supported system permissions. */
export const systemPermissions = [
  'ViewAllData',
  'ModifyAllData',
  'ApiEnabled',
  'ConvertLeads',
  'ManageUsers',
  'CustomizeApplication',
  'ViewSetup',
];

/** What users are licensed for; the key is the same in every language. */
export const userLicense = defineObject({
  name: 'UserLicense',
  label: 'User License',
  keyPrefix: '100',
  access: { kind: 'setup' },
  operations: readOnly,
  fields: [
    field.idField('User License ID'),
    field.text('Name', 'Name', 40, { access: 'none', required: true, nameField: true }),
    field.text('LicenseDefinitionKey', 'License Def. ID', 40, hidden),
    field.text('MasterLabel', 'Master Label', 40, hidden),
    field.picklist('Status', 'Status', ['Active*'], { ...hidden, length: 40 }),
    field.int('TotalLicenses', 'Total Licenses', hidden),
    field.int('UsedLicenses', 'Used Licenses', hidden),
    ...field.auditFields(),
  ],
});

export const profile = defineObject({
  name: 'Profile',
  label: 'Profile',
  keyPrefix: '00e',
  access: { kind: 'setup' },
  operations: readOnly,
  fields: [
    field.idField('Profile ID'),
    field.text('Name', 'Name', 255, { access: 'none', required: true, nameField: true }),
    field.reference('UserLicenseId', 'User License ID', ['UserLicense'], hidden),
    field.picklist('UserType', 'User Type', ['Standard'], { ...hidden, length: 40 }),
    ...permissions(systemPermissions, 'none'),
    ...field.auditFields(),
  ],
});

export const permissionSet = defineObject({
  name: 'PermissionSet',
  label: 'Permission Set',
  keyPrefix: '0PS',
  access: { kind: 'setup' },
  operations: noUndelete,
  fields: [
    field.idField('PermissionSet ID'),
    field.text('Name', 'Permission Set Name', 80, { ...required, nameField: true, unique: true }),
    field.text('Label', 'Permission Set Label', 80, required),
    field.text('Description', 'Description', 255),
    field.reference('ProfileId', 'Profile ID', ['Profile'], hidden),
    field.checkbox('IsOwnedByProfile', 'Is Owned By Profile', hidden),
    field.checkbox('IsCustom', 'Is Custom', hidden),
    field.text('NamespacePrefix', 'Namespace Prefix', 15, hidden),
    field.picklist('Type', 'Type', ['Regular*', 'Standard', 'Session', 'Profile', 'Group'], { ...hidden, length: 40 }),
    field.reference('PermissionSetGroupId', 'Permission Set Group ID', ['PermissionSetGroup'], {
      ...hidden,
      cascadeDelete: true,
    }),
    ...permissions(systemPermissions, undefined),
    ...field.auditFields(),
  ],
});

export const permissionSetAssignment = defineObject({
  name: 'PermissionSetAssignment',
  label: 'Permission Set Assignment',
  keyPrefix: '0Pa',
  access: { kind: 'setup' },
  operations: { create: true, update: true, delete: true, undelete: false },
  childNames: {
    PermissionSetId: 'Assignments',
    PermissionSetGroupId: 'Assignments',
    AssigneeId: 'PermissionSetAssignments',
  },
  fields: [
    field.idField('PermissionSetAssignment ID'),
    field.reference('PermissionSetId', 'PermissionSet ID', ['PermissionSet'], {
      access: 'create',
      cascadeDelete: true,
    }),
    field.reference('PermissionSetGroupId', 'Permission Set Group ID', ['PermissionSetGroup'], {
      access: 'create',
      restrictedDelete: true,
    }),
    field.reference('AssigneeId', 'Assignee ID', ['User'], { access: 'create', required: true }),
    field.dateTime('ExpirationDate', 'Expires On'),
    field.dateTime('SystemModstamp', 'System Modstamp', { access: 'none', required: true }),
  ],
});

const parent = () =>
  field.reference('ParentId', 'Parent ID', ['PermissionSet'], {
    access: 'create',
    required: true,
    cascadeDelete: true,
  });

export const objectPermissions = defineObject({
  name: 'ObjectPermissions',
  label: 'Object Permissions',
  labelPlural: 'Object Permissions',
  keyPrefix: '110',
  access: { kind: 'setup' },
  operations: noUndelete,
  childNames: { ParentId: 'ObjectPerms' },
  fields: [
    field.idField('ObjectPermissions ID'),
    parent(),
    field.text('SobjectType', 'SObject Type Name', 40, { access: 'create', required: true }),
    ...permissions(['Create', 'Read', 'Edit', 'Delete', 'ViewAllRecords', 'ModifyAllRecords'], undefined),
    ...field.auditFields(),
  ],
});

export const fieldPermissions = defineObject({
  name: 'FieldPermissions',
  label: 'Field Permissions',
  labelPlural: 'Field Permissions',
  keyPrefix: '01k',
  access: { kind: 'setup' },
  operations: noUndelete,
  childNames: { ParentId: 'FieldPerms' },
  fields: [
    field.idField('FieldPermissions ID'),
    parent(),
    field.text('SobjectType', 'SObject Type Name', 40, { access: 'create', required: true }),
    field.text('Field', 'Field Name', 255, { access: 'create', required: true }),
    ...permissions(['Edit', 'Read'], undefined),
    field.dateTime('SystemModstamp', 'System Modstamp', { access: 'none', required: true }),
  ],
});

/** What a permission set allows of custom permissions and the like. */
export const setupEntityAccess = defineObject({
  name: 'SetupEntityAccess',
  label: 'Setup Entity Access',
  labelPlural: 'Setup Entity Access',
  keyPrefix: '0J0',
  access: { kind: 'setup' },
  operations: { create: true, update: false, delete: true, undelete: false },
  childNames: { ParentId: 'SetupEntityAccessItems' },
  fields: [
    field.idField('SetupEntityAccess ID'),
    parent(),
    field.reference('SetupEntityId', 'Setup Entity ID', ['CustomPermission'], { access: 'create', required: true }),
    field.text('SetupEntityType', 'Setup Entity Type', 40, hidden),
    field.dateTime('SystemModstamp', 'System Modstamp', { access: 'none', required: true }),
  ],
});

export const customPermission = defineObject({
  name: 'CustomPermission',
  label: 'Custom Permission',
  keyPrefix: '0CP',
  access: { kind: 'setup' },
  operations: readOnly,
  fields: [
    field.idField('Custom Permission ID'),
    field.text('DeveloperName', 'Name', 80, { access: 'none', required: true, nameField: true }),
    field.text('MasterLabel', 'Label', 80, { access: 'none', required: true }),
    field.text('NamespacePrefix', 'Namespace Prefix', 15, hidden),
    field.text('Description', 'Description', 255, hidden),
    ...field.auditFields(),
  ],
});
