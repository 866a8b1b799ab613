import * as field from '../field-kinds.ts';
import { defineObject } from '../object-definition.ts';
import { cleanStatuses, industries, leadSources, ratings } from './picklist-values.ts';

const hidden = { access: 'none' } as const;

const accountTypes = [
  'Prospect',
  'Customer - Direct',
  'Customer - Channel',
  'Channel Partner / Reseller',
  'Installation Partner',
  'Technology Partner',
  'Other',
];

export const account = defineObject({
  name: 'Account',
  label: 'Account',
  keyPrefix: '001',
  hasActivities: true,
  history: { object: 'AccountHistory', parentField: 'AccountId' },
  childNames: { ParentId: 'ChildAccounts' },
  fields: [
    field.idField('Account ID'),
    field.isDeletedField(),
    field.reference('MasterRecordId', 'Master Record ID', ['Account'], hidden),
    field.text('Name', 'Account Name', 255, { required: true, nameField: true, extraTypeInfo: 'switchablepersonname' }),
    field.picklist('Type', 'Account Type', accountTypes, { length: 40 }),
    field.reference('ParentId', 'Parent Account ID', ['Account']),
    ...field.address('Billing', 'Billing'),
    ...field.address('Shipping', 'Shipping'),
    field.phone('Phone', 'Account Phone'),
    field.phone('Fax', 'Account Fax'),
    field.text('AccountNumber', 'Account Number', 40),
    field.url('Website', 'Website'),
    field.url('PhotoUrl', 'Photo URL', { ...hidden, extraTypeInfo: 'imageurl' }),
    field.text('Sic', 'SIC Code', 20),
    field.picklist('Industry', 'Industry', industries, { length: 40 }),
    field.currency('AnnualRevenue', 'Annual Revenue', 0),
    field.int('NumberOfEmployees', 'Employees'),
    field.picklist('Ownership', 'Ownership', ['Public', 'Private', 'Subsidiary', 'Other'], { length: 40 }),
    field.text('TickerSymbol', 'Ticker Symbol', 20),
    field.textArea('Description', 'Account Description', 32_000),
    field.picklist('Rating', 'Account Rating', ratings, { length: 40 }),
    field.text('Site', 'Account Site', 80),
    field.ownerField(),
    ...field.auditFields(),
    field.date('LastActivityDate', 'Last Activity', hidden),
    ...field.viewedFields(),
    field.text('Jigsaw', 'Data.com Key', 20),
    field.text('JigsawCompanyId', 'Jigsaw Company ID', 20, hidden),
    field.picklist('CleanStatus', 'Clean Status', cleanStatuses, { length: 40, restrictedPicklist: true }),
    field.picklist('AccountSource', 'Account Source', leadSources, { length: 40 }),
    field.text('DunsNumber', 'D-U-N-S Number', 9),
    field.text('Tradestyle', 'Tradestyle', 255),
    field.text('NaicsCode', 'NAICS Code', 8),
    field.text('NaicsDesc', 'NAICS Description', 120),
    field.text('YearStarted', 'Year Started', 4),
    field.text('SicDesc', 'SIC Description', 80),
  ],
});
