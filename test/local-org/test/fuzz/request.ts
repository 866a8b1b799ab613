import fc from 'fast-check';
import type { Arbitrary } from 'fast-check';

import type { FuzzedRequest, Known } from './fuzzed-request.ts';
import { anyValue, fields, ids, objects, record } from './record-body.ts';

const oneOf = <Value>(...values: readonly Value[]): Arbitrary<Value> => fc.constantFrom(...values);
const root = '/services/data/v65.0';

type Shape = { method: string; path: Arbitrary<string>; body: Arbitrary<unknown>; type?: string };

const json = 'application/json';

/** Every kind of route, each with bodies that fit it, nearly. */
function shapes(known: Known): Shape[] {
  const one = record(known);
  const many = fc.array(one, { maxLength: 4 });
  const object = oneOf(...objects);
  const id = ids(known);
  const at = (...parts: (string | Arbitrary<string>)[]): Arbitrary<string> =>
    fc
      .tuple(...parts.map((part) => (typeof part === 'string' ? fc.constant(part) : part)))
      .map((texts) => `${root}${texts.join('')}`);
  const subrequest = fc.record(
    {
      method: oneOf('GET', 'POST', 'PATCH', 'DELETE', 'PUT', 'NOPE'),
      url: fc.oneof(
        at('/sobjects/', object, '/', id),
        at('/sobjects/', object),
        oneOf(`${root}/query?q=SELECT+Id+FROM+Lead`, '/elsewhere', '', '@{a.id}'),
      ),
      referenceId: oneOf('a', 'b', 'a', '', '1x'),
      body: fc.oneof(one, anyValue),
      richInput: one,
    },
    { requiredKeys: ['method'] },
  );
  const job = fc.record(
    {
      object,
      operation: oneOf('insert', 'update', 'upsert', 'delete', 'query', 'nothing'),
      externalIdFieldName: oneOf('Id', 'Nope__c'),
      lineEnding: oneOf('LF', 'CRLF', 'CR'),
      query: oneOf('SELECT Id FROM Lead', 'SELECT', 'SELECT COUNT() FROM Lead'),
    },
    { requiredKeys: ['operation'] },
  );
  const jobIds = oneOf(known.jobId, known.queryJobId, known.jobId.slice(0, 15), '750xx', '');
  return [
    { method: 'POST', path: at('/sobjects/', object), body: one },
    { method: 'PATCH', path: at('/sobjects/', object, '/', id), body: one },
    {
      method: 'DELETE',
      path: at('/sobjects/', object, '/', oneOf('00Q000000000000EAA', 'x')),
      body: fc.constant(undefined),
    },
    {
      method: 'GET',
      path: at('/sobjects/', object, '/', id, '?fields=', oneOf('Id', 'Id,Nope', ',', '')),
      body: fc.constant(undefined),
    },
    { method: 'PATCH', path: at('/sobjects/', object, '/', oneOf('Id', 'Email', 'Nope__c'), '/', id), body: one },
    {
      method: 'GET',
      path: at(
        '/sobjects/',
        object,
        '/',
        oneOf('updated', 'deleted'),
        '?start=',
        oneOf('2026-01-01T00:00:00Z', 'x'),
        '&end=',
        oneOf('2026-11-01T00:00:00Z', ''),
      ),
      body: fc.constant(undefined),
    },
    {
      method: 'POST',
      path: at('/composite'),
      body: fc.record(
        { allOrNone: anyValue, compositeRequest: fc.array(subrequest, { maxLength: 4 }) },
        { requiredKeys: [] },
      ),
    },
    {
      method: 'POST',
      path: at('/composite/batch'),
      body: fc.record(
        { haltOnError: anyValue, batchRequests: fc.array(subrequest, { maxLength: 3 }) },
        { requiredKeys: [] },
      ),
    },
    {
      method: 'POST',
      path: at('/composite/tree/', object),
      body: fc.record({ records: fc.oneof(many, anyValue) }, { requiredKeys: [] }),
    },
    {
      method: 'POST',
      path: at('/composite/sobjects', oneOf('', '/Lead', '/Nothing__c')),
      body: fc.record(
        {
          allOrNone: anyValue,
          records: fc.oneof(many, anyValue),
          ids: fc.array(id),
          fields: fc.array(oneOf(...fields)),
        },
        { requiredKeys: [] },
      ),
    },
    {
      method: 'PATCH',
      path: at('/composite/sobjects', oneOf('', '/Lead/Id', '/Lead/Nope__c')),
      body: fc.record({ allOrNone: anyValue, records: fc.oneof(many, anyValue) }, { requiredKeys: [] }),
    },
    {
      method: 'DELETE',
      path: at('/composite/sobjects?ids=', oneOf('00Q000000000000EAA', 'x,y', ''), '&allOrNone=', oneOf('true', 'x')),
      body: fc.constant(undefined),
    },
    { method: 'POST', path: at('/jobs/', oneOf('ingest', 'query')), body: job },
    {
      method: 'PATCH',
      path: at('/jobs/', oneOf('ingest', 'query'), '/', jobIds),
      body: fc.record({ state: oneOf('UploadComplete', 'Aborted', 'x') }),
    },
    {
      method: 'PUT',
      path: at('/jobs/ingest/', jobIds, '/batches'),
      body: fc.string({ maxLength: 50 }),
      type: 'text/csv',
    },
    {
      method: 'GET',
      path: at(
        '/jobs/',
        oneOf('ingest', 'query'),
        '/',
        jobIds,
        '/',
        oneOf('successfulResults', 'failedResults', 'unprocessedrecords', 'results', 'x'),
      ),
      body: fc.constant(undefined),
    },
    {
      method: 'POST',
      path: at('/ui-api/records'),
      body: fc.record({ apiName: object, fields: fc.oneof(one, anyValue) }, { requiredKeys: [] }),
    },
    {
      method: 'PATCH',
      path: at('/ui-api/records/', id),
      body: fc.record({ fields: fc.oneof(one, anyValue) }, { requiredKeys: [] }),
    },
    {
      method: 'GET',
      path: at(
        '/ui-api/',
        oneOf('records/', 'record-ui/', 'object-info/', 'list-ui/', 'layout/', 'record-defaults/create/'),
        fc.oneof(id, object),
        oneOf('', '?fields=Lead.Name', '?layoutTypes=Full&modes=View', '?pageSize=x'),
      ),
      body: fc.constant(undefined),
    },
    {
      method: 'POST',
      path: at('/metadata/deployRequest'),
      body: fc.string({ maxLength: 80 }),
      type: 'multipart/form-data; boundary=x',
    },
    {
      method: 'POST',
      path: oneOf('/services/oauth2/token'),
      body: oneOf(
        'grant_type=password&username=x&password=y',
        'grant_type=nope',
        'x',
        'grant_type=urn:ietf:params:oauth:grant-type:jwt-bearer&assertion=a.b.c',
      ),
      type: 'application/x-www-form-urlencoded',
    },
    {
      method: 'POST',
      path: oneOf('/services/Soap/u/65.0', '/services/Soap/m/65.0'),
      body: fc.oneof(
        oneOf(
          '<a>',
          '',
          '<soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/"><soap:Body><create/></soap:Body></soap:Envelope>',
        ),
        fc.string({ maxLength: 60 }),
      ),
      type: 'text/xml',
    },
  ];
}

