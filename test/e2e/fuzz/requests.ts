import fc from 'fast-check';
import { operations, resolve } from './api-description.ts';
import type { Operation, Schema } from './api-description.ts';

/** A request; `operation` is absent where path or method are none of the API's. */
export type FuzzedRequest = {
  operation?: Operation;
  method: string;
  path: string;
  headers: Record<string, string>;
  body?: string | Uint8Array;
};

/** Values that exist, by the names of parameters and properties, and tokens with the rights of each. */
export type Known = { values: Record<string, string[]>; tokens: string[] };

const oddTexts = [
  ...[
    '',
    ' ',
    '\0',
    '\ud800',
    '\udfff\ud800',
    '\ufeff',
    '\u202e',
    '𝕏'.repeat(500),
    'e\u0301'.repeat(300),
    "' OR 1=1 --",
  ],
  ...[
    'x'.repeat(12_000),
    '__proto__',
    'constructor',
    '${1+1}',
    '%00',
    '../../etc',
    '<script>',
    '\r\nSet-Cookie: a=b',
    'NaN',
  ],
];
const oddValues: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    true,
    false,
    0,
    -1,
    1e308,
    -0,
    9_007_199_254_740_993,
    [],
    {},
    [[]],
    [null],
    '2026-02-30',
  ),
  fc.constantFrom(...oddTexts),
  fc.string({ unit: 'binary', maxLength: 300 }),
  fc.jsonValue({ maxDepth: 4 }),
);

/** Values that fit a schema; those that the org has where the name is known. */
function fitting(given: Schema, known: Known, name = ''): fc.Arbitrary<unknown> {
  const schema = resolve(given);
  const values = known.values[name] ?? [];
  const any = fittingAny(schema, known, name);
  return values.length === 0 || schema.type === 'array'
    ? any
    : fc.oneof({ arbitrary: fc.constantFrom(...values), weight: 9 }, any);
}

function fittingAny(schema: Schema, known: Known, name: string): fc.Arbitrary<unknown> {
  if (schema.enum !== undefined) return fc.constantFrom(...schema.enum);
  const { minimum = -1e6, maximum = 1e6, minLength = 0, maxLength = 60, minItems = 0, maxItems = 4 } = schema;
  switch (schema.type) {
    case 'boolean':
      return fc.boolean();
    case 'integer':
      return fc.integer({ min: Math.max(minimum, -1e9), max: Math.min(maximum, 1e9) });
    case 'number':
      return fc.double({ min: minimum, max: maximum, noNaN: true });
    case 'array':
      return fc.array(fitting(schema.items ?? {}, known, name), {
        minLength: minItems,
        maxLength: Math.min(maxItems, minItems + 3),
      });
    case 'object':
      return fittingObject(schema, known);
    case 'string':
      if (schema.format === 'uuid') return fc.uuid();
      if (schema.pattern !== undefined) return fc.stringMatching(new RegExp(schema.pattern));
      return fc.string({ minLength, maxLength: Math.min(maxLength, 60) });
    default:
      return oddValues;
  }
}

function fittingObject(
  { properties = {}, required = [], additionalProperties }: Schema,
  known: Known,
): fc.Arbitrary<unknown> {
  const entries = Object.entries(properties);
  if (entries.length === 0 && typeof additionalProperties === 'object') {
    return fc.dictionary(
      fc.oneof(fc.constantFrom(...(known.values['changes'] ?? ['x'])), fc.string({ minLength: 1, maxLength: 20 })),
      fitting(additionalProperties, known, 'change'),
      { minKeys: 1, maxKeys: 4 },
    );
  }
  const model = Object.fromEntries(entries.map(([name, schema]) => [name, fitting(schema, known, name)]));
  return fc.record(model, { requiredKeys: required as never[] });
}

