import type { TypeNameContext, TypeRefContext } from '@apexdevtools/apex-parser';
import { placeOf } from './modifiers.ts';
import type { LibraryClass, LibraryMember } from './library.ts';
import { splitTypes } from './signatures.ts';
import { CompileError, simpleName } from './symbols.ts';
import type { ClassSymbol, Place } from './symbols.ts';
import { isVisible } from './visibility.ts';
import { classType, listOf, mapOf, nameOfType, primitiveNames, sObjectType, setOf, substitute } from './types.ts';
import type { ApexType } from './types.ts';

/** An object of the org as code sees it; names in lower case are keys. */
export type ObjectForCode = {
  name: string;
  fields: ReadonlyMap<string, { name: string; type: ApexType }>;
  /** Parent relationships, such as `Account` of a contact, with the objects they lead to. */
  parents: ReadonlyMap<string, { name: string; field: string; objects: readonly string[] }>;
  children: ReadonlyMap<string, { name: string; object: string; field: string }>;
};

export type SchemaForCode = { object(name: string): ObjectForCode | undefined };

const primitiveByName = new Map(primitiveNames.map((name) => [name.toLowerCase(), name]));

const implicitNamespaces = ['', 'system.', 'schema.'];

/** All types that code can name: of the package, of the library and of the org's objects. */
export class World {
  readonly classes: ReadonlyMap<string, ClassSymbol>;
  readonly schema: SchemaForCode;
  private readonly library: ReadonlyMap<string, LibraryClass>;
  private readonly libraryMethods = new Map<string, LibraryMember | undefined>();

  constructor(classes: ReadonlyMap<string, ClassSymbol>, library: readonly LibraryClass[], schema: SchemaForCode) {
    this.classes = classes;
    this.schema = schema;
    this.library = new Map(library.map((one) => [one.name.toLowerCase(), one]));
  }

