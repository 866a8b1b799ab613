import { readdirSync, readFileSync } from 'node:fs';
import { zipSync } from 'fflate';
import { dirname, join, relative, sep } from 'node:path';
import type { ComponentFile } from './component.ts';
import { isBundle, isTypeFolder, objectParts, typeOfFile } from './metadata-types.ts';
import { addComponents, readComponentFiles } from './package-files.ts';
import type { ReadPackage } from './package-files.ts';
import { parseXml } from './xml.ts';

/** The folders that source format keeps an object's parts in, below the object's own: named as their elements. */
const partFolders: readonly string[] = objectParts.map(({ element }) => element);

/** `Sales.reportFolder-meta.xml` is `Sales-meta.xml` in a package, `Won.report-meta.xml` is `Won.report`. */
const keptEnd = (_end: string, suffix: string): string => (suffix.endsWith('Folder') ? '-meta.xml' : suffix);

/** Files of the developer's tools, which are never deployed. */
const isLocalOnly = (path: string): boolean =>
  /(?:^|\/)(?:__tests__|__mocks__)\//.test(path) || /(?:^|\/)lwc\/.*\.ts$/.test(path) || /(?:^|\/)\.[^/]+$/.test(path);

/** Reads a folder in source format and its subfolders. */
export function readSourceFolder(folder: string): ReadPackage {
  const result: ReadPackage = { components: [], problems: [] };
  const files: ComponentFile[] = [];
  const resources: ComponentFile[] = [];
  const paths = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .filter((path) => !isLocalOnly(path))
    .sort();
  for (const path of paths) {
    const inPackage = packagePath(path);
    if (inPackage === undefined) continue;
    if (inPackage.startsWith('objects/')) readObjectFile(folder, path, result);
    else {
      const kept = inPackage.startsWith('staticresources/') ? resources : files;
      kept.push({ path: inPackage, content: readFileSync(join(folder, path)) });
    }
  }
  readComponentFiles([...files, ...packResources(resources)], result);
  return result;
}

/** The path that a source file has in a package; undefined for one that is of no metadata type. */
function packagePath(path: string): string | undefined {
  const parts = path.split('/');
  const index = parts.findIndex((part, at) => at < parts.length - 1 && isTypeFolder(part));
  const type = typeOfFile(parts[index] ?? '', parts.at(-1) ?? '');
  if (type === undefined) return undefined;
  const inPackage = parts.slice(index).join('/');
  if (isBundle(type) || type.folder === 'objects' || type.name === 'StaticResource') return inPackage;
  if (type.inFolder === true) {
    const isContent = type.hasMetaFile === true && !inPackage.endsWith('Folder-meta.xml');
    return isContent ? inPackage : inPackage.replace(/(\.\w+)-meta\.xml$/, keptEnd);
  }
  // Other subfolders of the type's folder only organise the project.
  const file = `${type.folder}/${parts.at(-1) ?? ''}`;
  // In a package only components with content files have a separate file for their properties.
  return type.hasMetaFile === true ? file : file.replace(/-meta\.xml$/, '');
}

/** An object's file, or that of one of its parts. */
function readObjectFile(folder: string, path: string, result: ReadPackage): void {
  if (!path.endsWith('-meta.xml')) return;
  const text = readFileSync(join(folder, path), 'utf8');
  const parsed = parseXml(text);
  if (parsed.kind === 'problem') {
    result.problems.push({ fileName: path, problem: parsed.problem, line: parsed.line, column: parsed.column });
    return;
  }
  const parts = dirname(path).split('/');
  const stem = path.slice(path.lastIndexOf('/') + 1).replace(/\.[^.]+-meta\.xml$/, '');
  const isPart = partFolders.includes(parts.at(-1) ?? '');
  const fullName = isPart ? `${parts.at(-2) ?? ''}.${stem}` : stem;
  addComponents({ type: parsed.root, fullName, body: parsed.content, fileName: path, text }, result);
}

/** Static resources as a package has them: all end in `.resource`, and a folder of files is one archive. */
function packResources(files: readonly ComponentFile[]): ComponentFile[] {
  const archives = new Map<string, Record<string, Uint8Array>>();
  const single: ComponentFile[] = [];
  for (const { path, content } of files) {
    const [root = '', name = '', ...below] = path.split('/');
    if (path.endsWith('-meta.xml')) single.push({ path, content });
    else if (below.length === 0) single.push({ path: `${root}/${name.replace(/\.[^.]+$/, '')}.resource`, content });
    else archives.set(name, { ...archives.get(name), [below.join('/')]: content });
  }
  const packed = [...archives].map(([name, entries]) => ({
    path: `staticresources/${name}.resource`,
    // A constant time stamp: the same files must give the same archive.
    content: zipSync(entries, { mtime: '2000-01-01' }),
  }));
  return [...single, ...packed];
}
