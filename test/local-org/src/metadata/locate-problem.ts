import type { DeployedComponent, Place } from './component.ts';
import { splitFullName } from './component.ts';
import { partNamed } from './metadata-types.ts';

const escapeText = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** Line and column of the character at an offset. */
export function placeAt(text: string, offset: number): Place {
  const before = text.slice(0, offset).split('\n');
  return { lineNumber: before.length, columnNumber: (before.at(-1) ?? '').length + 1 };
}

/** Where a part of an object begins and ends in the object's file; the whole text for any other component. */
function extentOf({ type, fullName }: DeployedComponent, text: string): { start: number; end: number } {
  const root = text.search(/<[A-Za-z]/);
  const whole = { start: Math.max(0, root), end: text.length };
  const part = partNamed(type);
  if (part === undefined) return whole;
  const { name } = splitFullName(fullName);
  const named = new RegExp(`<fullName>\\s*${escapeText(name)}\\s*</fullName>`).exec(text);
  if (named === null) return whole;
  const start = text.lastIndexOf(`<${part.element}>`, named.index);
  const end = text.indexOf(`</${part.element}>`, named.index);
  return start < 0 || end < 0 ? whole : { start, end };
}

/** Line and column of an element of a component, or of its beginning; undefined where no file is known. */
export function locateProblem(component: DeployedComponent, element: string | undefined): Place | undefined {
  const { text } = component;
  if (text === undefined) return undefined;
  const { start, end } = extentOf(component, text);
  if (element === undefined) return placeAt(text, start);
  const found = new RegExp(`<${escapeText(element)}[\\s/>]`).exec(text.slice(start, end));
  return placeAt(text, start + (found?.index ?? 0));
}
