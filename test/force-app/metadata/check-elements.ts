import { DOMParser } from '@xmldom/xmldom';
import type { Element } from '@xmldom/xmldom';
import type { ElementType, MetadataTypes } from './read-types.ts';

/** A metadata file by its path in the package. */
export type MetadataFile = { path: string; text: string };

const namespace = 'http://soap.sforce.com/2006/04/metadata';

// What the types call required, and a source file says by its name or leaves to the platform's default.
const impliedElements = new Set(['CustomField.type', 'ListView.label', 'FlowRule.conditionLogic']);

/** Types whose files the platform keeps as they were written, so that they stand in the order of their authors. */
const keptAsWritten = new Set(['LightningComponentBundle']);

// The types call it base64 text, but in a source file it is XML that depends on the target.
const openElements = new Set(['LightningComponentBundle.targetConfigs']);

/** The element by which entries of a list differ: the platform refuses a second one, or takes either. */
const keys: Record<string, string> = {
  CustomLabel: 'fullName',
  CustomLabelTranslation: 'name',
  CustomValue: 'fullName',
  FlexiPageRegion: 'name',
  FlowVariable: 'name',
  PermissionSetApexClassAccess: 'apexClass',
  PermissionSetApplicationVisibility: 'application',
  PermissionSetCustomPermissions: 'name',
  PermissionSetFieldPermissions: 'field',
  PermissionSetObjectPermissions: 'object',
  PermissionSetTabSetting: 'tab',
  string: '',
};

/** Parts of an object that are kept in files of their own, named after them. */
const partFile = /\/([^/]+)\.(field|validationRule|listView|webLink|recordType|compactLayout|fieldSet)-meta\.xml$/;

const childElements = (element: Element): Element[] =>
  [...element.childNodes].filter((node): node is Element => node.nodeType === node.ELEMENT_NODE);

const nameOf = (element: Element): string => element.localName ?? element.nodeName;
const textOf = (element: Element): string => (element.textContent ?? '').trim();

/** What is wrong with a file, by line: elements, values and order that the platform does not know or write. */
export function checkElements(types: MetadataTypes, { path, text }: MetadataFile): string[] {
  const problems: string[] = [];
  const report = (element: Element | undefined, problem: string): void => {
    problems.push(`${path}:${String(element?.lineNumber ?? 1)}: ${problem}`);
  };
  const root = parse(text, (problem) => {
    report(undefined, problem);
  });
  if (root === undefined) return problems;
  if (root.namespaceURI !== namespace) report(root, `the namespace is not ${namespace}`);
  if (types.elementsOf(nameOf(root)) === undefined) report(root, `no metadata type is called ${nameOf(root)}`);
  else checkChildren(types, root, nameOf(root), report);
  const fileName = partFile.exec(path)?.[1];
  const fullName = childElements(root).find((child) => nameOf(child) === 'fullName');
  if (fileName !== undefined && (fullName === undefined || textOf(fullName) !== fileName))
    report(fullName ?? root, `<fullName> must be ${fileName}, as the file is called`);
  return problems;
}

type Report = (element: Element, problem: string) => void;

function parse(text: string, report: (problem: string) => void): Element | undefined {
  let isWellFormed = true;
  const onError = (_level: string, message: string): void => {
    if (isWellFormed) report(`not well-formed: ${message.split('\n')[0] ?? ''}`);
    isWellFormed = false;
  };
  try {
    const root = new DOMParser({ onError }).parseFromString(text, 'text/xml').documentElement;
    return isWellFormed ? (root ?? undefined) : undefined;
  } catch (error) {
    onError('fatalError', error instanceof Error ? error.message : String(error));
    return undefined;
  }
}

function checkChildren(types: MetadataTypes, element: Element, type: string, report: Report): void {
  const elements = types.elementsOf(type) ?? new Map<string, ElementType>();
  const order = [...elements.keys()];
  const seen = new Set<string>();
  const entries = new Set<string>();
  let previous = '';
  if ([...element.childNodes].some((node) => node.nodeType === node.TEXT_NODE && node.nodeValue?.trim()))
    report(element, `text beside the elements of <${nameOf(element)}>`);
  for (const child of childElements(element)) {
    const name = nameOf(child);
    const expected = elements.get(name);
    if (expected === undefined) {
      report(child, `${type} has no <${name}>`);
      continue;
    }
    if (seen.has(name) && !expected.isRepeated) report(child, `<${name}> stands twice`);
    if (!keptAsWritten.has(type) && order.indexOf(name) < order.indexOf(previous))
      report(child, `<${name}> belongs before <${previous}>`);
    const entry = entryOf(child, expected);
    if (entry !== undefined && entries.has(entry)) report(child, `${entry} is given twice`);
    if (entry !== undefined) entries.add(entry);
    seen.add(name);
    previous = name;
    if (!openElements.has(`${type}.${name}`)) checkValue(types, child, expected.type, report);
  }
  for (const [name, { isOptional }] of elements)
    if (!isOptional && !seen.has(name) && !impliedElements.has(`${type}.${name}`))
      report(element, `${type} needs <${name}>`);
}

/** What may stand in a list only once; undefined for what may be repeated. */
function entryOf(element: Element, { type, isRepeated }: ElementType): string | undefined {
  const key = keys[type];
  if (!isRepeated || key === undefined) return undefined;
  const named = key === '' ? element : childElements(element).find((child) => nameOf(child) === key);
  return named === undefined ? undefined : `<${nameOf(element)}> ${textOf(named)}`;
}

const patterns: Record<string, RegExp> = { boolean: /^(true|false)$/, number: /^-?\d+(\.\d+)?$/ };

function checkValue(types: MetadataTypes, element: Element, type: string, report: Report): void {
  if (types.elementsOf(type) !== undefined) {
    checkChildren(types, element, type, report);
    return;
  }
  const text = textOf(element);
  const values = types.valuesOf(type);
  const pattern = patterns[type];
  if (values !== undefined && !values.has(text)) report(element, `'${text}' is no ${type}`);
  if (pattern !== undefined && !pattern.test(text)) report(element, `<${nameOf(element)}>: '${text}' is no ${type}`);
  if (childElements(element).length > 0) report(element, `<${nameOf(element)}> holds a value, not elements`);
}
