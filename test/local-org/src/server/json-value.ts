import { OrgError } from '../org-error.ts';
import type { RecordInput } from '../org.ts';

export type JsonObject = Record<string, unknown>;

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** @throws OrgError `JSON_PARSER_ERROR` when the text is not JSON */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
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
  if (typeof value === 'number') return value;
  throw new OrgError('JSON_PARSER_ERROR', `${what}: a number is expected`);
}

function readRecord(value: unknown, what: string): RecordInput {
  const record: RecordInput = {};
  for (const [name, field] of Object.entries(readObject(value, what))) {
    if (isObject(field)) {
      record[name] = readRecord(field, name);
    } else if (field === null || typeof field === 'string' || typeof field === 'number' || typeof field === 'boolean') {
      record[name] = field;
    } else {
      throw new OrgError('JSON_PARSER_ERROR', `Cannot deserialize the value of ${name}`);
    }
  }
  return record;
}

/** A record as clients send it, with the object its `attributes` name. */
export function readTypedRecord(value: unknown, what: string): { type: string | undefined; record: RecordInput } {
  const { attributes, ...fields } = readObject(value, what);
  const type = isObject(attributes) ? readOptionalText(attributes['type'], 'attributes.type') : undefined;
  return { type, record: readRecord(fields, what) };
}
