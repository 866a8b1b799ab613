import type { DeployFile } from '../org.ts';
import type { ComponentFile, DeployedComponent } from './component.ts';
import { folderNamed, isBundle, rootOf, typeNamed, typeOfFile } from './metadata-types.ts';
import type { MetadataType } from './metadata-types.ts';
import { readManifest } from './manifest.ts';
import type { Member } from './manifest.ts';
import { children, childText, parseXml } from './xml.ts';
import type { XmlElement } from './xml.ts';

export type FileProblem = { fileName: string; problem: string; line?: number; column?: number };

export type ReadPackage = {
  components: DeployedComponent[];
  problems: FileProblem[];
  /** The members of `package.xml`; undefined without one. */
  members?: Member[];
  /** The members of destructive changes before and after the deploy. */
  deletions?: { before: Deletion[]; after: Deletion[] };
};

/** A component to delete, and the manifest that names it. */
export type Deletion = Member & { fileName: string };

const decode = (content: Uint8Array): string => new TextDecoder().decode(content);

const deletionFiles: Readonly<Record<string, 'before' | 'after'>> = {
  'destructiveChangesPre.xml': 'before',
  'destructiveChanges.xml': 'before',
  'destructiveChangesPost.xml': 'after',
};

/** Reads the files of a package in metadata format (`objects/Lead.object`). */
export function readPackage(files: readonly DeployFile[]): ReadPackage {
  const root = files.find(({ path }) => /(?:^|\/)package\.xml$/.test(path))?.path.replace(/package\.xml$/, '') ?? '';
  const deletions = { before: [] as Deletion[], after: [] as Deletion[] };
  const result: ReadPackage = { components: [], problems: [], deletions };
  const rest: ComponentFile[] = [];
  for (const { path: fullPath, content } of files) {
    const path = fullPath.startsWith(root) ? fullPath.slice(root.length) : fullPath;
    const phase = deletionFiles[path];
    if (path !== 'package.xml' && phase === undefined) {
      rest.push({ path, content });
      continue;
    }
    const manifest = readManifest(decode(content));
    if ('problem' in manifest) result.problems.push({ fileName: path, ...manifest });
    else if (phase === undefined) result.members = manifest.members;
    else deletions[phase].push(...manifest.members.map((member) => ({ ...member, fileName: path })));
  }
  readComponentFiles(rest, result);
  return result;
}

type Grouped = { type: MetadataType; fullName: string; files: ComponentFile[] };

/** Reads components from their files, by paths as in a package; several files may make one component. */
export function readComponentFiles(files: readonly ComponentFile[], result: ReadPackage): void {
  const groups = new Map<string, Grouped>();
  for (const file of files) {
    const [folder = '', ...below] = file.path.split('/');
    const type = typeOfPath(folder, below);
    if (type === undefined) {
      result.problems.push({ fileName: file.path, problem: `Unknown folder: ${folder} is of no metadata type` });
      continue;
    }
    const fullName = isBundle(type) ? bundleName(type, below) : nameOf(type, below.join('/'));
    const key = `${type.name}:${fullName}`;
    const group = groups.get(key) ?? { type, fullName, files: [] };
    group.files.push(file);
    groups.set(key, group);
  }
  // Sorted, so that equal files give equal components.
  const byPath = (one: ComponentFile, other: ComponentFile): number => (one.path < other.path ? -1 : 1);
  for (const group of groups.values()) readGroup({ ...group, files: group.files.toSorted(byPath) }, result);
}

/** The type of a file; one for the properties of a folder stands beside the folder. */
function typeOfPath(folder: string, below: readonly string[]): MetadataType | undefined {
  const type = typeOfFile(folder, below.at(-1) ?? '');
  const isFolder = type?.inFolder === true && /^[^.]+-meta\.xml$/.test(below.at(-1) ?? '');
  return isFolder ? typeNamed(folderNamed({ type: type.name, fullName: '' })?.type ?? '') : type;
}

