import { text } from './body.ts';
import type { Body, Code } from './body.ts';
import { argumentsIn, callLibrary, callMethod, callOn, callStatic } from './calls.ts';
import { exists, placeOf } from './modifiers.ts';
import { meaningOfMember, meaningOfName, readMember } from './names.ts';
import type { Meaning } from './names.ts';
import { chooseOverload, methodsNamed } from './overloads.ts';
import type { Call } from './overloads.ts';
import { CompileError } from './symbols.ts';
import { classType, integerType, isSameType, nameOfType, stringType } from './types.ts';
import type { ApexType } from './types.ts';
import { ArrayExpressionContext, DotExpressionContext, PrimaryExpressionContext } from '@apexdevtools/apex-parser';
import type { DotMethodCallContext, ExpressionContext } from '@apexdevtools/apex-parser';

export const isChain = (context: ExpressionContext): boolean =>
  context instanceof DotExpressionContext || context instanceof ArrayExpressionContext;

/** A part of a chain of dots and indexes: what stands before each `?.` is added to the guards. */
export function compileChain(body: Body, context: ExpressionContext, guards: string[]): Code {
  if (context instanceof DotExpressionContext) return compileDot(body, context, guards);
  if (context instanceof ArrayExpressionContext) {
    const [list, index] = context.expression_list();
    if (list === undefined || index === undefined)
      throw new CompileError('Expression cannot be empty', placeOf(context));
    const receiver = compileChain(body, list, guards);
    if (receiver.type.kind !== 'list') {
      throw new CompileError(`Expression must be a list type: ${nameOfType(receiver.type)}`, placeOf(context));
    }
    const at = indexCode(body, index);
    return { js: `R.at(${receiver.js},${at})`, type: receiver.type.of };
  }
  return body.compile.expression(body, context);
}

/** The code of an index into a list. */
export function indexCode(body: Body, context: ExpressionContext): string {
  const index = body.compile.expression(body, context);
  if (!isSameType(index.type, integerType)) {
    throw new CompileError(`List index must be of type Integer: ${nameOfType(index.type)}`, placeOf(context));
  }
  return index.js;
}

/** What the part before a dot means: it may be a value, a type or a namespace. */
export function meaningOf(body: Body, context: ExpressionContext, guards: string[]): Meaning {
  if (context instanceof PrimaryExpressionContext) {
    const name = context.getText();
    if (/^[a-z]\w*$/i.test(name) && !/^(?:this|super|true|false|null)$/i.test(name)) {
      return meaningOfName(body, name, placeOf(context));
    }
  }
  if (context instanceof DotExpressionContext && exists(context.anyId()) && !exists(context.QUESTIONDOT())) {
    const of = context.expression();
    const name = context.anyId().getText();
    const member = (receiver: Meaning): Meaning => {
      if (name.toLowerCase() === 'class' && 'type' in receiver) return { value: typeLiteral(body, receiver.type) };
      return 'value' in receiver
        ? { value: readMember(body, receiver.value, name, placeOf(context)) }
        : meaningOfMember(body, receiver, name, placeOf(context));
    };
    return orOfType(body, of, guards, member);
  }
  return { value: compileChain(body, context, guards) };
}

/**
 * What is done with the meaning of a receiver. A variable may have the name of a type (`Colour colour = Colour.RED`): the
 * type is meant where the variable has no such member.
 */
function orOfType<T>(body: Body, receiver: ExpressionContext, guards: string[], use: (meaning: Meaning) => T): T {
  const meaning = meaningOf(body, receiver, guards);
  if (!('value' in meaning) || !(receiver instanceof PrimaryExpressionContext)) return use(meaning);
  const type = body.world.findType(receiver.getText(), body.symbol);
  if (type === undefined) return use(meaning);
  try {
    return use(meaning);
  } catch (error) {
    if (!(error instanceof CompileError)) throw error;
    return use({ type });
  }
}

export const typeLiteral = (body: Body, type: ApexType): Code => ({
  js: `R.typeToken(t,${body.typeCode(type)})`,
  type: classType('System.Type'),
});

