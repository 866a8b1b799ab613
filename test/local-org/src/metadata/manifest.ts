import { children, childText, childTexts, parseXml } from './xml.ts';

/** What a manifest names: a component, or with `*` all of a type. */
export type Member = { type: string; fullName: string };

/** A folder may be named with a slash at its end. */
export const bareName = (fullName: string): string => fullName.replace(/\/$/, '');

/** Reads `package.xml` or destructive changes. */
export function readManifest(
  text: string,
): { members: Member[] } | { problem: string; line?: number; column?: number } {
  const parsed = parseXml(text);
  if (parsed.kind === 'problem') return { problem: parsed.problem, line: parsed.line, column: parsed.column };
  if (parsed.root !== 'Package') return { problem: `Unexpected element ${parsed.root}: Package is expected` };
  const members: Member[] = [];
  for (const types of children(parsed.content, 'types')) {
    const type = childText(types, 'name');
    if (type === undefined) return { problem: 'Required field is missing: name of types' };
    for (const fullName of childTexts(types, 'members')) members.push({ type, fullName: bareName(fullName) });
  }
  return { members };
}
