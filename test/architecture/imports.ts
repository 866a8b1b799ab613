import { posix } from 'node:path';
import ts from 'typescript';
import type { Source } from './source.ts';

/**
 * One import of values or types. `target` is a path from the root for a relative import, otherwise the specifier as
 * written (`kysely/migration`, `node:fs`).
 */
export type Import = { from: string; target: string };

/** Parses a source into a syntax tree with parent links. */
export const parseSource = ({ path, text }: Source): ts.SourceFile =>
  ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);

/** Lists all imports of a source: import and export declarations, `import()`, and import types. */
export function findImports(source: Source): Import[] {
  const found: Import[] = [];
  const add = (specifier: ts.Node | undefined) => {
    if (specifier === undefined || !ts.isStringLiteralLike(specifier)) return;
    found.push({ from: source.path, target: resolveTarget(source.path, specifier.text) });
  };
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node)) add(node.moduleSpecifier);
    if (ts.isExportDeclaration(node)) add(node.moduleSpecifier);
    if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) add(node.arguments[0]);
    if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) add(node.argument.literal);
    ts.forEachChild(node, visit);
  };
  visit(parseSource(source));
  return found;
}

const resolveTarget = (from: string, specifier: string): string =>
  specifier.startsWith('.') ? posix.join(posix.dirname(from), specifier) : specifier;