/** The folder of a bundle; the file that describes an experience stands beside its folder. */
const bundleName = ({ name }: MetadataType, below: readonly string[]): string =>
  name === 'DigitalExperienceBundle'
    ? below.slice(0, 2).join('/')
    : (below[0] ?? '').replace(/(?:\.\w+)?-meta\.xml$/, '');

/** Bundles that must be described by a `-meta.xml`. */
const describedBundles = ['AuraDefinitionBundle', 'LightningComponentBundle'];

/** `Folder/Name` of `Folder/Name.suffix` or `Folder/Name.suffix-meta.xml`; a static resource may have any suffix. */
function nameOf({ name, folder, suffix = '' }: MetadataType, path: string): string {
  const bare = path.replace(/-meta\.xml$/, '');
  // A document is named with the ending of its file, a territory after its model.
  if (name === 'Document') return bare;
  if (folder === 'territory2Models') return territoryName(name, bare);
  return bare.endsWith(`.${suffix}`) ? bare.slice(0, -suffix.length - 1) : bare.replace(/\.[^./]+$/, '');
}

function territoryName(type: string, path: string): string {
  const [model = '', ...below] = path.split('/');
  return type === 'Territory2Model' ? model : `${model}.${below.at(-1)?.replace(/\.[^.]+$/, '') ?? ''}`;
}

function readGroup({ type, fullName, files }: Grouped, result: ReadPackage): void {
  const hasContent = isBundle(type) || type.hasMetaFile === true;
  const described = hasContent ? files.find(({ path }) => path.endsWith('-meta.xml')) : files[0];
  const main = files.find(({ path }) => !path.endsWith('-meta.xml')) ?? files[0];
  const fileName = isBundle(type) ? `${type.folder}/${fullName}` : (main?.path ?? '');
  const isDescribed = !isBundle(type) || describedBundles.includes(type.name);
  if (described === undefined && !isDescribed) {
    addComponents({ type: type.name, fullName, body: {}, fileName, files }, result);
    return;
  }
  if (described === undefined) {
    result.problems.push({ fileName, problem: `${fullName} needs a file that ends in -meta.xml` });
    return;
  }
  const text = decode(described.content);
  const parsed = parseXml(text);
  if (parsed.kind === 'problem') {
    const { problem, line, column } = parsed;
    result.problems.push({ fileName: described.path, problem, line, column });
    return;
  }
  const expected = rootOf({ type: type.name, fullName });
  if (isDescribed && parsed.root !== expected) {
    const problem = `Unexpected element ${parsed.root} at the root: ${expected} is expected`;
    result.problems.push({ fileName: described.path, problem, line: 2, column: 1 });
    return;
  }
  addComponents({ type: type.name, fullName, body: parsed.content, fileName, text, files }, result);
}

/** Adds a component; an object's fields, rules and the like become components of their own, and so do labels. */
export function addComponents(component: DeployedComponent, { components, problems }: ReadPackage): void {
  const { type, fullName, body, fileName, text } = component;
  const parts = typeNamed(type)?.parts;
  if (parts === undefined) {
    components.push(component);
    return;
  }
  const isObject = type === 'CustomObject';
  const own: XmlElement = { ...body };
  for (const { element, type: partType } of parts) {
    for (const part of children(body, element)) {
      const name = childText(part, 'fullName');
      if (name === undefined) {
        problems.push({ fileName, problem: `Required field is missing: fullName of ${element}` });
        continue;
      }
      const partName = isObject ? `${fullName}.${name}` : name;
      components.push({ type: partType, fullName: partName, body: part, fileName, ...(text && { text }) });
    }
    Reflect.deleteProperty(own, element);
  }
  // The file of an existing object often only contains some of its parts.
  if (!isObject || Object.keys(own).length > 0)
    components.push({ type, fullName, body: own, fileName, ...(text && { text }) });
}
