import type { DescribeSObject, RecordTypeInfo } from '../schema/describe.ts';

export const masterRecordTypeId = '012000000000000AAA';

/** A record type as the UI API shows it. */
export type RecordTypeShown = {
  available: boolean;
  defaultRecordTypeMapping: boolean;
  master: boolean;
  name: string;
  recordTypeId: string;
};

export const showRecordType = (info: RecordTypeInfo): RecordTypeShown => ({
  available: info.available,
  defaultRecordTypeMapping: info.defaultRecordTypeMapping,
  master: info.master,
  name: info.name,
  recordTypeId: info.recordTypeId,
});

/** Objects without layouts have no record types, not even the one that all records have. */
export const recordTypesOf = (describe: DescribeSObject): RecordTypeInfo[] =>
  describe.layoutable ? describe.recordTypeInfos : [];

/** The id of 18 characters of a record type that the object has; undefined when it has none such. */
export function findRecordType(describe: DescribeSObject, id: string): RecordTypeInfo | undefined {
  return recordTypesOf(describe).find(
    ({ recordTypeId }) => recordTypeId === id || (id.length === 15 && recordTypeId.startsWith(id)),
  );
}

/** The default record type of a new record; null for objects without record types. */
export function defaultRecordTypeId(describe: DescribeSObject): string | null {
  const types = recordTypesOf(describe);
  if (types.length === 0) return null;
  return types.find(({ defaultRecordTypeMapping }) => defaultRecordTypeMapping)?.recordTypeId ?? masterRecordTypeId;
}
