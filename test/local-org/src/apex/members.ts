import { placeOf, exists, modifiersOf } from './modifiers.ts';
import { splitTypes } from './signatures.ts';
import { CompileError, simpleName } from './symbols.ts';
import type { ClassSymbol, FieldSymbol, MethodSymbol, Modifiers } from './symbols.ts';
import { nameOfType, voidType } from './types.ts';
import type { ApexType } from './types.ts';
import type {
  BlockContext,
  FieldDeclarationContext,
  FormalParametersContext,
  MethodDeclarationContext,
  PropertyDeclarationContext,
  TypeRefContext,
  InterfaceMethodDeclarationContext,
  ConstructorDeclarationContext,
} from '@apexdevtools/apex-parser';

/** Finds the type that a text names; asked once all classes are known. */
export type TypeReader = (context: TypeRefContext, within: ClassSymbol) => ApexType;

/** Holds the place of fields until their types are known. */
export const pendingField = { initializer: undefined } as FieldSymbol;

export type Within = { symbol: ClassSymbol; modifiers: Modifiers };

export const optional = (block: BlockContext): BlockContext | undefined => (exists(block) ? block : undefined);

export function addMethod(symbol: ClassSymbol, method: MethodSymbol): void {
  const name = method.name.toLowerCase();
  const others = symbol.methods.get(name) ?? [];
  if (others.some(({ key }) => key === method.key)) {
    throw new CompileError(
      `Method already defined: ${method.name} ${signatureOf(method)} from the type ${symbol.name}`,
      method.place,
    );
  }
  symbol.methods.set(name, [...others, method]);
}

const signatureOf = ({ name, parameters, owner, returns }: MethodSymbol): string =>
  `${nameOfType(returns)} ${owner}.${name}(${parameters.map(({ type }) => nameOfType(type)).join(', ')})`;

type MethodTree = MethodDeclarationContext | InterfaceMethodDeclarationContext | ConstructorDeclarationContext;

export function methodOf(
  tree: MethodTree,
  { symbol, modifiers, types, body }: Within & { types: TypeReader; body: BlockContext | undefined },
): MethodSymbol {
  const parameters = parametersOf(tree.formalParameters(), { symbol, types });
  const name = 'id' in tree ? tree.id().getText() : simpleName(symbol);
  const returns = 'typeRef' in tree && exists(tree.typeRef()) ? types(tree.typeRef(), symbol) : voidType;
  const key = keyOfMethod(
    name,
    parameters.map(({ type }) => type),
  );
  return { ...modifiers, name, key, owner: symbol.name, parameters, returns, body, place: placeOf(tree) };
}

export const keyOfMethod = (name: string, parameters: readonly ApexType[]): string =>
  `${name}(${parameters.map(nameOfType).join(',')})`.toLowerCase();

/** The number of parameters in the key of a method. */
export function countOf(key: string): number {
  return splitTypes(key.slice(key.indexOf('(') + 1, -1)).length;
}

function parametersOf(
  tree: FormalParametersContext,
  { symbol, types }: { symbol: ClassSymbol; types: TypeReader },
): MethodSymbol['parameters'] {
  const list = tree.formalParameterList();
  if (!exists(list)) return [];
  return list.formalParameter_list().map((one) => ({ name: one.id().getText(), type: types(one.typeRef(), symbol) }));
}

export function declareFields(
  tree: FieldDeclarationContext,
  { symbol, modifiers, types }: Within & { types: TypeReader },
): void {
  const type = types(tree.typeRef(), symbol);
  const fields = tree.variableDeclarators().variableDeclarator_list();
  const made = fields.map((one): FieldSymbol => {
    const initializer = one.expression();
    const name = one.id().getText();
    return {
      ...modifiers,
      name,
      slot: name.toLowerCase(),
      owner: symbol.name,
      type,
      initializer: exists(initializer) ? initializer : undefined,
      ...{ getter: undefined, setter: undefined, isProperty: false, setterAccess: modifiers.access },
      place: placeOf(one),
    };
  });
  for (const field of made) addField(symbol, field);
  const at = symbol.initializers.findIndex(({ of }) => of === pendingField);
  symbol.initializers.splice(at, 1, ...made.map((of) => ({ isStatic: modifiers.isStatic, of })));
}

function addField(symbol: ClassSymbol, field: FieldSymbol): void {
  const name = field.name.toLowerCase();
  if (symbol.fields.has(name)) throw new CompileError(`Duplicate field: ${field.name}`, field.place);
  symbol.fields.set(name, field);
}

export function declareProperty(
  tree: PropertyDeclarationContext,
  { symbol, modifiers, types }: Within & { types: TypeReader },
): void {
  const accessors = tree.propertyBlock_list();
  const getter = accessors.map((one) => one.getter()).find((one) => exists(one));
  const setterBlock = accessors.find((one) => exists(one.setter()));
  const setter = setterBlock?.setter();
  const codeOf = (accessor: { block(): BlockContext } | undefined): BlockContext | 'auto' | undefined =>
    accessor === undefined ? undefined : (optional(accessor.block()) ?? 'auto');
  const name = tree.id().getText();
  addField(symbol, {
    ...modifiers,
    name,
    slot: name.toLowerCase(),
    owner: symbol.name,
    type: types(tree.typeRef(), symbol),
    initializer: undefined,
    getter: codeOf(getter),
    setter: codeOf(setter),
    isProperty: true,
    setterAccess:
      setterBlock === undefined ? 'private' : modifiersOf(setterBlock.modifier_list(), modifiers.access).access,
    place: placeOf(tree),
  });
}
