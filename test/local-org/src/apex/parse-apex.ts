import { ApexErrorListener, ApexParserFactory } from '@apexdevtools/apex-parser';
import type { AnonymousUnitContext, CompilationUnitContext, TriggerUnitContext } from '@apexdevtools/apex-parser';

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
  return `Unexpected token '${token.split(/\s+|\\[nrt]/).at(-1) ?? ''}'.`;
}

const swapped = (found: RegExpExecArray | null): string[] => (found ? [found[0], found[2] ?? '', found[1] ?? ''] : []);

/** A class, a trigger or a block of statements as the tree of its parser, or what is wrong with it. */
export type Parsed<T> = { tree: T } | SyntaxProblem;

export function parseApex(kind: 'class', source: string): Parsed<CompilationUnitContext>;
export function parseApex(kind: 'trigger', source: string): Parsed<TriggerUnitContext>;
export function parseApex(kind: 'anonymous', source: string): Parsed<AnonymousUnitContext>;
export function parseApex(kind: 'class' | 'trigger' | 'anonymous', source: string): Parsed<AnyTree> {
  const key = `${kind} ${source}`;
  const known = parsedSources.get(key);
  if (known !== undefined) return known;
  const parsed = parse(kind, source);
  if (kind !== 'anonymous') parsedSources.set(key, parsed);
  for (const oldest of parsedSources.keys()) {
    if (parsedSources.size <= mostParsedSources) break;
    parsedSources.delete(oldest);
  }
  return parsed;
}

type AnyTree = CompilationUnitContext | TriggerUnitContext | AnonymousUnitContext;

/** A deploy reads each class twice, and the next one most of them again: nobody changes a tree. */
const parsedSources = new Map<string, Parsed<AnyTree>>();
const mostParsedSources = 60;

function parse(kind: 'class' | 'trigger' | 'anonymous', source: string): Parsed<AnyTree> {
  const listener = new FirstProblem();
  const { parser } = ApexParserFactory.createLexerAndParser(source, listener);
  const trees = {
    class: () => parser.compilationUnit(),
    trigger: () => parser.triggerUnit(),
    anonymous: () => parser.anonymousUnit(),
  };
  const tree = trees[kind]();
  return listener.found ?? { tree };
}
