import { convert } from './body.ts';
import type { Body, Code } from './body.ts';
import { distance } from './conversions.ts';
import { CompileError } from './symbols.ts';
import type { Place } from './symbols.ts';
import {
  booleanType,
  integerType,
  isNumber,
  isPrimitive,
  isSameType,
  longType,
  nameOfType,
  nullType,
  rankOf,
  stringType,
} from './types.ts';
import type { ApexType } from './types.ts';

type Pair = { left: Code; right: Code; place: Place };

/** A Boolean as a condition of JavaScript; null is an error when it runs. */
export function isCondition(code: Code, place: Place): string {
  if (!isPrimitive(code.type, 'Boolean')) {
    throw new CompileError(`Condition expression must be of type Boolean: ${nameOfType(code.type)}`, place);
  }
  return conditionCode(code);
}

/** An operand of `&&` and `||`. */
export function isOperand(code: Code, place: Place): string {
  if (!isPrimitive(code.type, 'Boolean'))
    throw new CompileError('Logical operator can only be applied to Boolean', place);
  return conditionCode(code);
}

function conditionCode(code: Code): string {
  return /^(?:true|false|!|R\.(?:eq|isA|less|greater))/.test(code.js) ? code.js : `R.b(${code.js})`;
}

const names: Record<string, string> = {
  '+': 'add',
  '-': 'sub',
  '*': 'mul',
  '/': 'div',
  '&': 'and',
  '|': 'or',
  '^': 'xor',
  '<<': 'shl',
  '>>': 'shr',
  '>>>': 'ushr',
};

const isText = (type: ApexType): boolean => isPrimitive(type, 'String') || isPrimitive(type, 'Id');

/** Arithmetic, comparison, shifts, bits and the joining of texts. */
export function compileBinary(body: Body, pair: Pair, operator: string): Code {
  const { left, right } = pair;
  if (operator === '+' && (isText(left.type) || isText(right.type))) {
    return { js: `R.join(t,${left.js},${right.js})`, type: stringType };
  }
  if (/^[<>]=?$/.test(operator)) return compileOrder(pair, operator);
  const name = names[operator];
  if (name === undefined) throw new CompileError(`Unexpected operator: ${operator}`, pair.place);
  if (isNumber(left.type) && isNumber(right.type)) return compileArithmetic(pair, name, operator);
  if (
    (operator === '+' || operator === '-') &&
    isDateOrTime(left.type) &&
    (isNumber(right.type) || isPrimitive(left.type, 'Time'))
  ) {
    return { js: `R.${name}To${nameOfType(left.type)}(${left.js},${right.js})`, type: left.type };
  }
  if (isPrimitive(left.type, 'Boolean') && isPrimitive(right.type, 'Boolean') && /^[&|^]$/.test(operator)) {
    return { js: `R.${name}Boolean(${left.js},${right.js})`, type: booleanType };
  }
  throw new CompileError(wordsOf(operator), pair.place);
}

/** What is wrong with operands of another type. */
function wordsOf(operator: string): string {
  if (/^[&|^]$/.test(operator)) {
    return `${operator} operator can only be applied to Boolean expressions or to Integer or Long expressions`;
  }
  return /^(?:<<|>>>?)$/.test(operator)
    ? `${operator} operation can only be applied to Integer or Long types`
    : 'Arithmetic expressions must use numeric arguments';
}

const isDateOrTime = (type: ApexType): boolean => ['Date', 'Datetime', 'Time'].some((name) => isPrimitive(type, name));

function compileArithmetic({ left, right, place }: Pair, name: string, operator: string): Code {
  const isShift = /^u?sh[lr]$/.test(name);
  const isWhole = isShift || ['and', 'or', 'xor'].includes(name);
  if (isWhole && rankOf(wider(left.type, right.type)) > rankOf(longType)) {
    throw new CompileError(wordsOf(operator), place);
  }
  const type = isShift ? left.type : wider(left.type, right.type);
  const one = convert(left.js, left.type, type);
  const other = isShift ? shiftCount(right) : convert(right.js, right.type, type);
  return { js: `R.${name}${nameOfType(type)}(${one},${other})`, type };
}

/** The number of places of a shift as an integer. */
const shiftCount = ({ js, type }: Code): string =>
  isSameType(type, longType) ? `R.castNumber(${js},'Long','Integer')` : js;

const wider = (one: ApexType, other: ApexType): ApexType => (rankOf(one) >= rankOf(other) ? one : other);

