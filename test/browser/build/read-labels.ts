import { existsSync, readFileSync } from 'node:fs';
import { XMLParser } from 'fast-xml-parser';
import { labelsFile, translationsFile } from './folders.ts';

export type Language = 'en' | 'de';

/** Custom labels by name, as the platform shows them in a language; what is not translated stays English. */
export function readLabels(language: Language = 'en'): Record<string, string> {
  const english = Object.fromEntries(
    read(labelsFile, 'CustomLabels', 'labels').map(({ fullName, value }) => [fullName, value]),
  );
  if (language === 'en') return english;
  const german = read(translationsFile, 'Translations', 'customLabels').map(({ name, label }) => [name, label]);
  return { ...english, ...Object.fromEntries(german) };
}

type Row = Record<string, string>;

function read(file: string, root: string, element: string): Row[] {
  if (!existsSync(file)) return [];
  const parser = new XMLParser({ isArray: (name) => name === element, parseTagValue: false, htmlEntities: true });
  const parsed = parser.parse(readFileSync(file, 'utf8')) as Record<string, Record<string, Row[]> | undefined>;
  return parsed[root]?.[element] ?? [];
}
