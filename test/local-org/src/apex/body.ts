import type { Implementation } from './library.ts';
import { CompileError } from './symbols.ts';
import type { ClassSymbol, FieldSymbol, Place, Report, TopStatement } from './symbols.ts';
import { distance } from './conversions.ts';
import { isNumber, isPrimitive, isSameType, nameOfType, nullType } from './types.ts';
import type { ApexType } from './types.ts';
import type { World } from './world.ts';
import type { BlockContext, ExpressionContext } from '@apexdevtools/apex-parser';

/**
 * JavaScript of an expression and its static type. The code has three marks, because each method is made twice, for
 * transactions that may wait for a callout and for those that may not: `wait` stands before calls that may wait, `mode`
 * names the table of methods, and `asynchronous` stands before functions.
 */
export type Code = {
  js: string;
  type: ApexType;
  /** A query in brackets, which is also one record where one is wanted. */
  isQuery?: boolean;
  /** A parent of a record: its fields are null where there is none. */
  isParent?: boolean;
  /** The record and the field that the value was read of, for `addError`. */
  field?: { record: string; name: string };
};

export const wait = '\u0001';
export const mode = '\u0002';
export const asynchronous = '\u0003';

/** The code of a unit for one kind of transaction. */
export const inMode = (js: string, isAsync: boolean): string =>
  js
    .replaceAll(wait, isAsync ? 'await ' : '')
    .replaceAll(mode, isAsync ? 'a' : 's')
    .replaceAll(asynchronous, isAsync ? 'async ' : '');

type Local = { js: string; type: ApexType; isFinal: boolean };

/** What the code of one class collects: types and library members that it names, and its lines. */
export type Unit = {
  symbol: ClassSymbol;
  world: World;
  types: ApexType[];
  members: Implementation[];
  /** Lines on which a statement begins: those that tests should reach. */
  lines: Set<number>;
};

export type BodyOptions = { isStatic: boolean; returns: ApexType; property?: FieldSymbol; setsFinals?: boolean };

/** Compiles what is within an expression or a statement, for the files of their kinds, which the compiler of all imports. */
export type Compile = {
  /** @throws CompileError where it is none of the language */
  expression(body: Body, context: ExpressionContext): Code;
  block(body: Body, context: BlockContext, report: Report): string;
  statement(body: Body, statement: TopStatement, report: Report): string;
};

/** The body of one method while it is compiled. */
export class Body {
  readonly unit: Unit;
  readonly world: World;
  readonly symbol: ClassSymbol;
  readonly isStatic: boolean;
  readonly returns: ApexType;
  /** The property whose accessor this is: its name means the value itself there. */
  readonly property: FieldSymbol | undefined;
  /** Whether final fields may be set: in constructors and initialisers. */
  readonly setsFinals: boolean;
  readonly compile: Compile;
  /** Loops around the statement that is compiled. */
  loops = 0;
  readonly temps: string[] = [];
  private readonly scopes: Map<string, Local>[] = [new Map()];
  private count = 0;

  constructor(unit: Unit, { isStatic, returns, property, setsFinals = false }: BodyOptions, compile: Compile) {
    this.unit = unit;
    this.compile = compile;
    this.world = unit.world;
    this.symbol = unit.symbol;
    this.isStatic = isStatic;
    this.returns = returns;
    this.property = property;
    this.setsFinals = setsFinals;
  }

  open(): void {
    this.scopes.push(new Map());
  }

  close(): void {
    this.scopes.pop();
  }

  /** Declares a variable; its name must be new in the method. */
  declare(name: string, type: ApexType, { place, isFinal = false }: { place: Place; isFinal?: boolean }): string {
    const key = name.toLowerCase();
    if (this.local(name) !== undefined) throw new CompileError(`Duplicate variable: ${name}`, place);
    const js = `v${String(++this.count)}_${key}`;
    this.scopes.at(-1)?.set(key, { js, type, isFinal });
    return js;
  }

  local(name: string): Local | undefined {
    const key = name.toLowerCase();
    return this.scopes.findLast((scope) => scope.has(key))?.get(key);
  }

  /** The variables in scope by their names in lower case, with their code. */
  get variables(): ReadonlyMap<string, string> {
    return new Map(this.scopes.flatMap((scope) => [...scope].map(([name, { js }]) => [name, js] as const)));
  }

  /** A variable of the code that no name of the language means. */
  temp(): string {
    const js = `$${String(++this.count)}`;
    this.temps.push(js);
    return js;
  }

  /** The expression of a type at run time. */
  typeCode(type: ApexType): string {
    const name = nameOfType(type);
    const known = this.unit.types.findIndex((one) => nameOfType(one) === name);
    return `T[${String(known === -1 ? this.unit.types.push(type) - 1 : known)}]`;
  }

  memberCode(code: Implementation): string {
    const known = this.unit.members.indexOf(code);
    return `M[${String(known === -1 ? this.unit.members.push(code) - 1 : known)}]`;
  }

  /** @throws CompileError where the value does not fit */
  assign(value: Code, to: ApexType, place: Place): string {
    const query = value.isQuery === true && value.type.kind === 'list' && to.kind === 'sobject';
    const from = query ? (value.type as { of: ApexType }).of : value.type;
    const isAnyRecord = query && from.kind === 'sobject' && from.name === 'SObject';
    if (!isAnyRecord && distance(from, to, this.world) === undefined) {
      throw new CompileError(`Illegal assignment from ${nameOfType(value.type)} to ${nameOfType(to)}`, place);
    }
    return convert(query ? `R.one(${value.js})` : value.js, from, to);
  }
}

/** The code that makes a value of one type one of another, which it fits. */
export function convert(js: string, from: ApexType, to: ApexType): string {
  if (isSameType(from, to) || from === nullType) return js;
  if (isNumber(from) && isNumber(to)) return `R.widen(${js},'${nameOfType(from)}','${nameOfType(to)}')`;
  if (isPrimitive(from, 'String') && isPrimitive(to, 'Id')) return `R.toId(${js})`;
  if (isPrimitive(from, 'Date') && isPrimitive(to, 'Datetime')) return `R.toDatetime(t,${js})`;
  return js;
}

export const text = (value: string): string => JSON.stringify(value);
