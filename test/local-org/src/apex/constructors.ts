import { mode, text, wait } from './body.ts';
import type { Body, Code } from './body.ts';
import { chooseOverload, passed } from './overloads.ts';
import type { Call } from './overloads.ts';
import { CompileError } from './symbols.ts';
import type { ClassSymbol } from './symbols.ts';
import { classType, isPrimitive, nameOfType } from './types.ts';
import type { ApexType } from './types.ts';
import { isVisible } from './visibility.ts';
import { describeTypes, withArguments } from './world.ts';

/** `new Type(arguments)`; for a record the arguments are `Field = value`. */
export function construct(body: Body, type: ApexType, { args, place }: Omit<Call, 'name'>): Code {
  const symbol = type.kind === 'class' ? body.world.classNamed(type.name) : undefined;
  if (symbol !== undefined) return constructOwn(body, symbol, { args, place, name: 'new' });
  if (type.kind === 'list' || type.kind === 'set' || type.kind === 'map')
    return constructCollection(body, type, { args, place });
  const found = body.world.libraryOf(type);
  const candidates = (found?.library.members ?? [])
    .filter(({ kind }) => kind === 'constructor')
    .map((one) => ({ ...one, ...withArguments(one, found?.variables ?? new Map<string, ApexType>()) }));
  const chosen = chooseOverload(body, candidates, args);
  if (chosen === undefined) {
    throw new CompileError(
      `Constructor not defined: [${nameOfType(type)}].<Constructor>(${describeTypes(args.map((arg) => arg.type))})`,
      place,
    );
  }
  return { js: `${body.memberCode(chosen.code)}(t${passed(body, chosen.parameters, args, place)})`, type };
}

/** A collection of nothing, of the elements of another, or a map of records by their ids. */
function constructCollection(
  body: Body,
  type: ApexType & { kind: 'list' | 'set' | 'map' },
  { args, place }: Omit<Call, 'name'>,
): Code {
  const [from, ...more] = args;
  const of = from?.type.kind;
  const isFilled =
    type.kind === 'map' ? of === 'map' || of === 'list' : of === 'list' || of === 'set' || of === 'class';
  const isSize = type.kind === 'list' && from !== undefined && isPrimitive(from.type, 'Integer');
  if (more.length > 0 || (from !== undefined && !isFilled && !isSize)) {
    throw new CompileError(
      `Constructor not defined: [${nameOfType(type)}].<Constructor>(${describeTypes(args.map((arg) => arg.type))})`,
      place,
    );
  }
  return { js: `R.newCollection(t,${body.typeCode(type)}${from === undefined ? '' : `,${from.js}`})`, type };
}

function constructOwn(body: Body, symbol: ClassSymbol, call: Call): Code {
  const type = classType(symbol.name);
  if (symbol.isAbstract) throw new CompileError(`Abstract classes cannot be constructed: ${symbol.name}`, call.place);
  if (symbol.kind !== 'class') throw new CompileError(`Type cannot be constructed: ${symbol.name}`, call.place);
  const { key, args } = chooseConstructor(body, symbol, call);
  return { js: `(${wait}R.new${mode}(t,${text(symbol.name)},${text(key)}${args}))`, type };
}

/** The constructor for arguments; a class without one has one without parameters, an exception those of all exceptions. */
export function chooseConstructor(
  body: Body,
  symbol: ClassSymbol,
  { args, place }: Call,
): { key: string; args: string } {
  const candidates = symbol.constructors.map((method) => ({
    method,
    parameters: method.parameters.map((one) => one.type),
  }));
  const chosen = chooseOverload(body, candidates, args);
  if (chosen !== undefined) {
    if (!isVisible(chosen.method, symbol, { from: body.symbol, world: body.world })) {
      throw new CompileError(
        `Method is not visible: [${symbol.name}].<Constructor>(${describeTypes(chosen.parameters)})`,
        place,
      );
    }
    return { key: chosen.method.key, args: passed(body, chosen.parameters, args, place) };
  }
  if (candidates.length === 0 && args.length === 0) return { key: 'new()', args: '' };
  if (body.world.isSubtype(symbol.name, 'System.Exception')) {
    const ofException = (body.world.libraryClass('System.Exception')?.members ?? []).filter(
      ({ kind }) => kind === 'constructor',
    );
    const one = chooseOverload(body, ofException, args);
    if (one !== undefined)
      return { key: `exception(${String(args.length)})`, args: passed(body, one.parameters, args, place) };
  }
  throw new CompileError(
    `Constructor not defined: [${symbol.name}].<Constructor>(${describeTypes(args.map((arg) => arg.type))})`,
    place,
  );
}
