import type { ComponentFile } from './component.ts';
import { MetadataProblem } from './component.ts';
import { placeAt } from './locate-problem.ts';

/** Looks up the components that a bundle may import. */
export type Importable = {
  hasComponent: (type: string, fullName: string) => boolean;
  /** The text of an Apex class; undefined when there is none. */
  apexText: (name: string) => string | undefined;
};

const decode = (content: Uint8Array): string => new TextDecoder().decode(content);

/** Refuses a bundle without a file to load. Throws `MetadataProblem`. */
export function checkBundleFiles(name: string, files: readonly ComponentFile[]): void {
  const has = (ending: string): boolean => files.some(({ path }) => path === `lwc/${name}/${name}${ending}`);
  // A bundle may have only styles, which other bundles import.
  if (has('.js-meta.xml') && ['.js', '.html', '.css'].some(has)) return;
  throw new MetadataProblem(`Cannot find Lightning Component Bundle ${name}.`);
}

const importOf = /\bfrom\s*['"]((?:@salesforce\/|c\/)[^'"]+)['"]/g;

/** Refuses an import of a missing component, with its position. Throws `MetadataProblem`. */
export function checkImports(name: string, files: readonly ComponentFile[], org: Importable): void {
  for (const { path, content } of files) {
    if (!path.endsWith('.js')) continue;
    const source = decode(content);
    for (const { 1: specifier = '', index } of source.matchAll(importOf)) {
      const problem = problemOf(specifier, { bundle: name, file: path.slice(path.lastIndexOf('/') + 1), org });
      if (problem !== undefined) throw new MetadataProblem(problem, { place: placeAt(source, index) });
    }
  }
}

type Importer = { bundle: string; file: string; org: Importable };

function problemOf(specifier: string, { bundle, file, org }: Importer): string | undefined {
  const [space = '', kind = '', ...rest] = specifier.split('/');
  if (space === 'c') {
    if (org.hasComponent('LightningComponentBundle', kind)) return undefined;
    return `No MODULE named markup://c:${kind} found : [markup://c:${bundle}]`;
  }
  const target = rest.join('/');
  // Without a class it is the platform's own module, for refreshApex.
  if (kind === 'apex' && target !== '') return apexProblem(target, org);
  const found = targets[kind]?.(target);
  if (found === undefined || org.hasComponent(found.type, found.fullName)) return undefined;
  return `Invalid reference ${target} of type ${found.word} in file ${file}`;
}

function apexProblem(target: string, { apexText }: Importable): string | undefined {
  const [className = '', method = ''] = target.split('.');
  const text = apexText(className);
  if (text === undefined) return `Unable to find Apex action class referenced as '${className}'.`;
  if (new RegExp(`\\b${method}\\s*\\(`, 'i').test(text)) return undefined;
  return `Unable to find Apex action method referenced as '${target}'.`;
}

type Target = { type: string; fullName: string; word: string };

/** By the second part of `@salesforce/label/c.Name`: the component it needs; undefined for the platform's own. */
const targets: Readonly<Record<string, (target: string) => Target | undefined>> = {
  label: (target) =>
    target.startsWith('c.') ? { type: 'CustomLabel', fullName: target.slice(2), word: 'label' } : undefined,
  resourceUrl: (target) => ({ type: 'StaticResource', fullName: target, word: 'resourceUrl' }),
  customPermission: (target) => ({ type: 'CustomPermission', fullName: target, word: 'customPermission' }),
  schema: (target) => {
    const [object = '', field, ...further] = target.split('.');
    if (further.length > 0) return undefined;
    if (field?.endsWith('__c')) return { type: 'CustomField', fullName: target, word: 'sobjectField' };
    return object.endsWith('__c') ? { type: 'CustomObject', fullName: object, word: 'sobject' } : undefined;
  },
};