function compileOrder({ left, right, place }: Pair, operator: string): Code {
  const [one, other] = comparable(left, right);
  if (one === undefined && isSameType(left.type, right.type)) {
    throw new CompileError(`Inequality operator not allowed for this type: ${nameOfType(left.type)}`, place);
  }
  if (one === undefined || other === undefined) {
    throw new CompileError(
      `Comparison arguments must be compatible types: ${nameOfType(left.type)}, ${nameOfType(right.type)}`,
      place,
    );
  }
  const js = { '<': 'less', '<=': 'lessOrEqual', '>': 'greater', '>=': 'greaterOrEqual' }[operator] ?? 'less';
  return { js: `R.${js}(${one},${other})`, type: booleanType };
}

/** Both sides as values of one type that has an order; undefined where there is none. */
function comparable(left: Code, right: Code): [string?, string?] {
  const nullable = left.type === nullType || right.type === nullType;
  if (nullable) return [left.js, right.js];
  if (isNumber(left.type) && isNumber(right.type)) {
    const type = wider(left.type, right.type);
    return [convert(left.js, left.type, type), convert(right.js, right.type, type)];
  }
  if (isText(left.type) && isText(right.type)) return [left.js, right.js];
  if (isSameType(left.type, right.type) && isDateOrTime(left.type)) return [left.js, right.js];
  const areDates = [left.type, right.type].every((type) => isPrimitive(type, 'Date') || isPrimitive(type, 'Datetime'));
  return areDates ? [convert(left.js, left.type, datetime), convert(right.js, right.type, datetime)] : [];
}

const datetime: ApexType = { kind: 'primitive', name: 'Datetime' };

/** `==`, `!=`, `===`, `!==` and `<>`. */
export function compileEquality(body: Body, { left, right, place }: Pair, operator: string): Code {
  const negated = operator.startsWith('!') || operator === '<>' ? '!' : '';
  const isExact = operator.endsWith('===') || operator === '!==';
  const [one, other] = sameKind(body, { left, right, place });
  if (isExact) requireReferences(left.type, right.type, place);
  const js = isExact ? `R.eqExact(${one},${other})` : equalCode({ left, right }, one, other);
  return { js: `${negated}${js}`, type: booleanType };
}

/** `===` is for references; a value of a primitive type has none, unless it is compared with an Object. */
function requireReferences(left: ApexType, right: ApexType, place: Place): void {
  const plain = [left, right].find((type) => type.kind === 'primitive' && type.name !== 'Object');
  const isMixed = [left, right].some((type) => isPrimitive(type, 'Object') || type === nullType);
  if (plain === undefined || isMixed) return;
  throw new CompileError(`Exact equality operator only allowed for reference types: ${nameOfType(plain)}`, place);
}

/** Integers and booleans are compared as they are; other values by the rules of their kind. */
function equalCode({ left, right }: { left: Code; right: Code }, one: string, other: string): string {
  const isPlain = [left.type, right.type].every(
    (type) =>
      type === nullType || isSameType(type, integerType) || isPrimitive(type, 'Boolean') || isSameType(type, longType),
  );
  if (isPlain && (isSameType(left.type, right.type) || left.type === nullType || right.type === nullType)) {
    return `R.eqPlain(${one},${other})`;
  }
  if (left.type === nullType || right.type === nullType) return `R.eqPlain(${one},${other})`;
  return isText(left.type) && isText(right.type) ? `R.eqText(${one},${other})` : `R.eq(t,${one},${other})`;
}

function sameKind(body: Body, { left: one, right: other, place }: Pair): [string, string] {
  if (isNumber(one.type) && isNumber(other.type)) {
    const type = wider(one.type, other.type);
    return [convert(one.js, one.type, type), convert(other.js, other.type, type)];
  }
  const areDates = [one.type, other.type].every((type) => isPrimitive(type, 'Date') || isPrimitive(type, 'Datetime'));
  if (areDates && !isSameType(one.type, other.type)) {
    return [convert(one.js, one.type, datetime), convert(other.js, other.type, datetime)];
  }
  const fits =
    distance(one.type, other.type, body.world) !== undefined ||
    distance(other.type, one.type, body.world) !== undefined;
  const isOpen = [one.type, other.type].every((type) => type.kind === 'class');
  if (!fits && !isOpen) {
    throw new CompileError(
      `Comparison arguments must be compatible types: ${nameOfType(one.type)}, ${nameOfType(other.type)}`,
      place,
    );
  }
  return [one.js, other.js];
}
