import type { DescribeField, DescribeSObject } from '../schema/describe.ts';
import { fieldsByName, nameFieldOf, referenceOf } from './read-records.ts';
import type { RecordSource } from './record-source.ts';

/** A column of a list: the path of its field, and the field that the path ends in. */
export type ListColumn = {
  path: string;
  field: DescribeField;
  label: string;
  /** Where the id of the record is to which the column's text leads; null for plain values. */
  lookupId: string | null;
};

// What list views call fields where it is not the field's name in capitals.
const aliases: Record<string, string> = {
  FULL_NAME: 'Name',
  NAME: 'Name',
  CREATED_DATE: 'CreatedDate',
  LAST_UPDATE: 'LastModifiedDate',
  LAST_ACTIVITY: 'LastActivityDate',
  CREATEDBY_USER: 'CreatedBy.Name',
  'CREATEDBY_USER.ALIAS': 'CreatedBy.Alias',
  CREATED: 'CreatedDate',
  UPDATEDBY_USER: 'LastModifiedBy.Name',
  'UPDATEDBY_USER.ALIAS': 'LastModifiedBy.Alias',
  UPDATEDBY: 'LastModifiedBy.Name',
  'CORE.USERS.ALIAS': 'Owner.Alias',
  'CORE.USERS.FULL_NAME': 'Owner.Name',
  'CORE.USERS.FIRST_NAME': 'Owner.FirstName',
  'CORE.USERS.LAST_NAME': 'Owner.LastName',
  'OWNER.ALIAS': 'Owner.Alias',
  'OWNER.LAST_NAME': 'Owner.LastName',
  'OWNER.FIRST_NAME': 'Owner.FirstName',
  OWNER_NAME: 'Owner.Name',
  RECORDTYPE: 'RecordType.Name',
  UNREAD: 'IsUnreadByOwner',
  PHONE1: 'Phone',
  PHONE2: 'Fax',
  PHONE3: 'MobilePhone',
  URL: 'Website',
  SALES: 'AnnualRevenue',
  EMPLOYEES: 'NumberOfEmployees',
  WHO_NAME: 'Who.Name',
  WHAT_NAME: 'What.Name',
  DUE_DATE: 'ActivityDate',
  ADDRESS1_STATE: 'BillingState',
  ADDRESS1_CITY: 'BillingCity',
  ADDRESS2_STATE: 'MailingState',
  ADDRESS2_CITY: 'MailingCity',
};

/** The path that a column's name stands for: `LEAD.LEAD_SOURCE` → `LeadSource`, `ACCOUNT.NAME` → `Account.Name`. */
function pathOf(describe: DescribeSObject, column: string): string {
  const upper = column.toUpperCase();
  const prefix = `${describe.name.toUpperCase()}.`;
  const bare = upper.startsWith(prefix) ? column.slice(prefix.length) : column;
  return aliases[upper] ?? aliases[bare.toUpperCase()] ?? bare;
}

const fold = (name: string): string => name.replaceAll('_', '').toLowerCase();

function findField(describe: DescribeSObject, name: string): DescribeField | undefined {
  const exact = fieldsByName(describe).get(name.toLowerCase());
  return exact ?? describe.fields.find((field) => !field.custom && fold(field.name) === fold(name));
}

const withoutId = (label: string): string => label.replace(/ ID$/, '');

/** `Lead Owner Alias`, `Account Name`, `Created By`: what is at the end of a path, and whose it is. */
function parentLabel(
  describe: DescribeSObject,
  { reference, target, field }: { reference: DescribeField; target: DescribeSObject; field: DescribeField },
): string {
  const own = withoutId(reference.label);
  const role = reference.name === 'OwnerId' ? `${describe.label} ${own}` : own;
  if (!field.nameField) return `${role} ${field.label}`;
  return field.label.startsWith(target.label) ? field.label : role;
}

/** The column that a list view names; undefined when the user does not see its field. */
export function resolveColumn(source: RecordSource, describe: DescribeSObject, column: string): ListColumn | undefined {
  const path = pathOf(describe, column);
  const [first = '', leaf, ...deeper] = path.split('.');
  if (leaf !== undefined) {
    const reference = referenceOf(describe, first);
    const target = source.describe(leadsTo(reference));
    const field = target === undefined ? undefined : findField(target, leaf);
    if (reference === undefined || target === undefined || field === undefined || deeper.length > 0) return undefined;
    return {
      path: `${reference.relationshipName ?? first}.${field.name}`,
      field,
      label: parentLabel(describe, { reference, target, field }),
      lookupId: `${reference.relationshipName ?? first}.Id`,
    };
  }
  const field = findField(describe, first);
  if (field === undefined) return undefined;
  const target = field.relationshipName === null ? undefined : source.describe(leadsTo(field));
  // A look-up is listed by the name of the record that it leads to.
  if (target !== undefined && field.relationshipName !== null) {
    return {
      path: `${field.relationshipName}.${nameFieldOf(target)}`,
      field: target.fields.find(({ nameField }) => nameField) ?? field,
      label: withoutId(field.label),
      lookupId: `${field.relationshipName}.Id`,
    };
  }
  const label = field.extraTypeInfo === 'personname' && field.nameField ? 'Name' : field.label;
  return { path: field.name, field, label, lookupId: field.nameField ? 'Id' : null };
}

/** The object at the end of a reference; people where it may be people or queues. */
const leadsTo = (reference: DescribeField | undefined): string =>
  reference?.referenceTo.find((object) => object === 'User') ?? reference?.referenceTo[0] ?? '';
