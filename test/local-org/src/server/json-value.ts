import { OrgError } from '../org-error.ts';
import type { RecordInput } from '../org.ts';

export type JsonObject = Record<string, unknown>;

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** No API needs deeper nesting; the limit bounds recursive functions. */
const mostLevels = 100;

function requireShallow(value: unknown): void {
  let level = [value];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > mostLevels) throw new OrgError('JSON_PARSER_ERROR', `More than ${mostLevels} levels are nested`);
    level = level.flatMap((one): unknown[] => (typeof one === 'object' && one !== null ? Object.values(one) : []));
  }
}

/** @throws OrgError `JSON_PARSER_ERROR` when the text is not JSON, or is nested too deeply */
export function parseJson(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    requireShallow(value);
    return value;
  } catch (cause) {
    if (cause instanceof OrgError) throw cause;
    throw new OrgError('JSON_PARSER_ERROR', cause instanceof Error ? cause.message : String(cause));
  }
}

/** @throws OrgError `JSON_PARSER_ERROR` when the value is no object */
export function readObject(value: unknown, what: string): JsonObject {
  if (isObject(value)) return value;
  throw new OrgError('JSON_PARSER_ERROR', `${what}: a JSON object is expected`);
}

/** @throws OrgError `JSON_PARSER_ERROR` when the body of a call is no JSON object */
export const readBody = (body: Buffer): JsonObject => readObject(parseJson(body.toString('utf8')), 'Request body');

/** @throws OrgError `JSON_PARSER_ERROR` when the value is no array */
export function readList(value: unknown, what: string): unknown[] {
  if (Array.isArray(value)) return value;
  throw new OrgError('JSON_PARSER_ERROR', `${what}: a JSON array is expected`);
}

/** @throws OrgError `JSON_PARSER_ERROR` when the value is no text */
export function readText(value: unknown, what: string): string {
  if (typeof value === 'string') return value;
  throw new OrgError('JSON_PARSER_ERROR', `${what}: a text is expected`);
}

/** @throws OrgError `JSON_PARSER_ERROR` when there is a value and it is no text */
export const readOptionalText = (value: unknown, what: string): string | undefined =>
  value === undefined || value === null ? undefined : readText(value, what);

/** @throws OrgError `JSON_PARSER_ERROR` when there is a value and it is no number */
export function readOptionalNumber(value: unknown, what: string): number | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  throw new OrgError('JSON_PARSER_ERROR', `${what}: a number is expected`);
}

function readField(value: unknown, name: string): RecordInput[string] {
  if (isObject(value)) return readRecord(value, name);
  if (value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') {
    return value;
  }
  throw new OrgError('JSON_PARSER_ERROR', `Cannot deserialize the value of ${name}`);
}

/** Defines fields as own properties, so that a field named `__proto__` cannot change the prototype. */
const readRecord = (value: unknown, what: string): RecordInput =>
  Object.fromEntries(Object.entries(readObject(value, what)).map(([name, field]) => [name, readField(field, name)]));

/** A record as clients send it, with the object its `attributes` name. */
export function readTypedRecord(value: unknown, what: string): { type: string | undefined; record: RecordInput } {
  const { attributes, ...fields } = readObject(value, what);
  const type = isObject(attributes) ? readOptionalText(attributes['type'], 'attributes.type') : undefined;
  return { type, record: readRecord(fields, what) };
}
