import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ApexSource } from '../../src/apex/program.ts';

/**
 * A small program of a `.apex` file of the conformance folder:
 *
 * ```
 * //// What it shows.
 * // Where that is documented
 * //# class Name        begins a class or trigger that is deployed before; `//# anonymous` goes back to the block
 * //> a line that System.debug prints
 * //! the exception that ends it, such as System.MathException: Divide by 0
 * //? 3: a compile error of the block, or of a class: `//? Name 3: …`
 * //@ user              runs as a user without any access to objects
 * ```
 *
 * Lines count from the first line of each part that is neither a citation nor a mark.
 */
export type ConformanceProgram = {
  title: string;
  citation: string;
  sources: ApexSource[];
  block: string;
  runsAs: 'admin' | 'user';
  expected: string[];
};

const folder = join(import.meta.dirname, 'conformance');

export const conformanceFiles = (): string[] =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.apex'))
    .sort();

export function readPrograms(file: string): ConformanceProgram[] {
  const [, ...parts] = `\n${readFileSync(join(folder, file), 'utf8')}`.split('\n//// ');
  return parts.map(readProgram);
}

function readProgram(text: string): ConformanceProgram {
  const [title = '', ...lines] = text.trimEnd().split('\n');
  const codeAt = lines.findIndex((line) => !line.startsWith('// '));
  const program: ConformanceProgram = {
    title,
    citation: lines
      .slice(0, codeAt)
      .map((line) => line.slice(3))
      .join(' '),
    sources: [],
    block: '',
    runsAs: 'admin',
    expected: [],
  };
  let part: { source: string } = { source: '' };
  const block = part;
  for (const line of lines.slice(codeAt)) {
    const [, mark, rest = ''] = /^\/\/([#>!?@]) ?(.*)$/.exec(line) ?? [];
    if (mark === undefined) part.source += `${line}\n`;
    else if (mark === '@') program.runsAs = 'user';
    else if (mark !== '#') program.expected.push(mark === '>' ? rest : `${mark} ${rest}`);
    else if (rest === 'anonymous') part = block;
    else {
      const [kind, name = ''] = rest.split(' ');
      const source: ApexSource = { kind: kind === 'trigger' ? 'trigger' : 'class', name, source: '' };
      program.sources.push(source);
      part = source;
    }
  }
  return { ...program, block: block.source };
}
