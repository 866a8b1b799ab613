import { OrgError } from '../org-error.ts';
import { isObject, parseJson, readList, readObject } from './json-value.ts';
import type { JsonObject } from './json-value.ts';
import { readMultipart } from './multipart.ts';
import type { Form } from './multipart.ts';

type Upload = { path: string; body: Buffer; contentType: string | undefined };

const isForm = (contentType = ''): boolean => /^multipart\/form-data/i.test(contentType);
const recordPath = /^\/sobjects\/[^/]+(?:\/[^/]+){0,2}\/?$/;
const collectionPath = /^\/composite\/sobjects\/?$/;

/** The part that is no file: clients name it `entity_document`, `entity_content` or after the object. */
function readPart({ fields }: Form): JsonObject {
  const [name, text] = [...fields][0] ?? [];
  if (name === undefined || text === undefined) {
    throw new OrgError('INVALID_MULTIPART_REQUEST', 'The request has no part with the fields of the record');
  }
  return readObject(parseJson(text), name);
}

function withFiles(record: JsonObject, files: ReadonlyMap<string, Buffer>): JsonObject {
  const values = [...files].map(([field, content]) => [field, content.toString('base64')]);
  return { ...record, ...(Object.fromEntries(values) as JsonObject) };
}

/** A record of a collection names its file, and the field that takes it. */
function withNamedFile(value: unknown, files: ReadonlyMap<string, Buffer>): JsonObject {
  const record = readObject(value, 'records');
  const attributes = isObject(record['attributes']) ? record['attributes'] : {};
  const { binaryPartName: name, binaryPartNameAlias: field } = attributes;
  if (typeof name !== 'string' || typeof field !== 'string') return record;
  const content = files.get(name);
  if (content === undefined) {
    throw new OrgError('INVALID_MULTIPART_REQUEST', `The request has no binary part named ${name}`);
  }
  return { ...record, [field]: content.toString('base64') };
}

/**
 * The body of a call that writes records: where it is a form, the record of its JSON part with its files as base64.
 *
 * @throws OrgError `INVALID_MULTIPART_REQUEST`
 */
export async function readBlobUpload({ path, body, contentType }: Upload): Promise<Buffer> {
  const isCollection = collectionPath.test(path);
  if (!isForm(contentType) || !(isCollection || recordPath.test(path))) return body;
  const form = await readMultipart(body, contentType);
  const part = readPart(form);
  const record = isCollection
    ? { ...part, records: readList(part['records'], 'records').map((one) => withNamedFile(one, form.files)) }
    : withFiles(part, form.files);
  return Buffer.from(JSON.stringify(record));
}
