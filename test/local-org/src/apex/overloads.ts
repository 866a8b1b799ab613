import type { Body, Code } from './body.ts';
import { distance } from './conversions.ts';
import { CompileError } from './symbols.ts';
import type { ClassSymbol, MethodSymbol, Place } from './symbols.ts';
import { classType, nameOfType, objectType } from './types.ts';
import type { ApexType } from './types.ts';
import { isVisible } from './visibility.ts';
import { describeTypes } from './world.ts';

type Candidate = { parameters: readonly ApexType[] };

/** The candidate that the arguments fit best; undefined where they fit none. */
export function chooseOverload<C extends Candidate>(
  body: Body,
  candidates: readonly C[],
  args: readonly Code[],
): C | undefined {
  let best: C | undefined;
  let least = Infinity;
  for (const candidate of candidates) {
    if (candidate.parameters.length !== args.length) continue;
    const sum = candidate.parameters.reduce((total, parameter, index) => {
      const arg = args[index];
      return total + (arg === undefined ? Infinity : fit(body, arg, parameter));
    }, 0);
    if (sum < least) [best, least] = [candidate, sum];
  }
  return best;
}

function fit(body: Body, arg: Code, parameter: ApexType): number {
  const direct = distance(arg.type, parameter, body.world);
  if (direct !== undefined) return direct;
  const ofQuery = arg.isQuery === true && arg.type.kind === 'list' ? arg.type.of : undefined;
  return (ofQuery && distance(ofQuery, parameter, body.world)) ?? Infinity;
}

export const passed = (body: Body, parameters: readonly ApexType[], args: readonly Code[], place: Place): string =>
  args.map((arg, index) => `,${body.assign(arg, parameters[index] ?? objectType, place)}`).join('');

/** Methods of a class of the package by name, those of superclasses and interfaces included, nearest first. */
export function methodsNamed(body: Body, symbol: ClassSymbol, name: string): MethodSymbol[] {
  const found: MethodSymbol[] = [];
  const add = (one: ClassSymbol): void => {
    for (const method of one.methods.get(name.toLowerCase()) ?? []) {
      if (!found.some(({ key }) => key === method.key)) found.push(method);
    }
    for (const type of body.world.directSupertypes(classType(one.name))) {
      const next = type.kind === 'class' ? body.world.classNamed(type.name) : undefined;
      if (next !== undefined) add(next);
    }
  };
  add(symbol);
  return found;
}

/** `Integer Outer.Inner.add(Integer, String)`, as messages name a method. */
export const describeMethod = ({ name, parameters, owner, returns }: MethodSymbol): string =>
  `${nameOfType(returns)} ${owner}.${name}(${describeTypes(parameters.map(({ type }) => type))})`;

export type Call = { name: string; args: readonly Code[]; place: Place };

export const missingMethod = (body: Body, { name, args, place }: Call, type: ApexType): CompileError =>
  new CompileError(
    `Method does not exist or incorrect signature: void ${name}(${describeTypes(args.map((arg) => arg.type))}) from the type ${nameOfType(type).replace(/^System\.System$/, 'System')}`,
    place,
  );

type Choice = { method: MethodSymbol; parameters: readonly ApexType[] };

export const choicesOf = (body: Body, symbol: ClassSymbol, name: string): Choice[] =>
  methodsNamed(body, symbol, name).map((method) => ({ method, parameters: method.parameters.map(({ type }) => type) }));

/** @throws CompileError where the method is not visible here, or is of the other kind */
export function requireCallable(
  body: Body,
  method: MethodSymbol,
  { isStatic, place }: { isStatic: boolean; place: Place },
): void {
  const owner = body.world.classNamed(method.owner);
  if (owner !== undefined && !isVisible(method, owner, { from: body.symbol, world: body.world })) {
    throw new CompileError(`Method is not visible: ${describeMethod(method)}`, place);
  }
  if (method.isStatic === isStatic) return;
  const [own, context] = isStatic ? ['Non static', 'a static'] : ['Static', 'a non static'];
  throw new CompileError(
    `${own} method cannot be referenced from ${context} context: ${describeMethod(method)}`,
    place,
  );
}
