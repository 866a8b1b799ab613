import { describeMethod } from './overloads.ts';
import { abstract } from './library.ts';
import { CompileError } from './symbols.ts';
import type { Access, ClassSymbol, MethodSymbol, Report } from './symbols.ts';
import { isSameType, nameOfType } from './types.ts';
import type { ApexType } from './types.ts';
import { describeTypes, withArguments } from './world.ts';
import type { World } from './world.ts';

/** What a class must keep to as a whole: what it extends, overrides and implements. */
export function checkClass(symbol: ClassSymbol, world: World, report: Report): void {
  if (symbol.kind === 'trigger' || symbol.trigger !== undefined) return;
  const fail = (message: string, { place }: Pick<ClassSymbol, 'place'> = symbol): void =>
    report(new CompileError(message, place));
  if (isOwnAncestor(symbol, world)) {
    fail(`Circular definition: ${symbol.name}`);
    return;
  }
  checkInner(symbol, fail);
  checkBodies(symbol, fail);
  if (symbol.kind !== 'class') return;
  checkSuperclass(symbol, world, fail);
  const line = [...world.lineage(symbol)];
  const inherited = line.slice(1).flatMap((one) => [...one.methods.values()].flat());
  for (const method of ownMethods(symbol)) checkOverride(method, { inherited, symbol, world, fail });
  checkInterfaces(symbol, { methods: [...ownMethods(symbol), ...inherited], world, fail });
}

type Fail = (message: string, at?: Pick<ClassSymbol, 'place'>) => void;

const ownMethods = (symbol: ClassSymbol): MethodSymbol[] => [...symbol.methods.values()].flat();

function isOwnAncestor(symbol: ClassSymbol, world: World): boolean {
  const seen = new Set<ClassSymbol>();
  let one: ClassSymbol | undefined = symbol;
  while (one?.superclass?.kind === 'class' && !seen.has(one)) {
    seen.add(one);
    one = world.classNamed(one.superclass.name);
    if (one === symbol) return true;
  }
  return false;
}

/** Inner classes have neither inner classes nor static members. */
function checkInner(symbol: ClassSymbol, fail: Fail): void {
  if (symbol.outer === undefined) return;
  for (const one of symbol.inner.values()) fail('Inner types are not allowed to have inner types', one);
  if (symbol.kind === 'enum') return;
  const isStatic = ({ isStatic: value }: { isStatic: boolean }): boolean => value;
  for (const method of ownMethods(symbol).filter(isStatic)) {
    fail('static can only be used on methods of a top level type', method);
  }
  for (const field of [...symbol.fields.values()].filter(isStatic)) {
    fail(`static can only be used on ${field.isProperty ? 'properties' : 'fields'} of a top level type`, field);
  }
  if (symbol.initializers.some((one) => one.isStatic && !('initializer' in one.of))) {
    fail('Inner types are not allowed to have static blocks');
  }
}

function checkBodies(symbol: ClassSymbol, fail: Fail): void {
  if (symbol.kind === 'interface') return;
  for (const method of ownMethods(symbol)) {
    if (method.isAbstract && method.body !== undefined) fail('Abstract methods cannot have a body', method);
    if (!method.isAbstract && method.body === undefined) fail('Method must have a body', method);
  }
}

function checkSuperclass(symbol: ClassSymbol, world: World, fail: Fail): void {
  const { superclass } = symbol;
  const isException = world.isSubtype(symbol.name, 'System.Exception');
  if (isException && !/exception$/i.test(symbol.name)) {
    fail(`Classes extending Exception must have a name ending in 'Exception': ${symbol.name}`);
  }
  if (superclass === undefined) return;
  const found = superclass.kind === 'class' ? world.classNamed(superclass.name) : undefined;
  const isOpen =
    found === undefined
      ? superclass.kind === 'class' && world.libraryClass(superclass.name)?.isOpen === true
      : found.isVirtual || found.isAbstract || isException;
  if (!isOpen) fail(`Non-virtual and non-abstract type cannot be extended: ${nameOfType(superclass)}`);
}

const ranks: readonly Access[] = ['private', 'protected', 'public', 'global'];

