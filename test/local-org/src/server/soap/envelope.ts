import { XMLParser } from 'fast-xml-parser';
import { OrgError } from '../../org-error.ts';
import { isObject } from '../json-value.ts';
import type { JsonObject } from '../json-value.ts';
import { text } from '../reply.ts';
import type { Reply } from '../reply.ts';

const parser = new XMLParser({
  removeNSPrefix: true,
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  parseTagValue: false,
  parseAttributeValue: false,
});

export type SoapCall = { operation: string; message: JsonObject; sessionId: string; header: JsonObject };

/** @throws OrgError `SOAP_PARSE_ERROR` when the body is no SOAP envelope with one operation */
export function readEnvelope(body: string): SoapCall {
  const { Body, Header } = readParts(body);
  const [operation, message] = Object.entries(isObject(Body) ? Body : {}).find(([name]) => !name.startsWith('@')) ?? [];
  if (operation === undefined) throw new OrgError('SOAP_PARSE_ERROR', 'The envelope has no operation');
  const header = isObject(Header) ? Header : {};
  const session = header['SessionHeader'];
  const sessionId = isObject(session) ? textOf(session['sessionId']) : undefined;
  return { operation, message: isObject(message) ? message : {}, sessionId: sessionId ?? '', header };
}

function readParts(body: string): JsonObject {
  try {
    const document: unknown = parser.parse(body);
    const envelope = isObject(document) ? document['Envelope'] : undefined;
    return isObject(envelope) ? envelope : {};
  } catch (cause) {
    throw new OrgError('SOAP_PARSE_ERROR', String(cause));
  }
}

/** The text of an element; undefined where it is absent, nil or has elements of its own. */
export function textOf(element: unknown): string | undefined {
  if (typeof element === 'string') return element;
  if (!isObject(element) || element['@nil'] === 'true') return undefined;
  return typeof element['#text'] === 'string' ? element['#text'] : undefined;
}

/** The elements of a name that may occur any number of times. */
export function listOf(element: unknown): unknown[] {
  if (element === undefined) return [];
  return Array.isArray(element) ? element : [element];
}

const escapeXml = (value: string): string =>
  value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

/** The value of an element that is there and has none. */
export const nil = Symbol('nil');

/** A value as elements of this name: arrays repeat the element, undefined is omitted. */
export function toXml(name: string, value: unknown): string {
  if (value === nil) return `<${name} xsi:nil="true"/>`;
  if (value === undefined || value === null) return '';
  if (Array.isArray(value)) return value.map((item) => toXml(name, item)).join('');
  const content = isObject(value)
    ? Object.entries(value)
        .map(([child, item]) => toXml(child, item))
        .join('')
    : escapeXml(String(value));
  return `<${name}>${content}</${name}>`;
}

/** Of the partner API, of the metadata API and of the Apex API. */
export type SoapSpace =
  'urn:partner.soap.sforce.com' | 'http://soap.sforce.com/2006/04/metadata' | 'http://soap.sforce.com/2006/08/apex';

const envelope = (space: SoapSpace, body: string, header = ''): string =>
  '<?xml version="1.0" encoding="UTF-8"?>' +
  '<soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/"' +
  ` xmlns="${space}" xmlns:sf="${space}" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">` +
  `${header === '' ? '' : `<soapenv:Header>${header}</soapenv:Header>`}` +
  `<soapenv:Body>${body}</soapenv:Body></soapenv:Envelope>`;

const contentType = 'text/xml;charset=UTF-8';

/** The answer of an operation; several results repeat the element `result`. */
export function soapReply(space: SoapSpace, operation: string, result: unknown, header: JsonObject = {}): Reply {
  const body = `<${operation}Response>${toXml('result', result)}</${operation}Response>`;
  const head = Object.entries(header).map(([name, value]) => toXml(name, value));
  return text(contentType, envelope(space, body, head.join('')));
}

/** A fault, status 500; jsforce refreshes its session on `sf:INVALID_SESSION_ID`. */
export function faultReply(space: SoapSpace, { code, message }: Pick<OrgError, 'code' | 'message'>): Reply {
  const fault =
    `<soapenv:Fault><faultcode>sf:${code}</faultcode>` +
    `<faultstring>${code}: ${escapeXml(message)}</faultstring></soapenv:Fault>`;
  return text(contentType, envelope(space, fault), 500);
}
