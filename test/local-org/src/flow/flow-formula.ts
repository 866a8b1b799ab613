import { FormulaError, parseFormula } from '../formula/parse-formula.ts';
import type { Formula } from '../formula/syntax.ts';

const textOrReference = /"(?:[^"\\]|\\[\s\S])*"|'(?:[^'\\]|\\[\s\S])*'|\{!([^}]+)\}/g;

/** The path of a reference; the type of a polymorphic parent (`Owner:User.Name`) is left out. */
export const referencePath = (reference: string): string => reference.trim().replace(/:\w+/g, '');

/** Parses a formula of a flow, which names resources as `{!name}`. A mistake is a value, with its message. */
export function parseFlowFormula(expression: string): Formula | { kind: 'problem'; message: string } {
  const plain = expression.replace(textOrReference, (found, reference: string | undefined) =>
    reference === undefined ? found : referencePath(reference),
  );
  try {
    return parseFormula(plain);
  } catch (error) {
    if (error instanceof FormulaError) return { kind: 'problem', message: error.message };
    throw error;
  }
}

const merge = /\{!([^}]+)\}/g;

/** The resources that a text names (`{!name}`). */
export const referencesInText = (text: string): string[] =>
  [...text.matchAll(merge)].map((found) => referencePath(found[1] ?? ''));

/** A text with the values of the resources that it names. */
export const mergeText = (text: string, valueOf: (reference: string) => string): string =>
  text.replace(merge, (_, reference: string) => valueOf(referencePath(reference)));

/** All references of a formula. */
export function referencesInFormula(formula: Formula): string[][] {
  if (formula.kind === 'literal') return [];
  if (formula.kind === 'reference') return [formula.path];
  return formula.arguments.flatMap(referencesInFormula);
}
