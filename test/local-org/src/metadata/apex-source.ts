import { MetadataProblem } from './component.ts';
import type { Component } from './component.ts';
import { placeAt } from './locate-problem.ts';

const closerOf: Readonly<Record<string, string>> = { '{': '}', '(': ')', '[': ']' };

// A comment, a string (within one line), or an unclosed quote.
export const passage = /\/\/[^\n]*|\/\*[\s\S]*?\*\/|'(?:\\.|[^'\\\n])*'|'/g;

/** The code with comments and strings blanked; offsets stay valid. Throws `MetadataProblem` for an open string. */
function withoutText(source: string): string {
  return source.replace(passage, (found: string, offset: number) => {
    if (found === "'") throw problemAt(source, offset, 'Illegal string literal: line breaks not allowed');
    return found.replace(/[^\n]/g, ' ');
  });
}

const problemAt = (source: string, offset: number, problem: string): MetadataProblem =>
  new MetadataProblem(problem, { place: placeAt(source, offset) });

function checkBrackets(source: string, code: string): void {
  const open: string[] = [];
  for (const { 0: bracket, index } of code.matchAll(/[{}()[\]]/g)) {
    const closer = closerOf[bracket];
    if (closer !== undefined) {
      open.push(closer);
      continue;
    }
    const expected = open.pop();
    if (expected === bracket) continue;
    const problem =
      expected === undefined ? `Missing '<EOF>' at '${bracket}'` : `Missing '${expected}' at '${bracket}'`;
    throw problemAt(source, index, problem);
  }
  const missing = open.at(-1);
  if (missing !== undefined) throw problemAt(source, source.trimEnd().length, `Missing '${missing}' at '<EOF>'`);
}

const declarations = {
  ApexClass: /\b(?:class|interface|enum)\s+(\w+)/i,
  ApexTrigger: /^\s*trigger\s+(\w+)\s+on\s+\w+\s*\(/i,
};

/**
 * Checks Apex without compiling it: refuses text that is not Apex, and a file whose class has another name.
 * Throws `MetadataProblem` with its place.
 */
export function checkApexSource(type: keyof typeof declarations, name: string, source: string): void {
  const code = withoutText(source);
  checkBrackets(source, code);
  const declared = declarations[type].exec(code);
  if (declared === null) {
    const first = /\S+/.exec(code);
    throw problemAt(source, first?.index ?? 0, `Unexpected token '${first?.[0] ?? '<EOF>'}'.`);
  }
  const [, declaredName = ''] = declared;
  if (declaredName === name) return;
  const what = type === 'ApexClass' ? 'class' : 'trigger';
  const offset = declared.index + declared[0].indexOf(declaredName);
  throw problemAt(source, offset, `File name mismatch with ${what} name: ${declaredName}`);
}

/** The text of a component's content, not of its properties. */
export function contentText({ files = [] }: Pick<Component, 'files'>): string {
  const content = files.find(({ path }) => !path.endsWith('-meta.xml'))?.content;
  return new TextDecoder().decode(content);
}
