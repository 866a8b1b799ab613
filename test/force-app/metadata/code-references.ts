import type { Inventory } from './inventory.ts';
import type { Reference } from './reference.ts';

/** How code names components. */
const apexPatterns: [pattern: RegExp, type: string][] = [
  [/\bLabel\.(\w+)/g, 'CustomLabel'],
  [/'callout:(\w+)/g, 'NamedCredential'],
  [/checkPermission\('(\w+)'\)/g, 'CustomPermission'],
];

const scriptPatterns: [pattern: RegExp, type: string][] = [
  [/['"]@salesforce\/label\/c\.(\w+)['"]/g, 'CustomLabel'],
  [/['"]@salesforce\/apex\/(\w+)\.\w+['"]/g, 'ApexClass'],
  [/['"]@salesforce\/customPermission\/(\w+)['"]/g, 'CustomPermission'],
  [/['"]@salesforce\/schema\/(\w+__c)['"]/g, 'CustomObject'],
  [/['"]@salesforce\/schema\/(\w+\.\w+)['"]/g, 'CustomField'],
  [/['"]c\/(\w+)['"]/g, 'LightningComponentBundle'],
];

const withoutComments = (text: string): string => text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/^\s*\/\/.*$/gm, '');

const matches = (text: string, patterns: typeof apexPatterns): Reference[] =>
  patterns.flatMap(([pattern, type]) => [...text.matchAll(pattern)].map(([, name = '']) => ({ type, name })));

/** Custom objects and fields by their bare names, for there the code does not say whose field it is. */
const customNames = (text: string): Reference[] =>
  [...text.matchAll(/\b([A-Z]\w*?__[ce])\b/g)].map(([, name = '']) => ({ type: 'custom name', name }));

/** `c-score-badge` stands for the bundle `scoreBadge`. */
const bundleOf = (tag: string): string => tag.replace(/-(\w)/g, (_dash, letter: string) => letter.toUpperCase());

/** Every component that a file of Apex or of a Lightning component names. */
export function codeReferences(path: string, source: string): Reference[] {
  const text = withoutComments(source);
  if (/\.(cls|trigger)$/.test(path)) return [...matches(text, apexPatterns), ...customNames(text)];
  if (/\/lwc\/.*\.ts$/.test(path)) return [...matches(text, scriptPatterns), ...customNames(text)];
  if (!/\/lwc\/.*\.html$/.test(path)) return [];
  return [...source.matchAll(/<c-([\w-]+)/g)].map(([, tag = '']) => ({
    type: 'LightningComponentBundle',
    name: bundleOf(tag),
  }));
}

/** Whether some object or field of the package has a name. */
export const hasCustomName = ({ own }: Inventory, name: string): boolean =>
  own('CustomObject').includes(name) || own('CustomField').some((field) => field.endsWith(`.${name}`));
