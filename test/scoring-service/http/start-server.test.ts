import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { Agent, request } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { get } from 'node:https';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect as connectTls } from 'node:tls';
import { test } from 'node:test';
import { startServer } from '../../../scoring-service/src/http/start-server.ts';
import { asked, goalId, openApp, recordId, result } from './opened-app.ts';

const quiet = { info: () => undefined, error: () => undefined };

test('stopping lets a request end that is under way, and takes no further one', async () => {
  const { promise: isAsked, resolve: tellAsked } = Promise.withResolvers<undefined>();
  const { promise: answer, resolve: giveAnswer } = Promise.withResolvers<typeof result>();
  const { app } = openApp({
    scoreRecord: () => {
      tellAsked(undefined);
      return answer;
    },
  });
  const log = { info: () => undefined, error: () => undefined };
  const { url, stop } = await startServer({ app, listen: { host: '127.0.0.1', port: 0 }, log });
  const replied = fetch(`${url}/v1/scores`, asked('scorer', { goalId, recordId }));
  await isAsked;
  const stopped = stop();
  await assert.rejects(fetch(`${url}/healthz`));
  giveAnswer(result);
  assert.equal((await replied).status, 200);
  await stopped;
});

test('once it drains, each answer ends its connection, so that none is left to be cut', async (t) => {
  const answers: PromiseWithResolvers<typeof result>[] = [];
  const isAsked = Promise.withResolvers<undefined>();
  const { app } = openApp({
    scoreRecord: () => {
      const answer = Promise.withResolvers<typeof result>();
      answers.push(answer);
      isAsked.resolve(undefined);
      return answer.promise;
    },
  });
  const server = await startServer({ app, listen: { host: '127.0.0.1', port: 0 }, log: quiet });
  t.after(() => server.stop());
  // Two connections that their client keeps, one of them with a request under way.
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const busyAgent = new Agent({ keepAlive: true });
  t.after(() => [agent, busyAgent].forEach((each) => each.destroy()));
  const connectionOf = (kept: Agent, path: string, method = 'GET', body?: string): Promise<string | undefined> => {
    const { promise, resolve, reject } = Promise.withResolvers<string | undefined>();
    const headers = { Authorization: 'Bearer scorer', 'Content-Type': 'application/json' };
    request(`${server.url}${path}`, { agent: kept, method, headers }, (reply) => {
      reply.resume().once('end', () => resolve(reply.headers.connection));
    })
      .on('error', reject)
      .end(body);
    return promise;
  };
  assert.equal(await connectionOf(agent, '/healthz'), 'keep-alive');
  const busy = connectionOf(busyAgent, '/v1/scores', 'POST', JSON.stringify({ goalId, recordId }));
  await isAsked.promise;
  server.drain();
  assert.equal(await connectionOf(agent, '/healthz'), 'close');
  assert.equal(await connectionOf(agent, '/healthz'), 'close', 'a new connection is answered too');
  answers.forEach(({ resolve }) => resolve(result));
  assert.equal(await busy, 'close');
});

test('a port that is taken is an error', async () => {
  const log = { info: () => undefined, error: () => undefined };
  const first = await startServer({ app: openApp().app, listen: { host: '127.0.0.1', port: 0 }, log });
  const port = Number(new URL(first.url).port);
  await assert.rejects(startServer({ app: openApp().app, listen: { host: '127.0.0.1', port }, log }), {
    code: 'EADDRINUSE',
  });
  await first.stop();
});

const short = { headersMs: 50, requestMs: 100, idleMs: 200, checkMs: 10 };
const head = 'POST /v1/scores HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer scorer\r\n';

for (const [what, sent] of [
  ['a connection on which nothing comes', ''],
  ['a header that does not end', head],
  ['a body that does not end', `${head}Content-Type: application/json\r\nContent-Length: 100\r\n\r\n{`],
] as const) {
  test(`${what} is cut`, async (t) => {
    const server = await startServer({
      ...{ app: openApp().app, listen: { host: '127.0.0.1', port: 0 }, log: quiet },
      timeouts: short,
    });
    t.after(() => server.stop());
    const socket = connect(Number(new URL(server.url).port), '127.0.0.1');
    socket.resume();
    // Nothing but the server ends this connection; without its limits the test does not end.
    socket.write(sent);
    await once(socket, 'close');
  });
}

test('a caller that is gone in the middle of its body is no error of the service', async (t) => {
  const { app, lines } = openApp();
  const server = await startServer({ app, listen: { host: '127.0.0.1', port: 0 }, log: quiet });
  t.after(() => server.stop());
  const socket = connect(Number(new URL(server.url).port), '127.0.0.1');
  // The server asks for the body once it has the header.
  socket.write(`${head}Content-Type: application/json\r\nContent-Length: 100\r\nExpect: 100-continue\r\n\r\n`);
  await once(socket, 'data');
  socket.write('{');
  socket.destroy();
  const answered = () => lines.find(({ event }) => event === 'request.answered');
  while (answered() === undefined) await new Promise(setImmediate);
  assert.equal(answered()?.fields['status'], 400);
  assert.deepEqual(
    lines.filter(({ event }) => event === 'request.failed'),
    [],
  );
});

test('with certificate files the service speaks https of 1.2 and later; files that do not fit are named', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'plumbline-tls-'));
  t.after(() => rm(folder, { recursive: true }));
  const [certificateFile, keyFile] = [join(folder, 'cert.pem'), join(folder, 'key.pem')];
  const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=IP:127.0.0.1'];
  const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1'];
  execFileSync(
    'openssl',
    ['req', '-x509', '-nodes', ...curve, ...subject, '-keyout', keyFile, '-out', certificateFile],
    {
      stdio: 'ignore',
    },
  );
  const at = { app: openApp().app, listen: { host: '127.0.0.1', port: 0 }, log: quiet };
  const server = await startServer({ ...at, tls: { certificateFile, keyFile } });
  t.after(() => server.stop());
  assert.match(server.url, /^https:/);
  const ca = await readFile(certificateFile);
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
  get(`${server.url}/healthz`, { ca, agent: false }, resolve).on('error', reject);
  const response = await promise;
  assert.equal(response.statusCode, 200);
  response.resume();
  const old = connectTls({ port: Number(new URL(server.url).port), host: '127.0.0.1', ca, maxVersion: 'TLSv1.1' });
  await assert.rejects(once(old, 'secureConnect'));
  await assert.rejects(startServer({ ...at, tls: { certificateFile, keyFile: `${keyFile}.missing` } }), {
    kind: 'configuration.invalid',
    message: /^PLUMBLINE_TLS_CERTIFICATE, PLUMBLINE_TLS_KEY: .*\(ENOENT\)/,
  });
  await assert.rejects(startServer({ ...at, tls: { certificateFile: keyFile, keyFile } }), /cannot be used \(ERR_/);
});
