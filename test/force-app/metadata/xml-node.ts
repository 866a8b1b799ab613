import { DOMParser } from '@xmldom/xmldom';
import type { Element } from '@xmldom/xmldom';

/** An element of a metadata file: its own text where it holds a value, and the elements in it. */
export type XmlNode = { name: string; text: string; attributes: Record<string, string>; children: XmlNode[] };

function readElement(element: Element): XmlNode {
  const elements = [...element.childNodes].filter((node): node is Element => node.nodeType === node.ELEMENT_NODE);
  return {
    name: element.localName ?? element.nodeName,
    text: elements.length === 0 ? (element.textContent ?? '').trim() : '',
    attributes: Object.fromEntries([...element.attributes].map(({ name, value }) => [name, value])),
    children: elements.map(readElement),
  };
}

/** Read texts: every planted defect checks the whole package again, of which all but one file is as before. */
const known = new Map<string, XmlNode>();

/** Reads a metadata file, which nobody may change afterwards; throws where it is not well-formed. */
export function readXml(text: string): XmlNode {
  const kept = known.get(text);
  if (kept !== undefined) return kept;
  const node = parse(text);
  known.set(text, node);
  return node;
}

function parse(text: string): XmlNode {
  const root = new DOMParser().parseFromString(text, 'text/xml').documentElement;
  if (root === null) throw new Error('A metadata file needs an element.');
  return readElement(root);
}

/** The elements at the end of a path of names below an element (`fieldPermissions/field`). */
export function nodesAt(node: XmlNode, path: string): XmlNode[] {
  return path
    .split('/')
    .reduce((nodes, name) => nodes.flatMap(({ children }) => children.filter((child) => child.name === name)), [node]);
}

export const textsAt = (node: XmlNode, path: string): string[] => nodesAt(node, path).map(({ text }) => text);

/** An element with all elements in it, however deep. */
export const withDescendants = (node: XmlNode): XmlNode[] => [node, ...node.children.flatMap(withDescendants)];
