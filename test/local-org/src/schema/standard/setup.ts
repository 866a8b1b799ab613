import type { DescribeField } from '../describe.ts';
import * as field from '../field-kinds.ts';
import { defineObject, noUndelete, readOnly } from '../object-definition.ts';
import type { ObjectDefinition } from '../object-definition.ts';
import { opportunityStages } from './picklist-values.ts';

const hidden = { access: 'none' } as const;
const required = { access: 'none', required: true } as const;

/** A setup object that all users can read and only the platform writes. */
function setupList(
  { name, label, labelPlural, keyPrefix }: { name: string; label: string; labelPlural: string; keyPrefix: string },
  fields: DescribeField[],
): ObjectDefinition {
  return defineObject({
    name,
    label,
    labelPlural,
    keyPrefix,
    access: { kind: 'setup' },
    operations: readOnly,
    fields: [field.idField(`${label} ID`), ...fields, ...field.auditFields()],
  });
}

const listEntry = (): DescribeField[] => [
  field.text('MasterLabel', 'Master Label', 255, { ...hidden, nameField: true }),
  field.text('ApiName', 'API Name', 255, required),
  field.int('SortOrder', 'Sort Order', hidden),
];

export const leadStatus = setupList(
  { name: 'LeadStatus', label: 'Lead Status Value', labelPlural: 'Lead Status Values', keyPrefix: '01J' },
  [
    ...listEntry(),
    field.checkbox('IsDefault', 'Is Default', hidden),
    field.checkbox('IsConverted', 'Converted', hidden),
  ],
);

export const customNotificationType = setupList(
  {
    name: 'CustomNotificationType',
    label: 'Custom Notification Type',
    labelPlural: 'Custom Notification Types',
    keyPrefix: '0ML',
  },
  [
    field.text('CustomNotifTypeName', 'Custom Notification Type Name', 80, required),
    field.text('DeveloperName', 'Notification Type API Name', 80, { ...required, nameField: true }),
    field.text('Description', 'Description', 255, hidden),
    field.checkbox('Desktop', 'Desktop', hidden),
    field.text('Language', 'Master Language', 40, hidden),
    field.text('MasterLabel', 'Label', 80, required),
    field.checkbox('Mobile', 'Mobile', hidden),
    field.text('NamespacePrefix', 'Namespace Prefix', 15, hidden),
  ],
);

/** The flows of the org and which of their versions are active. */
export const flowDefinitionView = setupList(
  {
    name: 'FlowDefinitionView',
    label: 'Flow Definition',
    labelPlural: 'Flow Definitions',
    keyPrefix: '300',
  },
  [
    field.text('ApiName', 'API Name', 80, required),
    field.text('Label', 'Label', 255, { ...required, nameField: true }),
    field.text('DurableId', 'Durable ID', 255, hidden),
    field.text('ActiveVersionId', 'Active Version ID', 18, hidden),
    field.text('LatestVersionId', 'Latest Version ID', 18, hidden),
    field.checkbox('IsActive', 'Is Active', hidden),
    field.text('ProcessType', 'Process Type', 40, hidden),
    field.text('TriggerType', 'Trigger', 40, hidden),
    field.text('Description', 'Description', 255, hidden),
    field.text('NamespacePrefix', 'Namespace Prefix', 15, hidden),
  ],
);

export const taskStatus = setupList(
  { name: 'TaskStatus', label: 'Task Status Value', labelPlural: 'Task Status Values', keyPrefix: '01T' },
  [...listEntry(), field.checkbox('IsDefault', 'Is Default', hidden), field.checkbox('IsClosed', 'Closed', hidden)],
);

export const opportunityStage = setupList(
  { name: 'OpportunityStage', label: 'Opportunity Stage', labelPlural: 'Opportunity Stages', keyPrefix: '01J' },
  [
    ...listEntry(),
    field.checkbox('IsActive', 'Is Active', hidden),
    field.checkbox('IsClosed', 'Closed', hidden),
    field.checkbox('IsWon', 'Won', hidden),
    field.picklist(
      'ForecastCategory',
      'Forecast Category',
      [...new Set(opportunityStages.map((stage) => stage.forecastCategory))],
      required,
    ),
    field.text('ForecastCategoryName', 'Forecast Category Name', 255, required),
    field.percent('DefaultProbability', 'Probability (%)', [3, 0], hidden),
    field.text('Description', 'Description', 1_000, hidden),
  ],
);
leadStatus.idInstance = 'LoS';
opportunityStage.idInstance = 'LoO';

