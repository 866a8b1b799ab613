import { Busboy } from '@fastify/busboy';
import type { BusboyInstance } from '@fastify/busboy';
import { OrgError } from '../org-error.ts';

/** The text fields of a form by name, its files by name, and the content of the last of them. */
export type Form = { fields: Map<string, string>; files: Map<string, Buffer>; file: Buffer | undefined };

/**
 * Reads a `multipart/form-data` body.
 *
 * @throws OrgError `INVALID_CONTENT_TYPE` (415) when the content type is another one or names no boundary,
 *   `INVALID_MULTIPART_REQUEST` when the body ends before its last boundary
 */
export async function readMultipart(body: Buffer, contentType = ''): Promise<Form> {
  const parser = openParser(contentType, body.length);
  try {
    return await parseForm(parser, body);
  } catch (cause) {
    throw new OrgError('INVALID_MULTIPART_REQUEST', `The multipart body cannot be read: ${String(cause)}`);
  }
}

const parseForm = (parser: BusboyInstance, body: Buffer): Promise<Form> =>
  new Promise((resolve, reject) => {
    const form: Form = { fields: new Map(), files: new Map(), file: undefined };
    parser.on('field', (name, value) => form.fields.set(name, value));
    parser.on('file', (name, stream) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        form.file = Buffer.concat(chunks);
        form.files.set(name, form.file);
      });
      // A body that ends within a file is reported on the stream of the file, not on the parser.
      stream.on('error', reject);
    });
    parser.on('error', reject);
    parser.on('finish', () => {
      resolve(form);
    });
    parser.end(body);
  });

/** No part is longer than the body, so the parser never truncates one. */
function openParser(contentType: string, length: number): BusboyInstance {
  try {
    if (!/^multipart\//i.test(contentType)) throw new Error('not multipart');
    return new Busboy({ headers: { 'content-type': contentType }, limits: { fieldSize: length } });
  } catch {
    throw new OrgError('INVALID_CONTENT_TYPE', 'A multipart body with a boundary is expected', { status: 415 });
  }
}