const write = (value: unknown, type: string): string | undefined =>
  value === undefined ? undefined : type === json ? JSON.stringify(value) : String(value);

/** Calls to every kind of route; some with a body cut off, some of the wrong type, some to nowhere. */
export function fuzzedRequest(known: Known): Arbitrary<FuzzedRequest> {
  const shaped = fc.oneof(
    ...shapes(known).map(({ method, path, body, type = json }) =>
      fc.record({
        method: fc.constant(method),
        path,
        headers: fc.constant<Record<string, string>>({ 'Content-Type': type }),
        body: body.map((value) => write(value, type)),
      }),
    ),
  );
  const hasBody = (method: string): boolean => method !== 'GET' && method !== 'DELETE';
  const cut = fc.tuple(shaped, fc.nat({ max: 40 })).map(([request, length]) => ({
    ...request,
    body: hasBody(request.method) ? (request.body ?? '').slice(0, length) : undefined,
  }));
  const elsewhere = fc.record({
    method: oneOf('GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'),
    path: fc.string({ maxLength: 20 }).map((text) => `${root}/${encodeURIComponent(text.toWellFormed())}`),
    headers: fc.constant<Record<string, string>>({}),
    body: fc.constant(undefined),
  });
  return fc.oneof({ weight: 8, arbitrary: shaped }, { weight: 3, arbitrary: cut }, { weight: 1, arbitrary: elsewhere });
}