export const organization = setupList(
  { name: 'Organization', label: 'Organization', labelPlural: 'Organizations', keyPrefix: '00D' },
  [
    field.text('Name', 'Name', 80, { ...required, nameField: true }),
    ...field.address('', '', hidden),
    field.phone('Phone', 'Phone', hidden),
    field.text('PrimaryContact', 'Primary Contact', 80, hidden),
    field.text('DefaultLocaleSidKey', 'Locale', 40, required),
    field.text('TimeZoneSidKey', 'Time Zone', 40, required),
    field.text('LanguageLocaleKey', 'Language', 40, required),
    field.int('FiscalYearStartMonth', 'Fiscal Year Starts In', hidden),
    field.text('OrganizationType', 'Edition', 40, hidden),
    field.text('NamespacePrefix', 'Namespace Prefix', 15, hidden),
    field.text('InstanceName', 'Instance Name', 5, hidden),
    field.checkbox('IsSandbox', 'Is Sandbox', hidden),
    field.dateTime('TrialExpirationDate', 'Trial Expiration Date', hidden),
    field.checkbox('IsReadOnly', 'Is Read Only', hidden),
  ],
);

export const recordType = setupList(
  { name: 'RecordType', label: 'Record Type', labelPlural: 'Record Types', keyPrefix: '012' },
  [
    field.text('Name', 'Name', 80, { ...required, nameField: true }),
    field.text('DeveloperName', 'Record Type Name', 80, required),
    field.text('NamespacePrefix', 'Namespace Prefix', 15, hidden),
    field.text('Description', 'Description', 255, hidden),
    field.text('SobjectType', 'Sobject Type Name', 40, required),
    field.checkbox('IsActive', 'Active', hidden),
  ],
);

const accessOfAccountOwner = (child: string): DescribeField =>
  field.picklist(`${child}AccessForAccountOwner`, `${child} Access Level for Account Owner`, ['None', 'Read', 'Edit'], {
    ...{ length: 40, restrictedPicklist: true },
  });

/** The role hierarchy; users above the owner of a record see it. */
export const userRole = defineObject({
  name: 'UserRole',
  label: 'Role',
  keyPrefix: '00E',
  access: { kind: 'setup' },
  operations: noUndelete,
  fields: [
    field.idField('Role ID'),
    field.text('Name', 'Name', 80, { required: true, nameField: true }),
    field.text('DeveloperName', 'Developer Name', 80),
    field.reference('ParentRoleId', 'Parent Role ID', ['UserRole']),
    ...['Opportunity', 'Contact', 'Case'].map(accessOfAccountOwner),
    ...field.auditFields(),
  ],
});

const groupTypes = ['Regular', 'Queue', 'Organization', 'Role', 'RoleAndSubordinates', 'RoleAndSubordinatesInternal'];

/** Queues, public groups, and the users of roles; leads and tasks may belong to a queue. */
export const group = defineObject({
  name: 'Group',
  label: 'Group',
  keyPrefix: '00G',
  access: { kind: 'setup' },
  operations: noUndelete,
  fields: [
    field.idField('Group ID'),
    field.text('Name', 'Name', 40, { required: true, nameField: true }),
    field.text('DeveloperName', 'Developer Name', 80),
    field.picklist('Type', 'Type', groupTypes, { required: true, length: 40 }),
    field.email('Email', 'Email'),
    field.checkbox('DoesSendEmailToMembers', 'Send Email to Members'),
    field.reference('RelatedId', 'Related ID', ['User', 'UserRole'], hidden),
    ...field.auditFields(),
  ],
});

/** The users and groups in a group or queue. */
export const groupMember = defineObject({
  name: 'GroupMember',
  label: 'Group Member',
  keyPrefix: '011',
  access: { kind: 'setup' },
  operations: { create: true, update: false, delete: true, undelete: false },
  childNames: { GroupId: 'GroupMembers' },
  fields: [
    field.idField('Group Member ID'),
    field.reference('GroupId', 'Group ID', ['Group'], { access: 'create', required: true, cascadeDelete: true }),
    field.reference('UserOrGroupId', 'User/Group ID', ['Group', 'User'], { access: 'create', required: true }),
    field.dateTime('SystemModstamp', 'System Modstamp', { access: 'none', required: true }),
  ],
});

/** The objects whose records a queue may own. */
export const queueSobject = defineObject({
  name: 'QueueSobject',
  label: 'Queue Sobject',
  keyPrefix: '03g',
  access: { kind: 'setup' },
  operations: { create: true, update: false, delete: true, undelete: false },
  fields: [
    field.idField('Queue Sobject ID'),
    field.reference('QueueId', 'Group ID', ['Group'], { access: 'create', required: true, cascadeDelete: true }),
    field.text('SobjectType', 'Sobject Type', 40, { access: 'create', required: true }),
    ...field.auditFields().filter(({ name }) => name === 'CreatedById' || name === 'SystemModstamp'),
  ],
});

/** The tokens of named credentials: a permission set must let its users read it before they may call out with one. */
export const userExternalCredential = defineObject({
  name: 'UserExternalCredential',
  label: 'User External Credential',
  keyPrefix: '0qx',
  operations: readOnly,
  fields: [field.idField('User External Credential ID'), field.isDeletedField(), ...field.auditFields()],
});
