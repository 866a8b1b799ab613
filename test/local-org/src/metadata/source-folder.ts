import { readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join, relative, sep } from 'node:path';
import { addComponents } from './package-files.ts';
import type { ReadPackage } from './package-files.ts';
import { parseXml } from './xml.ts';

// Parts of an object that source format keeps in a folder of their own below the object's.
const objectFolders = [
  'fields',
  'validationRules',
  'listViews',
  'recordTypes',
  'fieldSets',
  'compactLayouts',
  'webLinks',
  'businessProcesses',
];

/** Reads a folder in source format (`force-app/main/default`), whatever its depth. */
export function readSourceFolder(folder: string): ReadPackage {
  const result: ReadPackage = { components: [], problems: [] };
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile() && entry.name.endsWith('-meta.xml'))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  for (const path of paths) {
    const fileName = relative(folder, path).split(sep).join('/');
    const parsed = parseXml(readFileSync(path, 'utf8'));
    if (parsed.kind === 'problem') {
      result.problems.push({ fileName, problem: parsed.problem, line: parsed.line, column: parsed.column });
      continue;
    }
    const component = { type: parsed.root, fullName: fullNameOf(path), body: parsed.content, fileName };
    if (component.type === 'LightningComponentBundle') addComponents({ ...component, body: {} }, result);
    else addComponents(component, result);
  }
  return result;
}

function fullNameOf(path: string): string {
  const stem = basename(path, '-meta.xml').replace(/\.[^.]+$/, '');
  const folder = dirname(path);
  return objectFolders.includes(basename(folder)) ? `${basename(dirname(folder))}.${stem}` : stem;
}
