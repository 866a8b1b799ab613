import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import { constants, createGzip, gzip } from 'node:zlib';
import type { Reply } from './reply.ts';

const packed = promisify(gzip);
/** Below this size compression costs more than it saves. */
const leastPackedBytes = 1_024;
const speed = { level: constants.Z_BEST_SPEED };

const acceptsGzip = (request: IncomingMessage): boolean =>
  /\bgzip\b/i.test(String(request.headers['accept-encoding'] ?? ''));

function wholeBody({ content }: Reply): { type: string; body: Buffer } {
  if (content.kind === 'json') {
    return { type: 'application/json;charset=UTF-8', body: Buffer.from(JSON.stringify(content.value)) };
  }
  if (content.kind === 'text') return { type: content.type, body: Buffer.from(content.value) };
  return { type: '', body: Buffer.alloc(0) };
}

async function sendWhole(request: IncomingMessage, response: ServerResponse, reply: Reply): Promise<void> {
  const { type, body } = wholeBody(reply);
  const isPacked = body.length >= leastPackedBytes && acceptsGzip(request);
  const bytes = isPacked ? await packed(body, speed) : body;
  response.writeHead(reply.status, {
    ...(type === '' ? {} : { 'Content-Type': type }),
    ...(isPacked ? { 'Content-Encoding': 'gzip' } : {}),
    ...(reply.status === 204 ? {} : { 'Content-Length': bytes.length }),
  });
  response.end(bytes);
}

/** Sends a response, compressed if the client accepts that. */
export async function sendReply(request: IncomingMessage, response: ServerResponse, reply: Reply): Promise<void> {
  for (const [name, value] of Object.entries(reply.headers)) response.setHeader(name, value);
  const { content, status } = reply;
  if (content.kind !== 'stream') return sendWhole(request, response, reply);
  if (!acceptsGzip(request)) {
    response.writeHead(status, { 'Content-Type': content.type });
    return pipeline(content.value, response);
  }
  response.writeHead(status, { 'Content-Type': content.type, 'Content-Encoding': 'gzip' });
  return pipeline(content.value, createGzip(speed), response);
}

/** Sends the first half of an answer and breaks the connection, as a network that fails in the middle. */
export async function sendHalf(response: ServerResponse, reply: Reply): Promise<void> {
  const body = reply.content.kind === 'stream' ? await collect(reply.content.value) : wholeBody(reply).body;
  response.writeHead(reply.status, { 'Content-Length': Math.max(2, body.length) });
  response.write(body.subarray(0, Math.floor(body.length / 2)), () => response.destroy());
}

async function collect(source: Readable): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of source as AsyncIterable<Buffer | string>) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}
