/** Types of the language that are neither classes nor collections nor objects of the org. */
export const primitiveNames = [
  ...['Integer', 'Long', 'Double', 'Decimal', 'String', 'Boolean', 'Id', 'Date', 'Datetime', 'Time', 'Blob'],
  'Object',
];

/**
 * A static type. Classes, interfaces and enums are known by their full name (`System.Http`, `Outer.Inner`); a variable is a
 * type parameter of a library class, such as `T` of `List<T>`.
 */
export type ApexType =
  | { kind: 'primitive'; name: string }
  | { kind: 'list' | 'set'; of: ApexType }
  | { kind: 'map'; key: ApexType; of: ApexType }
  | { kind: 'sobject'; name: string }
  | { kind: 'class'; name: string; args?: readonly ApexType[] }
  | { kind: 'variable'; name: string }
  | { kind: 'null' }
  | { kind: 'void' };

const primitive = (name: string): ApexType => ({ kind: 'primitive', name });

export const integerType = primitive('Integer');
export const longType = primitive('Long');
export const doubleType = primitive('Double');
export const decimalType = primitive('Decimal');
export const stringType = primitive('String');
export const booleanType = primitive('Boolean');
export const idType = primitive('Id');
export const objectType = primitive('Object');
export const nullType: ApexType = { kind: 'null' };
export const voidType: ApexType = { kind: 'void' };
/** Any object of the org. */
export const sObjectType: ApexType = { kind: 'sobject', name: 'SObject' };
export const listOf = (of: ApexType): ApexType => ({ kind: 'list', of });
export const setOf = (of: ApexType): ApexType => ({ kind: 'set', of });
export const mapOf = (key: ApexType, of: ApexType): ApexType => ({ kind: 'map', key, of });
export const classType = (name: string, args?: readonly ApexType[]): ApexType =>
  args === undefined || args.length === 0 ? { kind: 'class', name } : { kind: 'class', name, args };

export const isPrimitive = (type: ApexType, name: string): boolean => type.kind === 'primitive' && type.name === name;

/** The type as the platform writes it: `Map<Id,List<Lead>>`. */
export function nameOfType(type: ApexType): string {
  switch (type.kind) {
    case 'primitive':
    case 'sobject':
    case 'variable':
      return type.name;
    case 'class':
      return type.args === undefined ? type.name : `${type.name}<${type.args.map(nameOfType).join(',')}>`;
    case 'list':
      return `List<${nameOfType(type.of)}>`;
    case 'set':
      return `Set<${nameOfType(type.of)}>`;
    case 'map':
      return `Map<${nameOfType(type.key)},${nameOfType(type.of)}>`;
    case 'null':
      return 'null';
    case 'void':
      return 'void';
  }
}

export const isSameType = (one: ApexType, other: ApexType): boolean =>
  one === other || nameOfType(one).toLowerCase() === nameOfType(other).toLowerCase();

/** The numbers, each of which takes the ones before it. */
const numbers = ['Integer', 'Long', 'Double', 'Decimal'];

/** The place of a number type among them, -1 for another type. */
export const rankOf = (type: ApexType): number => (type.kind === 'primitive' ? numbers.indexOf(type.name) : -1);
export const isNumber = (type: ApexType): boolean => rankOf(type) >= 0;

/** A type with its variables replaced. */
export function substitute(type: ApexType, variables: ReadonlyMap<string, ApexType>): ApexType {
  if (variables.size === 0) return type;
  switch (type.kind) {
    case 'variable':
      return variables.get(type.name) ?? objectType;
    case 'list':
    case 'set':
      return { kind: type.kind, of: substitute(type.of, variables) };
    case 'map':
      return mapOf(substitute(type.key, variables), substitute(type.of, variables));
    case 'class':
      return type.args === undefined
        ? type
        : classType(
            type.name,
            type.args.map((one) => substitute(one, variables)),
          );
    default:
      return type;
  }
}
