import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import type { Socket } from 'node:net';

export type TcpProxy = {
  /** The address with the proxy's port. */
  urlOf(url: string): string;
  /** From now on every byte is swallowed in both directions, also on new connections unless only open ones are meant. */
  swallow(which?: { onlyOpen: boolean }): void;
  /** Cuts what swallowed, and passes everything on again. */
  heal(): void;
  stop(): Promise<void>;
};

/** A proxy on loopback before a server, for networks that fail. */
export async function startTcpProxy(target: string): Promise<TcpProxy> {
  const { hostname, port } = new URL(target);
  const sockets = new Set<Socket>();
  const swallowed = new Set<Socket>();
  let isSwallowing = false;
  const track = (socket: Socket): Socket => {
    sockets.add(socket);
    return socket
      .on('error', () => socket.destroy())
      .on('close', () => {
        sockets.delete(socket);
      });
  };
  const server = createServer((near) => {
    track(near);
    if (isSwallowing) return void near.resume();
    const far = track(connect(Number(port), hostname));
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      from.on('data', (bytes) => {
        if (!isSwallowing && !swallowed.has(from)) to.write(bytes);
      });
      from.on('close', () => {
        if (!isSwallowing && !swallowed.has(from)) to.destroy();
      });
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  assert.ok(address !== null && typeof address === 'object');
  const cut = (): void => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    urlOf(url) {
      const proxied = new URL(url);
      proxied.port = String(address.port);
      return proxied.href;
    },
    swallow({ onlyOpen } = { onlyOpen: false }) {
      isSwallowing = !onlyOpen;
      for (const socket of sockets) swallowed.add(socket);
    },
    heal() {
      isSwallowing = false;
      swallowed.clear();
      cut();
    },
    async stop() {
      const closed = once(server, 'close');
      server.close();
      cut();
      await closed;
    },
  };
}
