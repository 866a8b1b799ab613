import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect } from 'node:net';
import { after, before, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { startOrg } from '../../src/index.ts';
import type { RunningOrg } from '../../src/index.ts';
import { insertLeads, root } from '../server/connect.ts';
import { assertAlive, assertAnswered } from './asked.ts';

let org: RunningOrg;
const logged: string[] = [];

before(async () => {
  org = await startOrg({ dailyApiLimit: 1_000_000, log: (line) => logged.push(line) });
  insertLeads(org, 3);
});
after(() => org.stop());

type Call = { method?: string; body?: string | Uint8Array<ArrayBuffer>; headers?: Record<string, string> };

async function send(path: string, { method = 'GET', body, headers = {} }: Call = {}): Promise<string> {
  const response = await fetch(org.url + path, {
    method,
    headers: { Authorization: `Bearer ${org.adminToken}`, 'Content-Type': 'application/json', ...headers },
    ...(body === undefined ? {} : { body }),
  });
  const type = response.headers.get('content-type') ?? '';
  return assertAnswered(`${method} ${path.slice(0, 100)}`, response.status, await response.text(), type);
}

const post = (path: string, body: Call['body'], headers: Record<string, string> = {}): Promise<string> =>
  send(path, { method: 'POST', body: body ?? '', headers });

/** Longer than an address may be. */
const queryByPost = (soql: string): Promise<string> =>
  post(`${root}/jobs/query`, JSON.stringify({ operation: 'query', query: soql }));

const nested = (levels: number): string => '{"a":'.repeat(levels) + '1' + '}'.repeat(levels);
const chain = (count: number, word: string): string =>
  Array.from({ length: count }, (_, index) => `Name = 'a${index}'`).join(` ${word} `);
const where = (condition: string): string => `SELECT Id FROM Lead WHERE ${condition}`;
const form = { 'Content-Type': 'application/x-www-form-urlencoded' };

/** Requests too rare for random generation; each of these caused a crash or a 500, or could have. */
const edges: Record<string, [answer: string, ask: () => Promise<string>]> = {
  'a body that is nested beyond all measure': [
    '400 JSON_PARSER_ERROR',
    () => post(`${root}/sobjects/Lead`, `{"Owner":${nested(50_000)}}`),
  ],
  'a subrequest that is nested beyond all measure': [
    '400 JSON_PARSER_ERROR',
    () =>
      post(
        `${root}/composite`,
        `{"compositeRequest":[{"method":"POST","url":"x","referenceId":"a","body":${nested(20_000)}}]}`,
      ),
  ],
  'a body that is not packed as it says': [
    '400 INVALID_INPUT',
    () => post(`${root}/sobjects/Lead`, '{}', { 'Content-Encoding': 'gzip' }),
  ],
  'a packed body that breaks off': [
    '400 INVALID_INPUT',
    () =>
      post(`${root}/sobjects/Lead`, new Uint8Array(gzipSync('{"LastName":"A"}').subarray(0, 20)), {
        'Content-Encoding': 'gzip',
      }),
  ],
  'credentials that are no encoding of a text': [
    '400 oauth',
    () =>
      post('/services/oauth2/token', 'grant_type=client_credentials', {
        ...form,
        Authorization: `Basic ${Buffer.from('%:%').toString('base64')}`,
      }),
  ],
  'an address that is no encoding of a text': ['404 NOT_FOUND', () => send(`${root}/sobjects/Lead/%E0%A4%A`)],
  'an address of 20,000 characters': [
    '414 URI_TOO_LONG',
    () => send(`${root}/query?q=${encodeURIComponent(where(chain(900, 'OR')))}`),
  ],
  'headers of 20,000 characters': [
    '431 REQUEST_HEADER_FIELDS_TOO_LARGE',
    () => send(`${root}/limits`, { headers: { 'X-Long': 'x'.repeat(20_000) } }),
  ],
  'a head that is never read to its end': [
    '431 REQUEST_HEADER_FIELDS_TOO_LARGE',
    () => send(`${root}/query?q=${'x'.repeat(100_000)}`),
  ],
  'a limit beyond 32 bits': [
    '400 MALFORMED_QUERY',
    () => queryByPost('SELECT Id FROM Lead LIMIT 99999999999999999999999'),
  ],
  'a date literal that leads off the calendar': [
    '400 MALFORMED_QUERY',
    () => queryByPost(where('CreatedDate = LAST_N_DAYS:99999999999999')),
  ],
  'years that lead off the calendar': [
    '400 MALFORMED_QUERY',
    () => queryByPost(where('CreatedDate > NEXT_N_FISCAL_YEARS:9999999')),
  ],
  'a text with the character that ends texts in storage': [
    '400 MALFORMED_QUERY',
    () => queryByPost(where("Name LIKE 'a\0%'")),
  ],
  'a chain of 3,000 conditions': ['200', () => queryByPost(where(chain(3_000, 'OR')))],
  'conditions nested 400 deep': [
    '400 QUERY_TOO_COMPLICATED',
    () => queryByPost(where(`${"(Name = 'a' OR (Name = 'b' AND ".repeat(400)}Name = 'c'${'))'.repeat(400)}`)),
  ],
  'parentheses nested 5,000 deep': [
    '400 MALFORMED_QUERY',
    () => queryByPost(where(`${'('.repeat(5_000)}Name = 'a'${')'.repeat(5_000)}`)),
  ],
  'a query of more than 100,000 characters': [
    '400 MALFORMED_QUERY',
    () => queryByPost(where(`Name = '${'x'.repeat(100_001)}'`)),
  ],
  'the clock put off the calendar': ['400 INVALID_INPUT', () => post('/__org/clock', '{"advanceMs":1e300}')],
  'a count that is no number of JSON': ['400 JSON_PARSER_ERROR', () => post('/__org/limits', '{"used":1e400}')],
  'a SOAP operation named like a function of every object': [
    '500 sf:INVALID_OPERATION',
    () =>
      post(
        '/services/Soap/u/65.0',
        '<e:Envelope xmlns:e="x"><e:Header><SessionHeader><sessionId>' +
          `${org.adminToken}</sessionId></SessionHeader></e:Header><e:Body><toString/></e:Body></e:Envelope>`,
        { 'Content-Type': 'text/xml' },
      ),
  ],
};

for (const [what, [answer, ask]] of Object.entries(edges)) {
  test(`${what}: ${answer}`, async () => {
    assert.equal(await ask(), answer);
    assert.deepEqual(logged, []);
  });
}

test('a pattern that storage cannot match fails its query, not the org', async () => {
  const soql = where(`Name LIKE '${'%a'.repeat(30_000)}'`);
  const response = await fetch(`${org.url}${root}/composite`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${org.adminToken}` },
    body: JSON.stringify({
      compositeRequest: [{ method: 'GET', url: `${root}/query?q=${encodeURIComponent(soql)}`, referenceId: 'a' }],
    }),
  });
  assert.match(await response.text(), /"httpStatusCode":400/);
  assert.deepEqual(logged, []);
});

for (const name of ['constructor', '__proto__', 'toString', 'hasOwnProperty', 'valueOf']) {
  test(`${name} is an unknown name like any other`, async () => {
    const [lead] = org.org.inspect('SELECT "Id" FROM "Lead" LIMIT 1');
    const fields = `{"LastName":"A","Company":"B","${name}":"x"}`;
    const composite = {
      compositeRequest: [
        { method: 'GET', url: `${root}/sobjects/Lead/${String(lead?.['Id'])}`, referenceId: 'a' },
        { method: 'GET', url: `${root}/query?q=@{a.${name}}`, referenceId: 'b' },
      ],
    };
    const answers = [
      await send(`${root}/sobjects/${name}/describe`),
      await queryByPost(`SELECT Id FROM ${name}`),
      await queryByPost(`SELECT ${name} FROM Lead`),
      await queryByPost(`SELECT ${name}.Id FROM Lead`),
      await queryByPost(`SELECT ${name}(Id) FROM Lead`),
      await queryByPost(where(`CreatedDate = ${name}:1`)),
      await post(`${root}/sobjects/Lead`, fields),
      await post(`${root}/jobs/ingest`, JSON.stringify({ object: name, operation: name })),
      await post(`${root}/jobs/ingest`, JSON.stringify({ object: 'Lead', operation: 'insert', lineEnding: name })),
      await post('/__org/faults', `{"${name}":1}`),
    ];
    assert.ok(
      answers.every((answer) => answer.startsWith('40')),
      answers.join(', '),
    );
    assert.equal(await post(`${root}/composite`, JSON.stringify(composite)), '200');
    assert.deepEqual(logged, []);
  });
}

test('malformed HTTP gets a response, and the org continues', async () => {
  const { hostname, port } = new URL(org.url);
  const socket = connect(Number(port), hostname);
  let answer = '';
  socket.setEncoding('utf8').on('data', (text: string) => (answer += text));
  socket.write('\u0001\u0002 nonsense\r\n\r\n');
  await once(socket, 'close');
  assert.match(answer, /^HTTP\/1\.1 400 .*\r\n\r\n\[\{"message":"Bad Request","errorCode":"BAD_REQUEST"\}\]$/s);
  await assertAlive(org);
});
