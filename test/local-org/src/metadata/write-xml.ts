import type { XmlElement, XmlValue } from './xml.ts';

const escapeXml = (text: string): string =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&apos;');

function writeValue(name: string, value: XmlValue, indent: string): string {
  if (Array.isArray(value)) return value.map((one) => writeValue(name, one, indent)).join('');
  if (typeof value === 'string') return `${indent}<${name}>${escapeXml(value)}</${name}>\n`;
  return `${indent}<${name}>\n${writeElements(value, `${indent}    `)}${indent}</${name}>\n`;
}

/** Elements in the order of their names, the full name first, as the platform writes them. */
function writeElements(element: XmlElement, indent: string): string {
  const rank = (name: string): string => (name === 'fullName' ? '' : name);
  return Object.entries(element)
    .toSorted(([one], [other]) => (rank(one) < rank(other) ? -1 : 1))
    .map(([name, value]) => writeValue(name, value, indent))
    .join('');
}

/** A metadata file of its root element and what is in it. */
export const writeXml = (root: string, content: XmlElement): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<${root} xmlns="http://soap.sforce.com/2006/04/metadata">\n${writeElements(content, '    ')}</${root}>\n`;
