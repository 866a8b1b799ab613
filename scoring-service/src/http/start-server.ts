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
  listen,
  log,
}: {
  app: { fetch: Hono<Environment>['fetch'] };
  listen: { host: string; port: number } | { path: string };
  log: Log;
}): Promise<RunningServer> {
  const server = createAdaptorServer({ fetch: app.fetch });
  server.listen(listen);
  await once(server, 'listening');
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
  const url = 'path' in listen ? listen.path : `http://${listen.host}:${(server.address() as AddressInfo).port}`;
  return { url, stop: () => (ending ??= end()) };
}
