import * as field from '../field-kinds.ts';
import { defineObject } from '../object-definition.ts';

const hidden = { access: 'none' } as const;

export const caseStatuses = ['New*', 'Working', 'Escalated', 'Closed'];
const origins = ['Phone', 'Email', 'Web'];
const reasons = [
  'Installation',
  'Equipment Complexity',
  'Performance',
  'Breakdown',
  'Equipment Design',
  'Feedback',
  'Other',
];

export const serviceCase = defineObject({
  name: 'Case',
  label: 'Case',
  keyPrefix: '500',
  hasActivities: true,
  trackedFields: ['Status', 'OwnerId', 'Priority'],
  history: { object: 'CaseHistory', parentField: 'CaseId' },
  numberFormats: { CaseNumber: '{00000000}' },
  childNames: { AccountId: 'Cases', ContactId: 'Cases', ParentId: 'Cases' },
  fields: [
    field.idField('Case ID'),
    field.isDeletedField(),
    field.reference('MasterRecordId', 'Master Record ID', ['Case'], hidden),
    field.text('CaseNumber', 'Case Number', 30, {
      access: 'none',
      required: true,
      nameField: true,
      autoNumber: true,
      idLookup: true,
    }),
    field.reference('ContactId', 'Contact ID', ['Contact']),
    field.reference('AccountId', 'Account ID', ['Account']),
    field.reference('ParentId', 'Parent Case ID', ['Case']),
    field.text('SuppliedName', 'Name', 80),
    field.email('SuppliedEmail', 'Email Address'),
    field.phone('SuppliedPhone', 'Phone'),
    field.text('SuppliedCompany', 'Company', 80),
    field.picklist('Type', 'Case Type', ['Mechanical', 'Electrical', 'Electronic', 'Structural', 'Other']),
    field.picklist('Status', 'Status', caseStatuses),
    field.picklist('Reason', 'Case Reason', reasons),
    field.picklist('Origin', 'Case Origin', origins),
    field.text('Subject', 'Subject', 255),
    field.picklist('Priority', 'Priority', ['High', 'Medium*', 'Low']),
    field.textArea('Description', 'Description', 32_000),
    field.checkbox('IsClosed', 'Closed', hidden),
    field.dateTime('ClosedDate', 'Closed Date', hidden),
    field.checkbox('IsEscalated', 'Escalated'),
    field.ownerField(['Group', 'User']),
    ...field.auditFields(),
    field.phone('ContactPhone', 'Contact Phone', hidden),
    field.email('ContactEmail', 'Contact Email', hidden),
    ...field.viewedFields(),
  ],
});

export const caseStatus = defineObject({
  name: 'CaseStatus',
  label: 'Case Status Value',
  keyPrefix: '01J',
  idInstance: 'LoC',
  access: { kind: 'setup' },
  operations: { create: false, update: false, delete: false, undelete: false },
  fields: [
    field.idField('Case Status Value ID'),
    field.text('MasterLabel', 'Master Label', 255, { ...hidden, nameField: true }),
    field.text('ApiName', 'API Name', 255, { ...hidden, required: true }),
    field.int('SortOrder', 'Sort Order', hidden),
    field.checkbox('IsDefault', 'Is Default', hidden),
    field.checkbox('IsClosed', 'Closed', hidden),
    ...field.auditFields(),
  ],
});

/** The accounts of a contact: its own, directly, and others that it has to do with. */
export const accountContactRelation = defineObject({
  name: 'AccountContactRelation',
  label: 'Account Contact Relationship',
  keyPrefix: '07k',
  visibleThrough: ['AccountId'],
  operations: { create: true, update: true, delete: true, undelete: true },
  childNames: { AccountId: 'AccountContactRelations', ContactId: 'AccountContactRelations' },
  fields: [
    field.idField('Account Contact Relationship ID'),
    field.reference('AccountId', 'Account ID', ['Account'], { access: 'create', required: true, cascadeDelete: true }),
    field.reference('ContactId', 'Contact ID', ['Contact'], { access: 'create', required: true, cascadeDelete: true }),
    field.multipicklist('Roles', 'Roles', ['Business User', 'Decision Maker', 'Economic Buyer', 'Influencer', 'Other']),
    field.checkbox('IsDirect', 'Direct', hidden),
    field.checkbox('IsActive', 'Active', { defaultValue: true }),
    field.date('StartDate', 'Start Date'),
    field.date('EndDate', 'End Date'),
    field.isDeletedField(),
    ...field.auditFields(),
  ],
});