/** A value with one odd value somewhere in it, a property too many, or one too few. */
const mutated = (value: unknown): fc.Arbitrary<unknown> =>
  fc.tuple(fc.nat(), oddValues, fc.constantFrom('replace', 'add', 'remove')).map(([at, odd, how]) => {
    const copy: unknown = structuredClone(value);
    const places = placesOf(copy);
    const place = places[at % (places.length + 1)];
    if (place === undefined) return odd;
    const { parent, key } = place;
    if (how === 'replace') parent[key] = odd;
    else if (how === 'add') parent[typeof odd === 'string' && odd !== '__proto__' ? odd : 'more'] = odd;
    else Reflect.deleteProperty(parent, key);
    return copy;
  });

type Place = { parent: Record<string, unknown>; key: string };

function placesOf(value: unknown): Place[] {
  if (typeof value !== 'object' || value === null) return [];
  const parent = value as Record<string, unknown>;
  return Object.keys(parent).flatMap((key) => [{ parent, key }, ...placesOf(parent[key])]);
}

/** Texts that are no JSON, or JSON as no serializer writes it. */
const oddBodies = (json: string): fc.Arbitrary<string | Uint8Array> =>
  fc.constantFrom<string | Uint8Array>(
    json.slice(0, -1),
    `${json}${json}`,
    `\ufeff${json}`,
    json.replace(/^\{/, `{${json.slice(1, -1) || '"a":1'},`),
    json.replace(/^\{/, '{"__proto__":{"isAdmin":true},"constructor":{"prototype":{"x":1}},'),
    json.replace(/"/, '"\\u0000'),
    json.replace(/"([^"]*)"\}/, '"\\ud800$1"}'),
    `${'['.repeat(5000)}${']'.repeat(5000)}`,
    '{"a":'.repeat(2500),
    new Uint8Array([0xff, 0xfe, 0x00, 0x7b]),
    new Uint8Array([0x7b, 0x22, 0xc3, 0x28, 0x22, 0x3a, 0x31, 0x7d]),
    'x'.repeat(300_000),
    '',
    'null',
    '\0',
  );

const types = [
  ...['application/json', 'application/json; charset=utf-8', 'APPLICATION/JSON', 'application/json; charset=utf-16'],
  ...[
    'text/plain',
    'application/xml',
    'multipart/form-data; boundary=x',
    'application/merge-patch+json',
    'application/x-www-form-urlencoded',
    '*/*',
  ],
];

const oddSegments = ['%00', '%ff', '..%2f..', '%', '~', '0', 'x'.repeat(2000), '%F0%9F%A4%96', ';a=b', '%2e%2e', "'"];

/** The body of an operation: mostly one that fits, else mutated or no JSON. */
function bodies({ body }: Operation, known: Known): fc.Arbitrary<string | Uint8Array | undefined> {
  if (body === undefined) {
    return fc.oneof({ arbitrary: fc.constant(undefined), weight: 8 }, fc.constantFrom('{}', '{"a":1}', 'x'));
  }
  const fit = fitting(body, known);
  return fc.oneof(
    { arbitrary: fit.map((value) => JSON.stringify(value)), weight: 5 },
    { arbitrary: fit.chain(mutated).map((value) => JSON.stringify(value) ?? ''), weight: 5 },
    { arbitrary: fit.chain((value) => oddBodies(JSON.stringify(value))), weight: 2 },
    { arbitrary: fc.constant(undefined), weight: 1 },
  );
}

/** Paths with their queries that fit an operation. */
function fittingPaths({ path, parameters }: Operation, known: Known): fc.Arbitrary<string> {
  const query = parameters.filter((parameter) => parameter.in === 'query');
  const segments = parameters.filter((parameter) => parameter.in === 'path');
  return fc
    .tuple(
      ...segments.map(({ name, schema }) => fitting(schema, known, name).map(String)),
      fc.record(Object.fromEntries(query.map(({ name, schema }) => [name, fitting(schema, known, name)])), {
        requiredKeys: query.filter(({ required }) => required).map(({ name }) => name),
      }),
    )
    .map((values) => {
      const asked = new URLSearchParams(values.at(-1) as Record<string, string>).toString();
      const filled = segments.reduce((text, { name }, at) => text.replace(`{${name}}`, String(values[at])), path);
      return asked === '' ? filled : `${filled}?${asked}`;
    });
}

/** Requests that fit an operation. */
export const fittingRequests = (operation: Operation, known: Known): fc.Arbitrary<{ path: string; body?: string }> =>
  fc.record({
    path: fittingPaths(operation, known),
    ...(operation.body && { body: fitting(operation.body, known).map((value) => JSON.stringify(value)) }),
  });

function paths(operation: Operation, known: Known): fc.Arbitrary<{ path: string; isChanged: boolean }> {
  const { path } = operation;
  const fit = fittingPaths(operation, known);
  const odd = fc.tuple(fit, fc.constantFrom(...oddSegments), fc.nat(3)).map(([text, segment, how]) => {
    if (how === 0) return { path: `${text}/${segment}`, isChanged: true };
    if (how === 1)
      return {
        path: `${text}${text.includes('?') ? '&' : '?'}${segment}=${segment}&locator=-1&goalId=`,
        isChanged: false,
      };
    if (how === 2) {
      const isChanged = path.includes('{') && /[/?#;\\]|^%2e%2e$/.test(segment);
      return { path: path.replace(/\{\w+\}/, segment).replace(/\{\w+\}/g, 'x'), isChanged };
    }
    return { path: text.replace(/\/(\w)/, `//$1`), isChanged: true };
  });
  return fc.oneof({ arbitrary: fit.map((text) => ({ path: text, isChanged: false })), weight: 9 }, odd);
}

const methods = ['GET', 'POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS', 'HEAD'];

/** Requests of one operation, most of them with something wrong. */
function requestsOf(operation: Operation, known: Known): fc.Arbitrary<FuzzedRequest> {
  const [manage = '', score = ''] = known.tokens;
  // With the right to manage this would end all that follows: it is asked for without, which passes all other checks.
  const tokens = ['deleteScores', 'deleteScoresOfGoals'].includes(operation.operationId)
    ? [score]
    : [manage, manage, manage, score];
  return fc
    .record({
      place: paths(operation, known),
      body: bodies(operation, known),
      type: fc.oneof({ arbitrary: fc.constant('application/json'), weight: 8 }, fc.constantFrom(...types)),
      token: fc.oneof(
        { arbitrary: fc.constantFrom(...tokens), weight: 19 },
        fc.constantFrom('', 'x', `plb_${'0'.repeat(12)}_${'0'.repeat(64)}`, score.slice(0, -1), 'x'.repeat(5000)),
      ),
      method: fc.oneof({ arbitrary: fc.constant(operation.method), weight: 14 }, fc.constantFrom(...methods)),
      requestId: fc.constantFrom('', 'trace-1', 'a b', '<b>', '0'.repeat(3000)),
      accept: fc.constantFrom('*/*', 'text/html', 'application/xml;q=0.9', ''),
    })
    .map(({ place, body, type, token, method, requestId, accept }) => ({
      method,
      path: place.path,
      ...(method === operation.method && !place.isChanged && { operation }),
      headers: {
        ...(token !== '' && { authorization: `Bearer ${token}` }),
        ...(body !== undefined && { 'content-type': type }),
        ...(requestId !== '' && { 'x-request-id': requestId }),
        ...(accept !== '' && { accept }),
      },
      ...(body !== undefined && !['GET', 'HEAD'].includes(method) && { body }),
    }));
}

/** Requests of every operation in turn, the same for the same seed. */
export const fuzzRequests = (known: Known, { seed, count }: { seed: number; count: number }): FuzzedRequest[] => {
  const each = Math.ceil(count / operations.length);
  const columns = operations.map((operation, at) =>
    fc.sample(requestsOf(operation, known), { seed: seed + at, numRuns: each }),
  );
  return Array.from({ length: each }, (_, row) => columns.flatMap((column) => column.slice(row, row + 1)))
    .flat()
    .slice(0, count);
};
