import { inMode, mode, text, wait } from './body.ts';
import type { Body, Code } from './body.ts';
import type { Implementation } from './library.ts';
import { keyOfMethod } from './members.ts';
import { exists } from './modifiers.ts';
import { readField } from './names.ts';
import { chooseOverload, passed, missingMethod, choicesOf, requireCallable } from './overloads.ts';
import type { Call } from './overloads.ts';
import type { ClassSymbol, MethodSymbol } from './symbols.ts';
import { classType, integerType, objectType, stringType, booleanType } from './types.ts';
import type { ApexType } from './types.ts';
import { libraryName, withArguments } from './world.ts';
import type { ExpressionContext, ExpressionListContext } from '@apexdevtools/apex-parser';

export const argumentsIn = (list: ExpressionListContext): ExpressionContext[] =>
  exists(list) ? list.expression_list() : [];

/** The code that calls a method of the package; `receiver` is undefined where it is static. */
export function callMethod(body: Body, method: MethodSymbol, { receiver, call, isSuper = false }: Target): Code {
  const args = passed(
    body,
    method.parameters.map(({ type }) => type),
    call.args,
    call.place,
  );
  const { returns: type, owner, isStatic } = method;
  const key = text(method.key);
  if (method.annotations.some(({ name }) => name === 'future')) {
    return { js: `R.future(t,${text(owner)},${key},[${args.slice(1)}])`, type };
  }
  // A private method that is not virtual is its class's own, whatever subclasses have.
  const isOwn = method.access === 'private' && method.body !== undefined && !isOverridable(method);
  const self = receiver === undefined || receiver === 'self' ? 'self' : `R.nn(${receiver})`;
  if (isOwn && !isStatic) return { js: `(${wait}t.k(${text(owner)}).${mode}[${key}](t,${self}${args}))`, type };
  if (isStatic) return { js: `(${wait}t.k(${text(owner)}).${mode}[${key}](t${args}))`, type };
  if (isSuper) return { js: `(${wait}t.k(${text(owner)}).${mode}[${key}](t,self${args}))`, type };
  return { js: `(${wait}R.v${mode}(t,${receiver ?? 'self'},${key}${args}))`, type };
}

type Target = { receiver?: string; call: Call; isSuper?: boolean };

const isOverridable = ({ isVirtual, isAbstract, isOverride }: MethodSymbol): boolean =>
  isVirtual || isAbstract || isOverride;

/** Calls a method by name alone: of this class, of an outer class if static, or of a library class it extends. */
export function callOwn(body: Body, call: Call): Code {
  for (let symbol: ClassSymbol | undefined = body.symbol; symbol !== undefined; symbol = symbol.outer) {
    const isOuter = symbol !== body.symbol;
    const chosen = chooseOverload(body, choicesOf(body, symbol, call.name), call.args);
    if (chosen === undefined) continue;
    const { method } = chosen;
    const isStatic = method.isStatic || body.isStatic || isOuter;
    requireCallable(body, method, { isStatic, place: call.place });
    return callMethod(body, method, { call });
  }
  if (!body.isStatic) {
    const inherited = callLibrary(body, classType(body.symbol.name), { receiver: 'self', call });
    if (inherited !== undefined) return inherited;
  }
  throw missingMethod(body, call, classType(body.symbol.name));
}

/** Calls a static method of a type. */
export function callStatic(body: Body, type: ApexType, call: Call): Code {
  const symbol = type.kind === 'class' ? body.world.classNamed(type.name) : undefined;
  if (symbol !== undefined) {
    const chosen = chooseOverload(body, choicesOf(body, symbol, call.name), call.args);
    if (chosen !== undefined) {
      requireCallable(body, chosen.method, { isStatic: true, place: call.place });
      return callMethod(body, chosen.method, { call });
    }
    if (symbol.kind === 'enum' && /^(?:values|valueof)$/i.test(call.name)) return callEnum(body, symbol.name, call);
    throw missingMethod(body, call, type);
  }
  const library = body.world.libraryClass(libraryName(type));
  if (library?.kind === 'enum' && /^(?:values|valueof)$/i.test(call.name)) return callEnum(body, library.name, call);
  const found = callLibrary(body, type, { receiver: undefined, call });
  if (found === undefined) throw missingMethod(body, call, type);
  return found;
}

const callEnum = (body: Body, name: string, { name: method, args, place }: Call): Code =>
  method.toLowerCase() === 'values'
    ? { js: `R.enumValues(t,${text(name)})`, type: { kind: 'list', of: classType(name) } }
    : { js: `R.enumNamed(t,${text(name)}${passed(body, [stringType], args, place)})`, type: classType(name) };

/** A member of the library for a receiver of a type, its library superclasses and interfaces included. */
export function callLibrary(
  body: Body,
  type: ApexType,
  { receiver, call }: { receiver: string | undefined; call: Call },
): Code | undefined {
  for (let types: readonly ApexType[] = [type]; types.length > 0;) {
    for (const one of types) {
      const code = callOfType(body, one, { receiver, call, receiverType: type });
      if (code !== undefined) return code;
    }
    types = types.flatMap((one) => [...body.world.directSupertypes(one)]);
  }
  return undefined;
}

