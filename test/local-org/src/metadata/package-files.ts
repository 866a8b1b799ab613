import type { DeployFile } from '../org.ts';
import type { DeployedComponent } from './component.ts';
import { children, childText, parseXml } from './xml.ts';
import type { XmlElement } from './xml.ts';

export type ReadPackage = {
  components: DeployedComponent[];
  problems: { fileName: string; problem: string; line?: number; column?: number }[];
};

type Part = { element: string; type: string };

// What an object's file carries that is a component of its own.
const objectParts: Part[] = [
  { element: 'fields', type: 'CustomField' },
  { element: 'validationRules', type: 'ValidationRule' },
  { element: 'listViews', type: 'ListView' },
  { element: 'recordTypes', type: 'RecordType' },
  { element: 'fieldSets', type: 'FieldSet' },
  { element: 'compactLayouts', type: 'CompactLayout' },
  { element: 'webLinks', type: 'WebLink' },
  { element: 'businessProcesses', type: 'BusinessProcess' },
];

const decode = (content: Uint8Array): string => new TextDecoder().decode(content);

/** Reads the files of a package in metadata format (`objects/Lead.object`). */
export function readPackage(files: readonly DeployFile[]): ReadPackage {
  const result: ReadPackage = { components: [], problems: [] };
  const root = files.find(({ path }) => /(?:^|\/)package\.xml$/.test(path))?.path.replace(/package\.xml$/, '') ?? '';
  for (const file of files) {
    const path = file.path.startsWith(root) ? file.path.slice(root.length) : file.path;
    if (path === 'package.xml') continue;
    if (path.startsWith('destructiveChanges')) {
      result.problems.push({ fileName: path, problem: 'Destructive changes are not supported by the local org' });
      continue;
    }
    readPackageFile(path, file, result);
  }
  return result;
}

function readPackageFile(path: string, file: DeployFile, result: ReadPackage): void {
  const match = /^(\w+)\/(.+?)\.([A-Za-z]\w*)(-meta\.xml)?$/.exec(path);
  if (match === null) return;
  const [, folder = '', stem = '', extension = '', metaSuffix] = match;
  if (folder === 'lwc' || folder === 'aura') {
    // One component a bundle, known by its configuration.
    if (metaSuffix !== undefined)
      result.components.push({
        ...bundle(folder, stem),
        body: {},
        fileName: `${folder}/${stem.split('/')[0] ?? stem}`,
      });
    return;
  }
  if (folder === 'classes' || folder === 'triggers') {
    if (metaSuffix === undefined) {
      result.components.push({
        type: folder === 'classes' ? 'ApexClass' : 'ApexTrigger',
        fullName: stem,
        body: {},
        fileName: path,
      });
    }
    return;
  }
  if (metaSuffix !== undefined && extension !== 'xml') {
    return;
  }
  const parsed = parseXml(decode(file.content));
  if (parsed.kind === 'problem') {
    result.problems.push({ fileName: path, problem: parsed.problem, line: parsed.line, column: parsed.column });
    return;
  }
  addComponents({ type: parsed.root, fullName: stem, body: parsed.content, fileName: path }, result);
}

const bundle = (folder: string, stem: string): { type: string; fullName: string } => ({
  type: folder === 'lwc' ? 'LightningComponentBundle' : 'AuraDefinitionBundle',
  fullName: stem.split('/')[0] ?? stem,
});

/** Adds a component; an object's fields, rules and the like become components of their own. */
export function addComponents(component: DeployedComponent, { components, problems }: ReadPackage): void {
  const { type, fullName, body, fileName } = component;
  if (type !== 'CustomObject') {
    components.push(component);
    return;
  }
  const own: XmlElement = { ...body };
  for (const { element, type: partType } of objectParts) {
    for (const part of children(body, element)) {
      const name = childText(part, 'fullName');
      if (name === undefined) {
        problems.push({ fileName, problem: `Required field is missing: fullName of ${element}` });
        continue;
      }
      components.push({ type: partType, fullName: `${fullName}.${name}`, body: part, fileName });
    }
    Reflect.deleteProperty(own, element);
  }
  // The file of an object that is already there is often only the carrier of its parts.
  if (Object.keys(own).length > 0) components.push({ type, fullName, body: own, fileName });
}
