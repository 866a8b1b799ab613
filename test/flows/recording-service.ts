import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export type RecordedCall = { method: string; path: string; authorization: string; body: unknown };
export type RecordingService = {
  url: string;
  calls: RecordedCall[];
  /** The response to the next calls. */
  answer: { status: number; body: unknown };
  /** Runs before the response, as the real service writes the score before it responds. */
  onCall: (call: RecordedCall) => void;
  stop(): Promise<void>;
};

/** A server that records every call in place of the scoring service. */
export async function startRecordingService(): Promise<RecordingService> {
  const calls: RecordedCall[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const text = Buffer.concat(chunks).toString('utf8');
      const { method = '', url = '', headers } = request;
      const body: unknown = text === '' ? undefined : JSON.parse(text);
      const call = { method, path: url, authorization: headers.authorization ?? '', body };
      calls.push(call);
      service.onCall(call);
      response.writeHead(service.answer.status, { 'Content-Type': 'application/json' });
      response.end(JSON.stringify(service.answer.body));
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const service: RecordingService = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls,
    answer: { status: 200, body: {} },
    onCall: () => undefined,
    stop: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
  return service;
}
