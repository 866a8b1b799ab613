import { XMLParser, XMLValidator } from 'fast-xml-parser';

/** An element's content: text, children by name, or several of one name. */
export type XmlValue = string | XmlElement | (string | XmlElement)[];
export type XmlElement = { [name: string]: XmlValue };

export type ParsedXml =
  | { kind: 'document'; root: string; content: XmlElement }
  | { kind: 'problem'; problem: string; line: number; column: number };

const parser = new XMLParser({
  ignoreAttributes: true,
  parseTagValue: false,
  trimValues: true,
  ignoreDeclaration: true,
  ignorePiTags: true,
});

/** The validator accepts some documents that the parser cannot read. */
function readDocument(text: string): XmlElement | Error {
  try {
    return parser.parse(text) as XmlElement;
  } catch (error) {
    if (error instanceof Error) return error;
    throw error;
  }
}

/** Reads a metadata file: the name of its root element and what is in it. */
export function parseXml(text: string): ParsedXml {
  const validity = XMLValidator.validate(text);
  if (validity !== true) {
    const { msg, line, col } = validity.err;
    return { kind: 'problem', problem: `Error parsing file: ${msg}`, line, column: col };
  }
  const unread = (problem: string): ParsedXml => ({ kind: 'problem', problem, line: 1, column: 1 });
  const document = readDocument(text);
  if (document instanceof Error) return unread(`Error parsing file: ${document.message}`);
  const root = Object.keys(document)[0];
  if (root === undefined) return unread('Error parsing file: no root element');
  const content = document[root];
  return { kind: 'document', root, content: typeof content === 'object' && !Array.isArray(content) ? content : {} };
}

/** The text of a child that occurs at most once; undefined when absent or empty. */
export function childText(element: XmlElement, name: string): string | undefined {
  const value = element[name];
  const first = Array.isArray(value) ? value[0] : value;
  return typeof first === 'string' && first !== '' ? first : undefined;
}

/** All child elements of a name; text children are left out. */
export function children(element: XmlElement, name: string): XmlElement[] {
  const value = element[name];
  if (value === undefined) return [];
  return (Array.isArray(value) ? value : [value]).filter((child) => typeof child === 'object');
}

export const child = (element: XmlElement, name: string): XmlElement | undefined => children(element, name)[0];

export function childTexts(element: XmlElement, name: string): string[] {
  const value = element[name];
  if (value === undefined) return [];
  return (Array.isArray(value) ? value : [value]).filter((one) => typeof one === 'string');
}

export const isTrue = (element: XmlElement, name: string): boolean => childText(element, name) === 'true';

export function childNumber(element: XmlElement, name: string): number | undefined {
  const text = childText(element, name);
  return text === undefined ? undefined : Number(text);
}