function callOfType(
  body: Body,
  type: ApexType,
  { receiver, call, receiverType }: { receiver: string | undefined; call: Call; receiverType: ApexType },
): Code | undefined {
  const found = body.world.libraryOf(type);
  if (found === undefined) return undefined;
  const { library, variables } = found;
  const candidates = library.members
    .filter((one) => one.kind === 'method' && one.name.toLowerCase() === call.name.toLowerCase())
    .filter((one) => one.isStatic === (receiver === undefined) || (receiver !== undefined && one.isStatic))
    .map((one) => ({ ...one, ...withArguments(one, variables) }));
  const chosen = chooseOverload(body, candidates, call.args);
  if (chosen === undefined) return undefined;
  const scope = chosen.code.seesVariables === true ? `,${variablesInScope(body)}` : '';
  const args = passed(body, chosen.parameters, call.args, call.place) + scope;
  const returns = resultType(receiverType, chosen.returns, call);
  if (chosen.isStatic) {
    const js = `(${waitFor(chosen.code)}${body.memberCode(chosen.code)}(t${args}))`;
    return chosen.code.isQuery === true ? { js, type: returns, isQuery: true } : { js, type: returns };
  }
  const isInterface = library.kind === 'interface' || library.isOpen;
  if (isInterface) {
    const key = keyOfMethod(chosen.name, chosen.parameters);
    return {
      js: `(${wait}R.i${mode}(t,${receiver ?? 'self'},${text(key)},${body.memberCode(chosen.code)}${args}))`,
      type: returns,
    };
  }
  return {
    js: `(${waitFor(chosen.code)}${body.memberCode(chosen.code)}(t,R.nn(${receiver ?? ''})${args}))`,
    type: returns,
  };
}

/** A function that reads a variable or field by its name in lower case, for the binds of a dynamic query. */
function variablesInScope(body: Body): string {
  const values = new Map<string, string>();
  for (let symbol: ClassSymbol | undefined = body.symbol; symbol !== undefined; symbol = symbol.outer) {
    for (const one of body.world.lineage(symbol)) {
      for (const field of one.fields.values()) {
        const isReadable = field.isStatic || (!body.isStatic && symbol === body.symbol);
        const name = field.name.toLowerCase();
        if (isReadable && !values.has(name)) values.set(name, readField(body, field, 'self').js);
      }
    }
  }
  for (const [name, js] of body.variables) values.set(name, js);
  const cases = [...values].map(([name, js]) => `case ${text(name)}:return ${inMode(js, false)};`);
  return `(n)=>{switch(n){${cases.join('')}}}`;
}

/** A member that may wait for a callout is waited for. */
const waitFor = (code: Implementation): string => ('mayWait' in code ? wait : '');

/** A copy of a record or collection has the type of its original. */
function resultType(receiver: ApexType, returns: ApexType, { name }: Call): ApexType {
  const isCopy = /^(?:clone|deepclone)$/i.test(name) && receiver.kind !== 'class';
  return isCopy ? receiver : returns;
}

/** Methods that every value has. */
const ofAll: Record<string, { js: (receiver: string, args: string) => string; type: ApexType; count: number }> = {
  tostring: { js: (receiver) => `R.text(t,R.nn(${receiver}))`, type: stringType, count: 0 },
  hashcode: { js: (receiver) => `R.hash(t,R.nn(${receiver}))`, type: integerType, count: 0 },
  equals: { js: (receiver, args) => `t.equals(R.nn(${receiver})${args})`, type: booleanType, count: 1 },
};

/** Calls a method of a value. */
export function callOn(body: Body, receiver: Code, call: Call): Code {
  const { type } = receiver;
  if (receiver.isQuery === true && type.kind === 'list') {
    const ofList = callLibrary(body, type, { receiver: receiver.js, call });
    return ofList ?? callOn(body, { js: `R.one(${receiver.js})`, type: type.of }, call);
  }
  if (call.name.toLowerCase() === 'adderror' && receiver.field !== undefined && call.args.length > 0) {
    const { record, name } = receiver.field;
    return {
      js: `R.addFieldError(t,${record},${text(name)},${call.args.map(({ js }) => js).join(',')})`,
      type: { kind: 'void' },
    };
  }
  const symbol = type.kind === 'class' ? body.world.classNamed(type.name) : undefined;
  if (symbol !== undefined) {
    const chosen = chooseOverload(body, choicesOf(body, symbol, call.name), call.args);
    if (chosen !== undefined) {
      requireCallable(body, chosen.method, { isStatic: false, place: call.place });
      return callMethod(body, chosen.method, { receiver: receiver.js, call });
    }
    if (symbol.kind === 'enum') {
      const ofEnum = enumMethods[call.name.toLowerCase()];
      if (ofEnum !== undefined) return { js: `R.nn(${receiver.js}).${ofEnum.js}`, type: ofEnum.type };
    }
  } else if (type.kind === 'class' && body.world.libraryClass(type.name)?.kind === 'enum') {
    const ofEnum = enumMethods[call.name.toLowerCase()];
    if (ofEnum !== undefined) return { js: `R.nn(${receiver.js}).${ofEnum.js}`, type: ofEnum.type };
  }
  const found = callLibrary(body, type, { receiver: receiver.js, call });
  if (found !== undefined) return found;
  const general = ofAll[call.name.toLowerCase()];
  if (general !== undefined && call.args.length === general.count) {
    return { js: general.js(receiver.js, passed(body, [objectType], call.args, call.place)), type: general.type };
  }
  throw missingMethod(body, call, type);
}

const enumMethods: Record<string, { js: string; type: ApexType }> = {
  name: { js: 'name', type: stringType },
  ordinal: { js: 'ordinal', type: integerType },
};