/** Methods of every object that a class may override without extending another. */
const ofObject = /^(?:tostring\(\)|equals\(object\)|hashcode\(\))$/;

function checkOverride(
  method: MethodSymbol,
  {
    inherited,
    symbol,
    world,
    fail,
  }: { inherited: readonly MethodSymbol[]; symbol: ClassSymbol; world: World; fail: Fail },
): void {
  if (method.isStatic) return;
  const base = inherited.find(
    (one) => one.key === method.key && (one.access !== 'private' || one.isVirtual || one.isAbstract || one.isOverride),
  );
  if (base === undefined) {
    const ofLibrary = [...world.lineage(symbol)].at(-1)?.superclass;
    const isLibrary =
      ofLibrary?.kind === 'class' && world.libraryMethod(ofLibrary.name, method.name, method.parameters.length);
    if (method.isOverride && !ofObject.test(method.key) && !isLibrary) {
      fail(`@Override specified for non-overriding method: ${describeMethod(method)}`, method);
    }
    return;
  }
  if (!base.isVirtual && !base.isAbstract && !base.isOverride) {
    fail(`Non-virtual, non-abstract methods cannot be overridden: ${describeMethod(method)}`, method);
  } else if (!method.isOverride) {
    fail(`Method must use the override keyword: ${describeMethod(method)}`, method);
  } else if (!isSameType(method.returns, base.returns)) {
    fail(
      `Method return types clash: ${nameOfType(method.returns)} vs ${nameOfType(base.returns)} from the type ${symbol.name}`,
      method,
    );
  } else if (ranks.indexOf(method.access) < ranks.indexOf(base.access)) {
    fail(`Cannot reduce the visibility of method: ${describeMethod(method)}`, method);
  }
}

/** A class that is not abstract has all methods that its interfaces and abstract superclasses ask for. */
function checkInterfaces(
  symbol: ClassSymbol,
  { methods, world, fail }: { methods: readonly MethodSymbol[]; world: World; fail: Fail },
): void {
  const wanted = [...world.lineage(symbol)].flatMap((one) => one.interfaces.flatMap((type) => methodsOf(type, world)));
  for (const { key, name, count, words } of wanted) {
    const found = methods.find((one) =>
      key === undefined
        ? one.name.toLowerCase() === name.toLowerCase() && one.parameters.length === count
        : one.key === key,
    );
    if (found === undefined) {
      if (!symbol.isAbstract) fail(`Class ${symbol.name} must implement the method: ${words}`);
    } else if (found.owner === symbol.name && ranks.indexOf(found.access) < ranks.indexOf('public')) {
      fail(
        `${symbol.name}: Overriding implementations of global or public interface methods must be global or public: ${describeMethod(found)}`,
        found,
      );
    }
  }
  if (symbol.isAbstract) return;
  for (const missing of methods.filter(({ isAbstract }) => isAbstract)) {
    if (methods.some((one) => one.key === missing.key && !one.isAbstract)) continue;
    fail(`Class ${symbol.name} must implement the abstract method: ${describeMethod(missing)}`);
  }
}

/** A method that an interface asks for; those of the library are known by name and number of parameters. */
type Wanted = { key: string | undefined; name: string; count: number; words: string };

function methodsOf(type: ApexType, world: World): Wanted[] {
  if (type.kind !== 'class') return [];
  const symbol = world.classNamed(type.name);
  if (symbol !== undefined) {
    const own = ownMethods(symbol).map((method) => ({
      key: method.key,
      name: method.name,
      count: method.parameters.length,
      words: describeMethod(method),
    }));
    return [...own, ...symbol.interfaces.flatMap((one) => methodsOf(one, world))];
  }
  const found = world.libraryOf(type);
  if (found === undefined) return [];
  const { library, variables } = found;
  return library.members
    .filter(({ code, kind }) => kind === 'method' && code === abstract)
    .map((member) => {
      const { parameters, returns } = withArguments(member, variables);
      const words = `${nameOfType(returns)} ${library.name}.${member.name}(${describeTypes(parameters)})`;
      return { key: undefined, name: member.name, count: parameters.length, words };
    });
}
