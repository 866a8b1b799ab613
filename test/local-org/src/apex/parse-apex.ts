import { ApexErrorListener, ApexParserFactory } from '@apexdevtools/apex-parser';
import type { CompilationUnitContext, TriggerUnitContext } from '@apexdevtools/apex-parser';

/** What is wrong with a text of Apex; lines and columns count from 1. */
export type SyntaxProblem = { problem: string; line: number; column: number };

/** Collects the first problem: the ones that follow it come from where the parser went on. */
class FirstProblem extends ApexErrorListener {
  found: SyntaxProblem | undefined;

  override apexSyntaxError(line: number, column: number, message: string): void {
    this.found ??= { problem: wordsOf(message), line, column: column + 1 };
  }
}

/** The platform's words for a message of the parser. */
function wordsOf(message: string): string {
  const [, at, missing] =
    /^extraneous input '(.+?)' expecting (?:'(.+?)'|<EOF>)$/.exec(message) ??
    swapped(/^missing '(.+?)' at '(.+?)'$/.exec(message));
  if (at !== undefined) return `Missing '${missing ?? '<EOF>'}' at '${at}'`;
  if (/^(?:extraneous|mismatched) input '<EOF>'/.test(message)) return "Missing '}' at '<EOF>'";
  const [, token = ''] = / (?:input|at:?) '(.*?)'(?: expecting .*)?$/s.exec(message) ?? [];
  return `Unexpected token '${token.split(/\s+/).at(-1) ?? ''}'.`;
}

const swapped = (found: RegExpExecArray | null): string[] => (found ? [found[0], found[2] ?? '', found[1] ?? ''] : []);

/** A class or a trigger as the tree of its parser, or what is wrong with it. */
export type ParsedApex = { tree: CompilationUnitContext | TriggerUnitContext } | SyntaxProblem;

export function parseApex(kind: 'class' | 'trigger', source: string): ParsedApex {
  const listener = new FirstProblem();
  const { parser } = ApexParserFactory.createLexerAndParser(source, listener);
  const tree = kind === 'class' ? parser.compilationUnit() : parser.triggerUnit();
  return listener.found ?? { tree };
}
