import type { IncomingMessage } from 'node:http';
import { pipeline } from 'node:stream';
import type { Readable } from 'node:stream';
import { createGunzip, createInflate } from 'node:zlib';
import { OrgError } from '../org-error.ts';

const mostBodyBytes = 60_000_000;

/** The body as the client meant it, unpacked when it says that it is packed. */
export function openBody(request: IncomingMessage): Readable {
  const encoding = request.headers['content-encoding'];
  // Errors of the request reach the reader through the stream that is returned.
  if (encoding === 'gzip') return pipeline(request, createGunzip(), () => undefined);
  if (encoding === 'deflate') return pipeline(request, createInflate(), () => undefined);
  return request;
}

/** @throws OrgError `REQUEST_TOO_LARGE` (413) beyond 60 MB */
export async function readWhole(body: Readable): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of body as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > mostBodyBytes)
      throw new OrgError('REQUEST_TOO_LARGE', 'The request body is too large', { status: 413 });
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** Path and query of a request. Some clients send doubled slashes, which would make a host of the first segment. */
export function readAddress(request: IncomingMessage): { path: string; query: URLSearchParams } {
  const [path = '/', ...query] = (request.url ?? '/').split('?');
  return { path: path.replaceAll(/\/{2,}/g, '/'), query: new URLSearchParams(query.join('?')) };
}

/** The token of `Authorization: Bearer …` (or `OAuth …`). */
export const readToken = (request: IncomingMessage): string =>
  (request.headers.authorization ?? '').replace(/^(Bearer|OAuth) /i, '');
