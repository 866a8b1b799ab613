import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, test } from 'node:test';
import { openServiceClient } from '../../../plugin/src/service/service-client.ts';

type Answer = (response: ServerResponse) => void;

const list = { id: '5b0c8a52-7d3e-4a54-9f4b-3a1d8a7c0002' };
const reply =
  (body: string, type = 'application/json', status = 200): Answer =>
  (response) =>
    response.writeHead(status, { 'Content-Type': type }).end(body);
const page = reply('{"results":[]}');
const cut: Answer = (response) => response.destroy();
/** The connection breaks in the middle of a response. */
const half: Answer = (response) => {
  response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': '999' });
  response.write('{"results":[', () => response.destroy());
};

let answers: Answer[] = [];
let calls = 0;
const server = createServer((request, response) => {
  request.resume();
  request.on('end', () => {
    calls += 1;
    (answers.shift() ?? cut)(response);
  });
}).listen(0, '127.0.0.1');
await once(server, 'listening');
after(() => server.close());
const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

function open(...planned: Answer[]): ReturnType<typeof openServiceClient> {
  answers = planned;
  calls = 0;
  return openServiceClient({ url, token: 'x', orgId: '00D000000000001EAA' }, { retryForMs: 5000, retryMs: 1 });
}

test('requests are retried to a service that has responded before, after a refused or a broken connection', async () => {
  const client = open(page, cut, half, page);
  await client.runResults('key');
  assert.deepEqual(await client.runResults('key'), { results: [] });
  assert.equal(calls, 4);
});

test('requests are not retried to a service that has never responded', async () => {
  await assert.rejects(open(cut, page).runResults('key'), { name: 'ServiceUnreachableError' });
  assert.equal(calls, 1);
});

test('requests that are not idempotent, and requests for progress, are sent once', async () => {
  const client = open(page, cut, cut);
  await client.runResults('key');
  await assert.rejects(client.createIdList(), { name: 'ServiceUnreachableError' });
  await assert.rejects(client.runProgress('key'), { name: 'ServiceUnreachableError' });
  assert.equal(calls, 3);
});

test('a response that is not JSON, or violates the contract, is an unexpected answer', async () => {
  for (const answer of [reply('<html>', 'text/html'), reply('{"results": 1}'), reply('{}', 'application/json', 500)]) {
    await assert.rejects(open(answer).runResults('key'), { name: 'UnexpectedAnswerError' });
  }
  assert.deepEqual(await open(reply(JSON.stringify(list))).createIdList(), list);
});

test('an error of the service keeps its message and gets next steps with commands', async () => {
  const problem = {
    ...{ type: 'x', title: 'x', status: 409, detail: 'No model.', kind: 'model.missing', actions: ['POST it.'] },
    requestId: 'r',
  };
  const refused = open(reply(JSON.stringify(problem), 'application/problem+json', 409)).model('goal');
  await assert.rejects(refused, (error: Error & { actions?: string[]; data?: object }) => {
    assert.deepEqual([error.name, error.message], ['ModelMissingError', 'No model.']);
    assert.match(error.actions?.join() ?? '', /sf score train/);
    assert.deepEqual(error.data, { kind: 'model.missing', status: 409, requestId: 'r' });
    return true;
  });
});
