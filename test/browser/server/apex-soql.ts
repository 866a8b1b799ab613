import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectFolder } from '../build/folders.ts';

const source = (className: string): string =>
  readFileSync(join(projectFolder, `force-app/main/default/classes/${className}.cls`), 'utf8');

/** The text of a method from its name to the brace that closes it. */
function bodyOf(className: string, method: string): string {
  const text = source(className);
  const start = new RegExp(`\\b${method}\\s*\\([^)]*\\)\\s*\\{`).exec(text);
  if (start === null) throw new Error(`${className} has no method ${method}.`);
  let depth = 0;
  for (let at = start.index + start[0].length - 1; at < text.length; at += 1) {
    if (text[at] === '{') depth += 1;
    if (text[at] === '}') depth -= 1;
    if (depth === 0) return text.slice(start.index, at + 1);
  }
  throw new Error(`The method ${method} of ${className} does not end.`);
}

export type BindValue = string | number | Date | string[];

const quote = (value: string): string => `'${value.replace(/[\\']/g, String.raw`\$&`)}'`;

const literalOf = (value: BindValue): string => {
  if (typeof value === 'number') return String(value);
  if (value instanceof Date) return value.toISOString();
  return typeof value === 'string' ? quote(value) : `(${value.map(quote).join(', ')})`;
};

/**
 * The query of an Apex method, read from the class, with its binds replaced by values. Throws where the query has a bind
 * that is unknown here, so that the stub never runs another query than the class.
 */
export function apexSoql(className: string, method: string, binds: Record<string, BindValue> = {}): string {
  const query = /\[\s*(SELECT[\s\S]*?)\]/.exec(bodyOf(className, method))?.[1];
  if (query === undefined) throw new Error(`${className}.${method} has no query.`);
  if (!/\bWITH\s+USER_MODE\b/.test(query)) throw new Error(`${className}.${method} does not query in user mode.`);
  const filled = Object.entries(binds).reduce(
    (text, [expression, value]) => text.replaceAll(`:${expression}`, () => literalOf(value)),
    query.replace(/\s+/g, ' ').replace(/\bWITH USER_MODE\b/, ''),
  );
  const left = /:(?=[a-zA-Z_])[\w.()-]+/.exec(filled.replace(/'(?:[^'\\]|\\.)*'/g, "''"));
  if (left !== null) throw new Error(`${className}.${method} binds ${left[0]}, which its stub does not know.`);
  return filled.trim();
}