function compileDot(body: Body, context: DotExpressionContext, guards: string[]): Code {
  const method = context.dotMethodCall() as DotMethodCallContext | null;
  const isSafe = exists(context.QUESTIONDOT());
  if (method === null && !isSafe) {
    const meaning = meaningOf(body, context, guards);
    if ('value' in meaning) return meaning.value;
    throw new CompileError(`Variable does not exist: ${context.getText()}`, placeOf(context));
  }
  const receiverContext = context.expression();
  const call = method === null ? undefined : callOf(body, method);
  if (call !== undefined && receiverContext.getText().toLowerCase() === 'super') return callSuper(body, call);
  return orOfType(body, receiverContext, guards, (meaning) => {
    if (!('value' in meaning)) return callOnName(body, meaning, { call, context });
    const value = isSafe && call === undefined ? oneOrNull(meaning.value) : meaning.value;
    const receiver = isSafe ? guarded(body, value, guards) : value;
    if (call !== undefined) return callOn(body, receiver, call);
    return readMember(body, receiver, context.anyId().getText(), placeOf(context));
  });
}

/** The record of a query before `?.`: null where there is none. */
const oneOrNull = (receiver: Code): Code =>
  receiver.isQuery === true && receiver.type.kind === 'list'
    ? { js: `R.oneOrNull(${receiver.js})`, type: receiver.type.of }
    : receiver;

/** A receiver that is known not to be null when the rest of the chain is evaluated. */
function guarded(body: Body, receiver: Code, guards: string[]): Code {
  const temp = body.temp();
  guards.push(`(${temp}=${receiver.js})`);
  return { js: temp, type: receiver.type };
}

function callOnName(
  body: Body,
  meaning: Exclude<Meaning, { value: Code }>,
  { call, context }: { call: Call | undefined; context: DotExpressionContext },
): Code {
  const missing = new CompileError(`Variable does not exist: ${context.expression().getText()}`, placeOf(context));
  if (call === undefined) throw missing;
  if ('type' in meaning) {
    if (meaning.type.kind === 'sobject') {
      const ofObject = callLibrary(body, classType('System.CustomSetting'), { receiver: undefined, call });
      if (ofObject !== undefined) {
        const isMap = ofObject.type.kind === 'map';
        const type: ApexType = isMap ? { kind: 'map', key: stringType, of: meaning.type } : meaning.type;
        return { js: ofObject.js.replace('(t', `(t,${text(meaning.type.name)}`), type };
      }
    }
    return callStatic(body, meaning.type, call);
  }
  const type = body.world.findType(`System.${meaning.namespace}`);
  if (type === undefined) throw missing;
  return callStatic(body, type, call);
}

function callOf(body: Body, method: DotMethodCallContext): Call {
  const args = argumentsIn(method.expressionList()).map((one) => body.compile.expression(body, one));
  return { name: method.anyId().getText(), args, place: placeOf(method) };
}

/** `super.method()`: the method of the superclass, whatever overrides it. */
function callSuper(body: Body, call: Call): Code {
  const type = body.symbol.superclass;
  const symbol = type?.kind === 'class' ? body.world.classNamed(type.name) : undefined;
  if (symbol === undefined) {
    const ofLibrary = type && callLibrary(body, type, { receiver: 'self', call });
    if (ofLibrary !== undefined) return ofLibrary;
    throw new CompileError(`Method does not exist or incorrect signature: ${call.name}`, call.place);
  }
  const candidates = methodsNamed(body, symbol, call.name).map((one) => ({
    method: one,
    parameters: one.parameters.map(({ type: of }) => of),
  }));
  const chosen = chooseOverload(body, candidates, call.args);
  if (chosen !== undefined) return callMethod(body, chosen.method, { call, isSuper: true });
  const ofLibrary = callLibrary(body, classType(symbol.name), { receiver: 'self', call });
  if (ofLibrary !== undefined) return ofLibrary;
  throw new CompileError(`Method does not exist or incorrect signature: ${call.name}`, call.place);
}
