import { OrgError } from '../org-error.ts';

export type FormPart = { name: string; fileName: string | undefined; content: Buffer };

function readPart(bytes: Buffer): FormPart | undefined {
  const headEnd = bytes.indexOf('\r\n\r\n');
  if (headEnd < 0) return undefined;
  const head = bytes.toString('utf8', 0, headEnd);
  const name = /[;\s]name="([^"]*)"/i.exec(head)?.[1];
  if (name === undefined) return undefined;
  const fileName = /filename="([^"]*)"/i.exec(head)?.[1];
  return { name, fileName, content: bytes.subarray(headEnd + 4) };
}

/**
 * The parts of a `multipart/form-data` body.
 *
 * @throws OrgError `INVALID_CONTENT_TYPE` (415) when the content type names no boundary
 */
export function readMultipart(body: Buffer, contentType: string | undefined): FormPart[] {
  const [, quoted, plain] = /boundary=(?:"([^"]+)"|([^;\s]+))/i.exec(contentType ?? '') ?? [];
  const boundary = quoted ?? plain;
  if (boundary === undefined) {
    throw new OrgError('INVALID_CONTENT_TYPE', 'A multipart body with a boundary is expected', { status: 415 });
  }
  const mark = Buffer.from(`--${boundary}`);
  const parts: FormPart[] = [];
  let start = body.indexOf(mark);
  while (start >= 0) {
    const end = body.indexOf(mark, start + mark.length);
    if (end < 0) break;
    // Each part is enclosed by line breaks that are not its own.
    const part = readPart(body.subarray(start + mark.length + 2, end - 2));
    if (part !== undefined) parts.push(part);
    start = end;
  }
  return parts;
}
