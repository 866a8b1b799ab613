import { Ajv } from 'ajv';
import type { ValidateFunction } from 'ajv';
import { readFileSync } from 'node:fs';

/** A JSON schema as OpenAPI 3.0 writes it. */
export type Schema = {
  $ref?: string;
  type?: string;
  enum?: unknown[];
  format?: string;
  pattern?: string;
  minimum?: number;
  maximum?: number;
  minLength?: number;
  maxLength?: number;
  minItems?: number;
  maxItems?: number;
  items?: Schema;
  properties?: Record<string, Schema>;
  required?: string[];
  additionalProperties?: boolean | Schema;
};

type Content = Record<string, { schema: Schema }>;
type Parameter = { name: string; in: 'path' | 'query'; required?: boolean; schema: Schema };

/** An operation of the API with what it takes and what it replies. */
export type Operation = {
  operationId: string;
  method: string;
  path: string;
  parameters: Parameter[];
  body?: Schema;
  responses: Record<string, { content?: Content }>;
};

type Description = {
  paths: Record<
    string,
    Record<string, Omit<Operation, 'method' | 'path' | 'body'> & { requestBody?: { content: Content } }>
  >;
  components: { schemas: Record<string, Schema> };
};

const file = new URL('../../../scoring-service/contract/openapi.json', import.meta.url);
const description = JSON.parse(readFileSync(file, 'utf8')) as Description;

/** Every operation, in the order of the description. */
export const operations: Operation[] = Object.entries(description.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, { requestBody, parameters = [], ...operation }]) => ({
    ...operation,
    ...{ path, parameters, method: method.toUpperCase() },
    ...(requestBody && { body: requestBody.content['application/json']?.schema }),
  })),
);

/** The schema that a reference leads to. */
export const resolve = (schema: Schema): Schema =>
  schema.$ref === undefined ? schema : (description.components.schemas[schema.$ref.split('/').at(-1) ?? ''] ?? {});

const ajv = new Ajv({ strict: false, validateFormats: false }).addSchema(description, 'api');
const checks = new Map<string, ValidateFunction>();

/** How a reply differs from what the operation documents; undefined where it does not. */
export function differenceOf(
  { operationId, method, path, responses }: Operation,
  reply: { status: number; type: string; text: string },
): string | undefined {
  const response = responses[String(reply.status)];
  if (response === undefined) return `${operationId} does not document the status ${reply.status}`;
  const [type = ''] = reply.type.split(';');
  if (response.content?.[type] === undefined) return `${operationId} ${reply.status} does not document ${type}`;
  if (!type.endsWith('json')) return undefined;
  const place = ['paths', path, method.toLowerCase(), 'responses', String(reply.status), 'content', type, 'schema'];
  const pointer = place.map((part) => encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1'))).join('/');
  const check = checks.get(pointer) ?? ajv.compile({ $ref: `api#/${pointer}` });
  checks.set(pointer, check);
  return check(JSON.parse(reply.text)) ? undefined : `${operationId} ${reply.status}: ${ajv.errorsText(check.errors)}`;
}
