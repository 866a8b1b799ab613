import { OrgError } from '../../org-error.ts';
import type { FieldValue, Org, RecordInput } from '../../org.ts';
import type { DescribeField, DescribeSObject } from '../../schema/describe.ts';
import { findField } from '../described.ts';
import { typedValue } from '../typed-value.ts';

/** Puts one cell into a record. */
export type Column = (record: RecordInput, cell: string) => void;

const nullMark = '#N/A';

const readCell = (field: DescribeField, cell: string): FieldValue =>
  cell === nullMark ? null : typedValue(field, cell);

const unknownColumn = (header: string): OrgError =>
  new OrgError('InvalidBatch', `InvalidBatch : Field name not found : ${header}`);

/** `Account.Key__c`, or `Owner:User.Username` where the parent may be of several objects. */
function parentColumn(org: Org, userId: string, describe: DescribeSObject, header: string): Column {
  const [path = '', parentFieldName = ''] = header.split('.');
  const [first = '', second] = path.split(':');
  // Clients use both `Owner:User` and the documented `User:Owner`; the relationship's name distinguishes them.
  const relationshipOf = (name: string): DescribeField | undefined =>
    describe.fields.find((field) => field.relationshipName?.toLowerCase() === name.toLowerCase());
  const reference = relationshipOf(first) ?? relationshipOf(second ?? '');
  if (reference?.relationshipName === undefined || reference.relationshipName === null) throw unknownColumn(header);
  const { relationshipName, referenceTo } = reference;
  const named = second === undefined ? undefined : relationshipOf(first) === undefined ? first : second;
  const parent = named ?? referenceTo[0] ?? '';
  const parentDescribe = org.describe(userId, parent);
  const parentField = parentDescribe && findField(parentDescribe, parentFieldName);
  if (parentDescribe === undefined || parentField === undefined) throw unknownColumn(header);
  return (record, cell) => {
    if (cell === nullMark) {
      record[reference.name] = null;
      return;
    }
    record[relationshipName] = {
      attributes: { type: parentDescribe.name },
      [parentField.name]: typedValue(parentField, cell),
    };
  };
}

/**
 * The fields of the columns of a job's CSV; names ignore case.
 *
 * @throws OrgError `InvalidBatch` for a column that the user does not see
 */
export function readColumns(org: Org, userId: string, describe: DescribeSObject, headers: string[]): Column[] {
  return headers.map((header): Column => {
    if (header.includes('.')) return parentColumn(org, userId, describe, header);
    const field = findField(describe, header);
    if (field === undefined) throw unknownColumn(header);
    return (record, cell) => {
      record[field.name] = readCell(field, cell);
    };
  });
}

/** The record of one row; an empty cell leaves its field unchanged. */
export function recordOf(columns: readonly Column[], cells: readonly string[]): RecordInput {
  const record: RecordInput = {};
  columns.forEach((setField, index) => {
    const cell = cells[index] ?? '';
    if (cell !== '') setField(record, cell);
  });
  return record;
}
