import { OrgError } from '../org-error.ts';
import type { FieldValue, RecordInput } from '../org.ts';
import type { DescribeField, DescribeSObject, FieldType } from '../schema/describe.ts';
import { fieldsByName } from './read-records.ts';
import { masterRecordTypeId } from './record-type.ts';

/** What JSON must carry for a type of field. */
const jsonTypes: Partial<Record<FieldType, 'Boolean' | 'Number'>> = {
  boolean: 'Boolean',
  int: 'Number',
  double: 'Number',
  currency: 'Number',
  percent: 'Number',
};

const soapNames: Partial<Record<FieldType, string>> = { id: 'ENTITYID', reference: 'ENTITYID', double: 'DOUBLE' };

/** The name of a JSON value's type in the platform's words. */
function kindOf(value: unknown): string {
  if (typeof value === 'number') return Number.isInteger(value) ? 'Integer' : 'Double';
  if (typeof value === 'boolean') return 'Boolean';
  if (typeof value === 'string') return 'String';
  return Array.isArray(value) ? 'List' : 'Map';
}

const parseError = (message: string): OrgError => new OrgError('POST_BODY_PARSE_ERROR', message);

function readValue(describe: DescribeSObject, field: DescribeField, value: unknown): FieldValue {
  if (value === null) return null;
  const wanted = jsonTypes[field.type] ?? 'String';
  if (wanted === 'String' && typeof value === 'string') return value;
  if (wanted === 'Boolean' && typeof value === 'boolean') return value;
  if (wanted === 'Number' && typeof value === 'number') return value;
  // Forms send text as typed.
  if (wanted === 'Number' && typeof value === 'string' && value.trim() !== '' && Number.isFinite(Number(value))) {
    return Number(value);
  }
  if (wanted !== 'String' && value === '') return null;
  const type = soapNames[field.type] ?? field.type.toUpperCase();
  throw parseError(
    `Value for field '${field.name}' in object '${describe.name}' with data type '${type}' should be a ${wanted} but instead is a ${kindOf(value)}.`,
  );
}

/**
 * The fields of a record input as the org takes them.
 *
 * @throws OrgError POST_BODY_PARSE_ERROR for a value of the wrong type or a field that the object does not have
 */
export function readRecordFields(describe: DescribeSObject, fields: Record<string, unknown>): RecordInput {
  const byName = fieldsByName(describe);
  const record: RecordInput = {};
  for (const [name, value] of Object.entries(fields)) {
    const field = byName.get(name.toLowerCase());
    if (field === undefined) {
      throw parseError(`Could not find field '${name}' in object '${describe.name}'`);
    }
    // The master record type is what a record has without any.
    const isMaster = field.name === 'RecordTypeId' && value === masterRecordTypeId;
    record[field.name] = isMaster ? null : readValue(describe, field, value);
  }
  return record;
}