  libraryClass(name: string): LibraryClass | undefined {
    const key = name.toLowerCase();
    for (const namespace of implicitNamespaces) {
      const found = this.library.get(`${namespace}${key}`);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  isNamespace(name: string): boolean {
    const prefix = `${name.toLowerCase()}.`;
    return [...this.library.keys()].some((key) => key.startsWith(prefix));
  }

  classNamed(name: string): ClassSymbol | undefined {
    return this.classes.get(name.toLowerCase());
  }

  /** A class of the package by a name as written within a class: inner classes first. */
  findClass(name: string, within: ClassSymbol | undefined): ClassSymbol | undefined {
    const key = name.toLowerCase();
    for (let one = within; one !== undefined; one = one.outer) {
      for (const relative of this.lineage(one)) {
        const inner = this.classes.get(`${relative.name.toLowerCase()}.${key}`) ?? relative.inner.get(key);
        if (inner !== undefined) return inner;
      }
      if (simpleName(one).toLowerCase() === key) return one;
    }
    return this.classes.get(key);
  }

  /** A class of the package and those it extends, also of the package. */
  *lineage(symbol: ClassSymbol): Generator<ClassSymbol> {
    const seen = new Set<string>();
    for (let one: ClassSymbol | undefined = symbol; one !== undefined && !seen.has(one.name);) {
      seen.add(one.name);
      yield one;
      one = one.superclass?.kind === 'class' ? this.classNamed(one.superclass.name) : undefined;
    }
  }

  /** The type of a name without arguments. */
  findType(name: string, within?: ClassSymbol): ApexType | undefined {
    const symbol = this.findClass(name, within);
    if (symbol !== undefined) return classType(symbol.name);
    const bare = name.replace(/^system\./i, '');
    const primitive = primitiveByName.get(bare.toLowerCase());
    if (primitive !== undefined) return { kind: 'primitive', name: primitive };
    if (bare.toLowerCase() === 'sobject') return sObjectType;
    const library = this.libraryClass(name);
    if (library !== undefined && !/^system\.(?:list|set|map)$/i.test(library.name)) return classType(library.name);
    const object = this.schema.object(name.replace(/^schema\./i, ''));
    return object === undefined ? undefined : { kind: 'sobject', name: object.name };
  }

  /** A type from its text: `Map<Id, List<Lead>>`, `Lead[]`, `Outer.Inner`. */
  parseType(text: string, within?: ClassSymbol): ApexType | undefined {
    const trimmed = text.trim();
    if (trimmed.endsWith('[]')) {
      const of = this.parseType(trimmed.slice(0, -2), within);
      return of && listOf(of);
    }
    const [, name = '', args] = /^([\w.\s]+?)\s*(?:<(.*)>)?$/s.exec(trimmed) ?? [];
    if (args === undefined) return this.findType(name.replace(/\s/g, ''), within);
    const types = splitTypes(args).map((one) => this.parseType(one, within));
    const known = types.filter((type) => type !== undefined);
    return known.length === types.length ? this.generic(name.trim(), known) : undefined;
  }

  private generic(name: string, [first, second, ...more]: ApexType[]): ApexType | undefined {
    const key = name.toLowerCase().replace(/^system\./, '');
    if (first === undefined || more.length > 0) return undefined;
    if (key === 'list' && second === undefined) return listOf(first);
    if (key === 'set' && second === undefined) return setOf(first);
    if (key === 'map' && second !== undefined) return mapOf(first, second);
    const library = this.libraryClass(name);
    return library && classType(library.name, second === undefined ? [first] : [first, second]);
  }

  /** @throws CompileError for an unknown type */
  readTypeRef(context: TypeRefContext, within?: ClassSymbol): ApexType {
    const text = textOfTypeRef(context);
    const type = this.parseType(text, within);
    if (type === undefined) throw new CompileError(`Invalid type: ${text}`, placeOf(context));
    this.requireVisible(type, { within, place: placeOf(context) });
    return type;
  }

  /** @throws CompileError where a type is one of another class that is not visible within this one */
  requireVisible(type: ApexType, { within, place }: { within: ClassSymbol | undefined; place: Place }): void {
    const symbol = type.kind === 'class' ? this.classNamed(type.name) : undefined;
    if (symbol?.outer === undefined || within === undefined) return;
    if (isVisible(symbol, symbol.outer, { from: within, world: this })) return;
    throw new CompileError(`Type is not visible: ${symbol.name}`, place);
  }

  /** Whether a class, of package or library, is another, extends it or implements it, directly or not. */
  isSubtype(name: string, of: string): boolean {
    if (name.toLowerCase() === of.toLowerCase()) return true;
    return this.directSupertypes(classType(name)).some(
      (type) => type.kind === 'class' && this.isSubtype(type.name, of),
    );
  }

  /** The superclass and the interfaces of a class, with the type arguments that are given to them. */
  directSupertypes(type: ApexType): readonly ApexType[] {
    if (type.kind !== 'class') return [];
    const symbol = this.classNamed(type.name);
    if (symbol !== undefined) return symbol.superclass ? [symbol.superclass, ...symbol.interfaces] : symbol.interfaces;
    const library = this.libraryClass(type.name);
    if (library === undefined) return [];
    const names = [...(library.superclass === undefined ? [] : [library.superclass]), ...library.interfaces];
    return names.flatMap((name) => this.parseType(name) ?? []);
  }

  /** The type as the supertype of this name, with its type arguments: a class that implements `Iterable<String>`. */
  asSupertype(type: ApexType, name: string): ApexType | undefined {
    if (type.kind === 'class' && type.name.toLowerCase() === name.toLowerCase()) return type;
    for (const one of this.directSupertypes(type)) {
      const found = this.asSupertype(one, name);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  /** A method of a library class, or of those it extends, by its name and the number of its parameters. */
  libraryMethod(className: string, name: string, count: number): LibraryMember | undefined {
    const key = `${className}.${name}/${String(count)}`.toLowerCase();
    if (!this.libraryMethods.has(key)) this.libraryMethods.set(key, this.findLibraryMethod(className, name, count));
    return this.libraryMethods.get(key);
  }

  private findLibraryMethod(className: string, name: string, count: number): LibraryMember | undefined {
    const found = this.libraryClass(className)?.members.find(
      (one) =>
        one.kind === 'method' &&
        !one.isStatic &&
        one.name.toLowerCase() === name.toLowerCase() &&
        one.parameters.length === count,
    );
    if (found !== undefined) return found;
    for (const type of this.directSupertypes(classType(className))) {
      const inherited = type.kind === 'class' ? this.findLibraryMethod(type.name, name, count) : undefined;
      if (inherited !== undefined) return inherited;
    }
    return undefined;
  }

  /** The library class whose members the values of a type have, and what its type parameters are. */
  libraryOf(type: ApexType): { library: LibraryClass; variables: ReadonlyMap<string, ApexType> } | undefined {
    const library = this.libraryClass(libraryName(type));
    if (library === undefined) return undefined;
    const args = argumentsOf(type);
    return {
      library,
      variables: new Map(library.parameters.map((name, index) => [name, args[index] ?? objectTypeOf])),
    };
  }
}

const objectTypeOf: ApexType = { kind: 'primitive', name: 'Object' };

export function libraryName(type: ApexType): string {
  if (type.kind === 'primitive') return `System.${type.name}`;
  if (type.kind === 'list') return 'System.List';
  if (type.kind === 'set') return 'System.Set';
  if (type.kind === 'map') return 'System.Map';
  if (type.kind === 'sobject') return 'System.SObject';
  return type.kind === 'class' ? type.name : '';
}

export function argumentsOf(type: ApexType): readonly ApexType[] {
  if (type.kind === 'list' || type.kind === 'set') return [type.of];
  if (type.kind === 'map') return [type.key, type.of];
  return type.kind === 'class' ? (type.args ?? []) : [];
}

/** A member of the library with the type arguments of the receiver put in. */
export const withArguments = (
  { parameters, returns }: { parameters: readonly ApexType[]; returns: ApexType },
  variables: ReadonlyMap<string, ApexType>,
): { parameters: readonly ApexType[]; returns: ApexType } => ({
  parameters: parameters.map((one) => substitute(one, variables)),
  returns: substitute(returns, variables),
});

export const textOfTypeRef = (context: TypeRefContext): string => {
  const names = context.typeName_list().map(textOfTypeName).join('.');
  return `${names}${(context.arraySubscripts()?.getText() as string | undefined) ?? ''}`;
};

function textOfTypeName(context: TypeNameContext): string {
  const id = context.id() as ReturnType<TypeNameContext['id']> | null;
  const args = context.typeArguments() as ReturnType<TypeNameContext['typeArguments']> | null;
  const name = id?.getText() ?? context.getText().replace(/<.*$/s, '');
  if (args === null) return name;
  return `${name}<${args.typeList().typeRef_list().map(textOfTypeRef).join(',')}>`;
}

/** Types of parameters and arguments as messages name them. */
export const describeTypes = (types: readonly ApexType[]): string =>
  types.map((type) => (type.kind === 'null' ? 'NULL' : nameOfType(type))).join(', ');
