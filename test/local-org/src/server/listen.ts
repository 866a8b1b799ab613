import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';

const keepAliveMs = 65_000;
/** How long the server waits for open responses when it stops. */
const lastAnswersMs = 2_000;

/** The server does not read longer headers; the platform's limit is lower. */
const mostHeadBytes = 64 * 1024;

/** Responds to a malformed request, or one whose headers are too long. */
function refuseUnread(error: Error, socket: Duplex): void {
  if (!socket.writable) return;
  const isTooLong = 'code' in error && error.code === 'HPE_HEADER_OVERFLOW';
  const status = isTooLong ? '431 Request Header Fields Too Large' : '400 Bad Request';
  const body = JSON.stringify([
    { message: status.slice(4), errorCode: isTooLong ? 'REQUEST_HEADER_FIELDS_TOO_LARGE' : 'BAD_REQUEST' },
  ]);
  const head = `HTTP/1.1 ${status}\r\nContent-Type: application/json;charset=UTF-8\r\nContent-Length: ${body.length}`;
  socket.end(`${head}\r\nConnection: close\r\n\r\n${body}`);
}

export type Listener = { url: string; stop(): Promise<void> };

type Handle = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/**
 * Listens on an address; port 0 takes a free one.
 *
 * @throws Error when the port is taken
 */
export async function listen({ port, host }: { port: number; host: string }, handle: Handle): Promise<Listener> {
  const answering = new Set<Promise<void>>();
  const options = { keepAliveTimeout: keepAliveMs, requestTimeout: 0, maxHeaderSize: mostHeadBytes };
  const server = createServer(options, (request, response) => {
    const answered = handle(request, response);
    answering.add(answered);
    void answered.finally(() => answering.delete(answered));
  });
  server.on('clientError', (error, socket) => refuseUnread(error, socket));
  const { promise: listening, resolve, reject } = Promise.withResolvers<undefined>();
  server.once('error', reject);
  server.listen(port, host, () => resolve(undefined));
  await listening;
  const address = server.address();
  const boundPort = typeof address === 'object' && address !== null ? address.port : port;
  return {
    url: `http://${host}:${boundPort}`,
    stop: async () => {
      const { promise: closed, resolve: close } = Promise.withResolvers<undefined>();
      server.close(() => close(undefined));
      server.closeIdleConnections();
      const abort = new AbortController();
      await Promise.race([
        Promise.allSettled(answering),
        sleep(lastAnswersMs, undefined, { signal: abort.signal }).catch(() => undefined),
      ]);
      abort.abort();
      server.closeAllConnections();
      await closed;
    },
  };
}
