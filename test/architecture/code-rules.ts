import ts from 'typescript';
import { parseSource } from './imports.ts';
import type { Source } from './source.ts';

/** A construct that some files must not contain, with the message for it. */
export type CodeRule = {
  under: RegExp;
  except?: RegExp;
  why: string;
  isBroken: (node: ts.Node) => boolean;
};

const reads = (node: ts.Node, object: string, property: string): boolean =>
  ts.isPropertyAccessExpression(node) && node.expression.getText() === object && node.name.text === property;

const isAsync = (node: ts.Node): boolean =>
  (ts.isFunctionLike(node) && ts.canHaveModifiers(node) && isMarkedAsync(node)) || ts.isAwaitExpression(node);

const isMarkedAsync = (node: ts.HasModifiers): boolean =>
  ts.getModifiers(node)?.some(({ kind }) => kind === ts.SyntaxKind.AsyncKeyword) === true;

/** Whether a node reads a variable of this name, as opposed to a property, a type or a key. */
const isFreeName = (node: ts.Node, name: string): boolean => {
  if (!ts.isIdentifier(node) || node.text !== name) return false;
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent)) return parent.expression === node;
  return !ts.isPropertyAssignment(parent) && !ts.isPropertySignature(parent) && !ts.isTypeReferenceNode(parent);
};

const domain = /^scoring-service\/(src\/domain|learning\/src)\//;
// The learning waits for its booster, which its caller runs.
const synchronous = /^scoring-service\/src\/domain\//;
const product = /^(scoring-service|plugin)\//;

/** Purity of the domain, settings in one place, and syntax that Node cannot erase. */
export const CODE_RULES: CodeRule[] = [
  { under: domain, why: 'reads the clock: take the time as an argument', isBroken: (n) => reads(n, 'Date', 'now') },
  {
    under: domain,
    why: 'reads the clock: new Date() needs an argument',
    isBroken: (n) =>
      (ts.isNewExpression(n) && n.expression.getText() === 'Date' && (n.arguments?.length ?? 0) === 0) ||
      (ts.isCallExpression(n) && n.expression.getText() === 'Date'),
  },
  { under: domain, why: 'reads the clock: Temporal.Now', isBroken: (n) => reads(n, 'Temporal', 'Now') },
  { under: domain, why: 'reads the clock: performance', isBroken: (n) => isFreeName(n, 'performance') },
  { under: domain, why: 'is random: take a seed as an argument', isBroken: (n) => reads(n, 'Math', 'random') },
  { under: domain, why: 'is random: crypto', isBroken: (n) => isFreeName(n, 'crypto') },
  { under: domain, why: 'knows the process', isBroken: (n) => isFreeName(n, 'process') },
  { under: synchronous, why: 'waits: the domain is not async', isBroken: isAsync },
  {
    under: product,
    except: /^scoring-service\/src\/config\.ts$/,
    why: 'reads process.env: only config.ts does',
    isBroken: (n) =>
      reads(n, 'process', 'env') ||
      // Other ways to read it: const { env } = process, and import { env } from 'node:process'.
      (ts.isVariableDeclaration(n) && n.initializer?.getText() === 'process') ||
      (ts.isImportDeclaration(n) && /^'(node:)?process'$/.test(n.moduleSpecifier.getText())),
  },
  { under: /\.ts$/, why: 'has an enum: use a union of literals', isBroken: ts.isEnumDeclaration },
];

/** Lists broken rules as `path:line why`. */
export function checkCode(sources: Source[], rules: CodeRule[] = CODE_RULES): string[] {
  return sources.flatMap((source) => {
    const applying = rules.filter(({ under, except }) => under.test(source.path) && except?.test(source.path) !== true);
    return applying.length === 0 ? [] : checkOne(source, applying);
  });
}

function checkOne(source: Source, rules: CodeRule[]): string[] {
  const tree = parseSource(source);
  const broken: string[] = [];
  const visit = (node: ts.Node): void => {
    for (const { isBroken, why } of rules) {
      if (!isBroken(node)) continue;
      const { line } = tree.getLineAndCharacterOfPosition(node.getStart());
      broken.push(`${source.path}:${line + 1} ${why}`);
    }
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return broken;
}
