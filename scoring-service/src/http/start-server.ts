import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import type { Hono } from 'hono';
import type { Log } from '../log.ts';
import type { Environment } from './router.ts';

/** Time for requests in progress to end. */
const STOP_MS = 10_000;

export type RunningServer = { url: string; stop(): Promise<void> };

/** Listens until stopped: then no new request is accepted, and connections still open after 10 s are closed. */
export async function startServer({
  app,
  host,
  port,
  log,
}: {
  app: { fetch: Hono<Environment>['fetch'] };
  host: string;
  port: number;
  log: Log;
}): Promise<RunningServer> {
  const server = createAdaptorServer({ fetch: app.fetch });
  server.listen(port, host);
  await once(server, 'listening');
  const { port: taken } = server.address() as AddressInfo;
  async function end(): Promise<void> {
    const closed = once(server, 'close');
    server.close();
    if ('closeIdleConnections' in server) server.closeIdleConnections();
    const cut = setTimeout(() => {
      log.error('server.cut', { kind: 'service.stopping', code: 'STOP_TIMEOUT' });
      if ('closeAllConnections' in server) server.closeAllConnections();
    }, STOP_MS);
    await closed;
    clearTimeout(cut);
  }
  let ending: Promise<void> | undefined;
  return { url: `http://${host}:${taken}`, stop: () => (ending ??= end()) };
}
