import { isNumber, isPrimitive, isSameType, rankOf } from './types.ts';
import type { ApexType } from './types.ts';
import type { World } from './world.ts';

/**
 * How well a value of a type fits a place of another: 0 for the same type, more for each conversion, undefined where it
 * does not fit. The overload of least sum is called.
 */
export function distance(from: ApexType, to: ApexType, world: World): number | undefined {
  if (isSameType(from, to)) return 0;
  if (from.kind === 'void' || to.kind === 'void') return undefined;
  if (from.kind === 'null') return isPrimitive(to, 'Object') ? 2 : 1;
  if (isPrimitive(to, 'Object')) return 20;
  if (isNumber(from) && isNumber(to))
    return rankOf(from) < rankOf(to) ? rankOf(to) - rankOf(from) : fromDecimal(from, to);
  if (from.kind === 'primitive' && to.kind === 'primitive') return primitiveDistance(from.name, to.name);
  if (from.kind === 'sobject' && to.kind === 'sobject') return to.name === 'SObject' ? 1 : undefined;
  if (from.kind === 'class' && to.kind === 'class') return classDistance(from, to, world);
  return collectionDistance(from, to, world);
}

/** A decimal is written to a double without a cast; a method that takes decimals comes first. */
const fromDecimal = (from: ApexType, to: ApexType): number | undefined =>
  isPrimitive(from, 'Decimal') && isPrimitive(to, 'Double') ? 10 : undefined;

/** An id is a text and is read from one; a date is the beginning of its day. */
function primitiveDistance(from: string, to: string): number | undefined {
  if (from === 'Id' && to === 'String') return 1;
  if (from === 'String' && to === 'Id') return 2;
  return from === 'Date' && to === 'Datetime' ? 1 : undefined;
}

function classDistance(
  from: ApexType & { kind: 'class' },
  to: ApexType & { kind: 'class' },
  world: World,
): number | undefined {
  const found = world.asSupertype(from, to.name);
  if (found === undefined) return undefined;
  let steps = 1;
  for (let types = world.directSupertypes(from); types.length > 0; steps += 1) {
    if (types.some((type) => isSameType(type, found))) return steps;
    types = types.flatMap((type) => [...world.directSupertypes(type)]);
  }
  return steps;
}

/** Lists of records take lists of one object and the other way round; other collections keep the types of their elements. */
function collectionDistance(from: ApexType, to: ApexType, world: World): number | undefined {
  if (to.kind === 'class' && to.name === 'System.Iterable') {
    return from.kind === 'list' || from.kind === 'set' ? elementDistance(from.of, to.args?.[0], world) : undefined;
  }
  if (from.kind === 'list' && to.kind === 'list') return elementDistance(from.of, to.of, world);
  if (from.kind === 'set' && to.kind === 'set') return elementDistance(from.of, to.of, world);
  if (from.kind !== 'map' || to.kind !== 'map') return undefined;
  const key = elementDistance(from.key, to.key, world);
  const of = elementDistance(from.of, to.of, world);
  return key === undefined || of === undefined ? undefined : key + of;
}

/** Elements may be of a wider type (a list of leads as a list of objects); numbers are not converted. */
function elementDistance(from: ApexType, to: ApexType | undefined, world: World): number | undefined {
  if (to === undefined || isSameType(from, to)) return to === undefined ? 1 : 0;
  if (isPrimitive(to, 'Object')) return 5;
  if (from.kind === 'sobject' && to.kind === 'sobject') {
    return to.name === 'SObject' ? 1 : from.name === 'SObject' ? 2 : undefined;
  }
  if (from.kind === 'primitive' && to.kind === 'primitive') {
    return (from.name === 'Id' && to.name === 'String') || (from.name === 'String' && to.name === 'Id') ? 2 : undefined;
  }
  return distance(from, to, world);
}
