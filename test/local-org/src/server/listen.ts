import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

const keepAliveMs = 65_000;
/** Answers under way get this long when the server stops. */
const lastAnswersMs = 2_000;

export type Listener = { url: string; stop(): Promise<void> };

type Handle = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/**
 * Listens on an address; port 0 takes a free one.
 *
 * @throws Error when the port is taken
 */
export async function listen({ port, host }: { port: number; host: string }, handle: Handle): Promise<Listener> {
  const answering = new Set<Promise<void>>();
  const server = createServer({ keepAliveTimeout: keepAliveMs, requestTimeout: 0 }, (request, response) => {
    const answered = handle(request, response);
    answering.add(answered);
    void answered.finally(() => answering.delete(answered));
  });
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
