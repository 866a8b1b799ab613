import { children, childText, isTrue } from '../metadata/xml.ts';
import type { DescribeSObject } from '../schema/describe.ts';
import type { RecordSource } from './record-source.ts';
import { findRecordType } from './record-type.ts';

/** The values of a picklist that a record type has, and which is its default. */
export type RecordTypeValues = { values: readonly string[]; defaultValue: string | undefined };

// Record types keep the names of values as addresses are written: `Open %2D Not Contacted`.
const plainName = (name: string): string =>
  name.replaceAll(/(?:%[0-9a-f]{2})+/gi, (bytes) => Buffer.from(bytes.replaceAll('%', ''), 'hex').toString('utf8'));

/** The values of a picklist in a record type, as it was deployed; undefined when it leaves the picklist as it is. */
export function valuesOfRecordType(
  source: RecordSource,
  describe: DescribeSObject,
  { recordTypeId, field }: { recordTypeId: string; field: string },
): RecordTypeValues | undefined {
  const info = findRecordType(describe, recordTypeId);
  if (info === undefined || info.master) return undefined;
  const fullName = `${describe.name}.${info.developerName}`;
  const deployed = source.components('RecordType').find((component) => component.fullName === fullName);
  const picklist =
    deployed === undefined
      ? undefined
      : children(deployed.body, 'picklistValues').find((values) => childText(values, 'picklist') === field);
  if (picklist === undefined) return undefined;
  const entries = children(picklist, 'values').map((value) => ({
    name: plainName(childText(value, 'fullName') ?? ''),
    isDefault: isTrue(value, 'default'),
  }));
  return { values: entries.map(({ name }) => name), defaultValue: entries.find(({ isDefault }) => isDefault)?.name };
}
