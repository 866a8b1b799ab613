import { parseApex } from '../apex/parse-apex.ts';
import { MetadataProblem } from './component.ts';
import type { Component } from './component.ts';
import { placeAt } from './locate-problem.ts';

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

const declarations = {
  ApexClass: /\b(?:class|interface|enum)\s+(\w+)/i,
  ApexTrigger: /^\s*trigger\s+(\w+)\s+on\s+\w+\s*\(/i,
};

/**
 * Checks Apex without compiling it: refuses text that the language's grammar does not allow, and a file whose class has
 * another name. Throws `MetadataProblem` with its place.
 */
export function checkApexSource(type: keyof typeof declarations, name: string, source: string): void {
  const code = withoutText(source);
  const parsed = type === 'ApexClass' ? parseApex('class', source) : parseApex('trigger', source);
  if ('problem' in parsed) {
    const { problem, line, column } = parsed;
    const end = placeAt(source, source.trimEnd().length);
    const isAtEnd = problem.endsWith("at '<EOF>'");
    throw new MetadataProblem(problem, { place: isAtEnd ? end : { lineNumber: line, columnNumber: column } });
  }
  const declared = declarations[type].exec(code);
  const declaredName = declared?.[1] ?? '';
  if (declared === null || declaredName === name) return;
  const what = type === 'ApexClass' ? 'class' : 'trigger';
  const offset = declared.index + declared[0].indexOf(declaredName);
  throw problemAt(source, offset, `File name mismatch with ${what} name: ${declaredName}`);
}

/** The text of a component's content, not of its properties. */
export function contentText({ files = [] }: Pick<Component, 'files'>): string {
  const content = files.find(({ path }) => !path.endsWith('-meta.xml'))?.content;
  return new TextDecoder().decode(content);
}
