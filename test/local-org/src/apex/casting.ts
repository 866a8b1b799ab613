import { numberOf, widen } from './conversion.ts';
import { distance } from './conversions.ts';
import { ApexDecimal } from './decimal.ts';
import { id18 } from './record-id.ts';
import { ApexFault } from './run.ts';
import type { Transaction } from './transaction.ts';
import { isPrimitive, nameOfType } from './types.ts';
import type { ApexType } from './types.ts';
import { ApexObject } from './values.ts';
import type { Value, ApexDouble } from './values.ts';

/** Whether a value is of a type, as `instanceof` says; null is of none. */
export function isA(t: Transaction, value: Value, type: ApexType): boolean {
  if (value === null) return false;
  if (isPrimitive(type, 'Object')) return true;
  if (typeof value === 'string')
    return isPrimitive(type, 'String') || (isPrimitive(type, 'Id') && id18(value) !== undefined);
  if (value instanceof ApexObject) return type.kind === 'class' && value.of.isSubtypeOf(type.name);
  const own = t.typeOf(value);
  if (value instanceof ApexDecimal) return isPrimitive(type, 'Decimal') || isPrimitive(type, 'Double');
  return isNumberType(own)
    ? nameOfType(own) === nameOfType(type) || isWider(own, type)
    : distance(own, type, t.program.world) !== undefined;
}

const isNumberType = (type: ApexType): boolean => ['Integer', 'Long', 'Double', 'Decimal'].includes(nameOfType(type));

const isWider = (own: ApexType, type: ApexType): boolean => isPrimitive(own, 'Integer') && isPrimitive(type, 'Long');

export function cast(t: Transaction, value: Value, type: ApexType): Value {
  if (value === null) return null;
  const own = t.typeOf(value);
  if (isNumberType(own) && isNumberType(type)) {
    const isLossy = isPrimitive(type, 'Integer') || (isPrimitive(type, 'Long') && !isPrimitive(own, 'Integer'));
    if (!isLossy || nameOfType(own) === nameOfType(type)) return widen(value, nameOfType(own), nameOfType(type));
  } else if (isA(t, value, type) || isOpenCollection(own, type)) {
    return typeof value === 'string' && isPrimitive(type, 'Id') ? (id18(value) ?? value) : value;
  }
  throw new ApexFault(
    'System.TypeException',
    `Invalid conversion from runtime type ${nameOfType(own)} to ${nameOfType(type)}`,
  );
}

/** A list of objects that only holds leads may be taken for a list of leads. */
const isOpenCollection = (own: ApexType, type: ApexType): boolean =>
  (own.kind === 'list' || own.kind === 'set') &&
  own.kind === type.kind &&
  isPrimitive(own.of, 'Object') &&
  isPrimitive((type as typeof own).of, 'Object');

/** A number as one of another type; what does not fit is cut off, as by Java. */
export function castNumber(value: Value, from: string, to: string): Value {
  if (value === null) return null;
  if (to === 'Double' || to === 'Decimal') return widen(value, from, to);
  const whole = value instanceof ApexDecimal ? value.rounded(0, 'DOWN').unscaled : wholePart(value);
  return to === 'Long' ? BigInt.asIntN(64, whole) : Number(BigInt.asIntN(32, whole));
}

const wholePart = (value: Value): bigint => {
  if (typeof value === 'bigint') return value;
  const number = numberOf(value as number | ApexDouble);
  return Number.isFinite(number) ? BigInt(Math.trunc(number)) : 0n;
};
