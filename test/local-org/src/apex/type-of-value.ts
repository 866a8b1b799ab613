import { ApexDecimal } from './decimal.ts';
import {
  booleanType,
  classType,
  decimalType,
  doubleType,
  integerType,
  listOf,
  longType,
  mapOf,
  nullType,
  setOf,
  stringType,
} from './types.ts';
import type { ApexType } from './types.ts';
import {
  ApexBlob,
  ApexDate,
  ApexDatetime,
  ApexDouble,
  ApexEnumValue,
  ApexList,
  ApexMap,
  ApexSet,
  ApexSObject,
  ApexTime,
} from './values.ts';
import type { Value } from './values.ts';

const primitive = (name: string): ApexType => ({ kind: 'primitive', name });

/** The type of a value as it is at run time; ids are texts. */
export function typeOfValue(value: Value): ApexType {
  if (value === null) return nullType;
  if (typeof value === 'number') return integerType;
  if (typeof value === 'bigint') return longType;
  if (typeof value === 'string') return stringType;
  if (typeof value === 'boolean') return booleanType;
  if (value instanceof ApexDecimal) return decimalType;
  if (value instanceof ApexDouble) return doubleType;
  if (value instanceof ApexDate) return primitive('Date');
  if (value instanceof ApexDatetime) return primitive('Datetime');
  if (value instanceof ApexTime) return primitive('Time');
  if (value instanceof ApexBlob) return primitive('Blob');
  if (value instanceof ApexList) return listOf(value.of);
  if (value instanceof ApexSet) return setOf(value.of);
  if (value instanceof ApexMap) return mapOf(value.key, value.of);
  if (value instanceof ApexSObject) return { kind: 'sobject', name: value.type };
  if (value instanceof ApexEnumValue) return classType(value.typeName);
  return classType(value.of.name);
}
