import type { IncomingMessage } from 'node:http';
import { pipeline, Readable } from 'node:stream';
import { createGunzip, createInflate } from 'node:zlib';
import type { Gunzip, Inflate } from 'node:zlib';
import { OrgError } from '../org-error.ts';

const mostBodyBytes = 60_000_000;

async function* unpacked(request: IncomingMessage, unpack: Gunzip | Inflate): AsyncGenerator<Buffer> {
  try {
    // Errors of the request reach the reader through the stream that is returned.
    yield* pipeline(request, unpack, () => undefined) as AsyncIterable<Buffer>;
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
    if (!code.startsWith('Z_')) throw cause;
    throw new OrgError('INVALID_INPUT', `The body cannot be unpacked: ${String(cause)}`);
  }
}

/**
 * The body, decompressed if its headers say so. Reading it throws OrgError `INVALID_INPUT` when it cannot be
 * decompressed.
 */
export function openBody(request: IncomingMessage): Readable {
  const encoding = request.headers['content-encoding'];
  if (encoding === 'gzip') return Readable.from(unpacked(request, createGunzip()));
  if (encoding === 'deflate') return Readable.from(unpacked(request, createInflate()));
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
