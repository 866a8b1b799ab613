import type { Implementation } from '../library.ts';
import { withoutNulls } from './arguments.ts';
import { html3Entities, html4Entities } from './html-entities.ts';

const hex = (unit: string): string => unit.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0');
const unicode = (unit: string): string => `\\u${hex(unit)}`;

const shortEscapes: Readonly<Record<string, string>> = {
  '\b': '\\b',
  '\n': '\\n',
  '\t': '\\t',
  '\f': '\\f',
  '\r': '\\r',
};

/** Backslashes before the given characters and for control characters, and codes for what is not of ASCII. */
const escapeCode = (text: string, escaped: string): string =>
  text
    .split('')
    .map((unit) => {
      if (escaped.includes(unit)) return `\\${unit}`;
      return shortEscapes[unit] ?? (/^[ -~]$/.test(unit) || unit === '\x7f' ? unit : unicode(unit));
    })
    .join('');

const unescapeCode = (text: string): string =>
  text.replace(
    /\\(?:u+([0-9A-Fa-f]{4})|([0-3]?[0-7]{1,2})|([\s\S]))/g,
    (_found, code?: string, octal?: string, single?: string) => {
      if (code !== undefined) return String.fromCharCode(parseInt(code, 16));
      if (octal !== undefined) return String.fromCharCode(parseInt(octal, 8));
      return Object.entries(shortEscapes).find(([, short]) => short === `\\${single ?? ''}`)?.[0] ?? single ?? '';
    },
  );

const basicNames = new Map([
  ['"', 'quot'],
  ['&', 'amp'],
  ['<', 'lt'],
  ['>', 'gt'],
]);

const xmlNames = new Map([...basicNames, ["'", 'apos']]);

const escapeNames = (text: string, names: readonly ReadonlyMap<string, string>[]): string =>
  text
    .split('')
    .map((unit) => {
      const name = names.map((one) => one.get(unit)).find((one) => one !== undefined);
      return name === undefined ? unit : `&${name};`;
    })
    .join('');

function unescapeNames(text: string, names: readonly ReadonlyMap<string, string>[]): string {
  const characters = new Map(names.flatMap((one) => [...one].map(([unit, name]): [string, string] => [name, unit])));
  return text.replace(
    /&(?:#[xX]([0-9A-Fa-f]+)|#(\d+)|(\w+));/g,
    (found, code?: string, decimal?: string, name?: string) => {
      if (name !== undefined) return characters.get(name) ?? found;
      const point = code === undefined ? Number(decimal) : parseInt(code, 16);
      return point > 0x10ffff ? found : String.fromCodePoint(point);
    },
  );
}

const escapeCsv = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

function unescapeCsv(text: string): string {
  const [, inner] = /^"([\s\S]*)"$/.exec(text) ?? [];
  return inner !== undefined && /[",\r\n]/.test(inner) ? inner.replaceAll('""', '"') : text;
}

/** Texts made safe for other languages, and back. */
export const escapesOfStrings: Record<string, Implementation> = withoutNulls({
  'static String escapeSingleQuotes(String text)': (_run, text: string) => text.replaceAll("'", "\\'"),
  'String escapeJava()': (_run, text: string) => escapeCode(text, '"\\'),
  'String unescapeJava()': (_run, text: string) => unescapeCode(text),
  'String escapeEcmaScript()': (_run, text: string) => escapeCode(text, '\'"\\/'),
  'String unescapeEcmaScript()': (_run, text: string) => unescapeCode(text),
  'String escapeUnicode()': (_run, text: string) => text.replace(/[^\0-\x7f]/g, unicode),
  'String unescapeUnicode()': (_run, text: string) =>
    text.replace(/\\u+([0-9A-Fa-f]{4})/g, (_found, code: string) => String.fromCharCode(parseInt(code, 16))),
  'String escapeXml()': (_run, text: string) => escapeNames(text, [xmlNames]),
  'String unescapeXml()': (_run, text: string) => unescapeNames(text, [xmlNames]),
  'String escapeHtml3()': (_run, text: string) => escapeNames(text, [basicNames, html3Entities]),
  'String unescapeHtml3()': (_run, text: string) => unescapeNames(text, [basicNames, html3Entities]),
  'String escapeHtml4()': (_run, text: string) => escapeNames(text, [basicNames, html3Entities, html4Entities]),
  'String unescapeHtml4()': (_run, text: string) => unescapeNames(text, [basicNames, html3Entities, html4Entities]),
  'String escapeCsv()': (_run, text: string) => escapeCsv(text),
  'String unescapeCsv()': (_run, text: string) => unescapeCsv(text),
});
