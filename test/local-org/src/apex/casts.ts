import type { Body, Code } from './body.ts';
import { distance } from './conversions.ts';
import { placeOf } from './modifiers.ts';
import { CompileError } from './symbols.ts';
import type { Place } from './symbols.ts';
import { isNumber, isSameType, nameOfType } from './types.ts';
import type { ApexType } from './types.ts';
import type { CastExpressionContext } from '@apexdevtools/apex-parser';

/** `instanceof` is refused where the types alone decide. */
export function requireOpen(body: Body, from: ApexType, to: ApexType, place: Place): void {
  const names = `an instance of ${nameOfType(from)} is`;
  const isAlways =
    isSameType(from, to) ||
    (from.kind === 'class' && to.kind === 'class' && body.world.isSubtype(from.name, to.name)) ||
    (from.kind === 'sobject' && to.kind === 'sobject' && to.name === 'SObject');
  if (isAlways) {
    throw new CompileError(
      `Operation instanceof is always true since ${names} always an instance of ${nameOfType(to)}`,
      place,
    );
  }
  const arePlain = from.kind === 'primitive' && to.kind === 'primitive';
  const isNever =
    arePlain &&
    distance(from, to, body.world) === undefined &&
    distance(to, from, body.world) === undefined &&
    !(isNumber(from) && isNumber(to));
  if (isNever) {
    throw new CompileError(
      `Operation instanceof is always false since ${names} never an instance of ${nameOfType(to)}`,
      place,
    );
  }
}

export function compileCast(body: Body, context: CastExpressionContext): Code {
  const type = body.world.readTypeRef(context.typeRef(), body.symbol);
  const inner = body.compile.expression(body, context.expression());
  const place = placeOf(context);
  if (inner.isQuery === true && type.kind === 'sobject') return { js: body.assign(inner, type, place), type };
  if (isNumber(inner.type) && isNumber(type)) {
    return isSameType(inner.type, type)
      ? inner
      : { js: `R.castNumber(${inner.js},'${nameOfType(inner.type)}','${nameOfType(type)}')`, type };
  }
  if (distance(inner.type, type, body.world) !== undefined) return { js: body.assign(inner, type, place), type };
  const isPossible = distance(type, inner.type, body.world) !== undefined || isOpenPair(body, inner.type, type);
  if (!isPossible)
    throw new CompileError(
      `Incompatible types since an instance of ${nameOfType(inner.type)} is never an instance of ${nameOfType(type)}`,
      place,
    );
  return { js: `R.cast(t,${inner.js},${body.typeCode(type)})`, type };
}

/** A class may implement an interface that its type does not name. */
function isOpenPair(body: Body, from: ApexType, to: ApexType): boolean {
  const isInterface = (type: ApexType): boolean =>
    type.kind === 'class' &&
    (body.world.classNamed(type.name)?.kind === 'interface' ||
      body.world.libraryClass(type.name)?.kind === 'interface');
  return (
    isInterface(from) ||
    isInterface(to) ||
    (from.kind === to.kind && from.kind !== 'class' && from.kind !== 'primitive')
  );
}
