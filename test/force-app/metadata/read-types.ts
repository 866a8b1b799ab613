import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import * as ts from 'typescript';

/** What an element may hold: the name of its type, whether it may repeat, whether it may be left out. */
export type ElementType = { type: string; isRepeated: boolean; isOptional: boolean };

/** The types of the Metadata API by name. */
export type MetadataTypes = {
  /** The elements of an object type in the order in which the platform writes them; undefined for other types. */
  elementsOf: (type: string) => ReadonlyMap<string, ElementType> | undefined;
  /** The values of an enumeration; undefined for other types. */
  valuesOf: (type: string) => ReadonlySet<string> | undefined;
};

type ObjectType = { bases: string[]; elements: [string, ElementType][] };

const keywords = new Map([
  [ts.SyntaxKind.StringKeyword, 'string'],
  [ts.SyntaxKind.NumberKeyword, 'number'],
  [ts.SyntaxKind.BooleanKeyword, 'boolean'],
]);

function nameOf(node: ts.TypeNode | undefined): string {
  if (node === undefined) return 'unknown';
  if (ts.isTypeReferenceNode(node)) return node.typeName.getText();
  return keywords.get(node.kind) ?? 'unknown';
}

function readElement(member: ts.TypeElement): [string, ElementType][] {
  if (!ts.isPropertySignature(member)) return [];
  const isRepeated = member.type !== undefined && ts.isArrayTypeNode(member.type);
  const type = isRepeated ? nameOf(member.type.elementType) : nameOf(member.type);
  const name = member.name.getText().replaceAll(/['"]/g, '');
  return [[name, { type, isRepeated, isOptional: isRepeated || member.questionToken !== undefined }]];
}

function readObject(parts: readonly ts.TypeNode[]): ObjectType | undefined {
  if (!parts.some((part) => ts.isTypeLiteralNode(part))) return undefined;
  return {
    bases: parts.filter((part) => ts.isTypeReferenceNode(part)).map(nameOf),
    elements: parts.filter((part) => ts.isTypeLiteralNode(part)).flatMap(({ members }) => members.flatMap(readElement)),
  };
}

const literalsOf = (parts: readonly ts.TypeNode[]): string[] =>
  parts.flatMap((part) => (ts.isLiteralTypeNode(part) && ts.isStringLiteral(part.literal) ? [part.literal.text] : []));

/** Reads the types that Salesforce publishes, generated from the platform's own description of its Metadata API. */
export function readMetadataTypes(): MetadataTypes {
  const path = createRequire(import.meta.url)
    .resolve('@salesforce/types/metadata')
    .replace(/\.js$/, '.d.ts');
  const source = ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.Latest, true);
  const objects = new Map<string, ObjectType>();
  const enumerations = new Map<string, Set<string>>();
  const aliases = new Map<string, string>();
  for (const statement of source.statements) {
    if (!ts.isTypeAliasDeclaration(statement)) continue;
    const { name, type } = statement;
    const parts = ts.isIntersectionTypeNode(type) || ts.isUnionTypeNode(type) ? [...type.types] : [type];
    const object = readObject(parts);
    const literals = literalsOf(parts);
    if (object !== undefined) objects.set(name.text, object);
    else if (literals.length > 0) enumerations.set(name.text, new Set(literals));
    else aliases.set(name.text, nameOf(type));
  }
  const resolve = (type: string): string => {
    const target = aliases.get(type);
    return target === undefined ? type : resolve(target);
  };
  const collect = (type: string): [string, ElementType][] => {
    const object = objects.get(resolve(type));
    return object === undefined ? [] : [...object.bases.flatMap(collect), ...object.elements];
  };
  return {
    elementsOf: (type) => (objects.has(resolve(type)) ? new Map(collect(type)) : undefined),
    valuesOf: (type) => enumerations.get(resolve(type)),
  };
}
