import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Connection } from 'jsforce';
import { startOrg } from '../../src/index.ts';
import type { RunningOrg } from '../../src/index.ts';
import { connect, insertLeads, root } from './connect.ts';

let org: RunningOrg;
let connection: Connection;

before(async () => {
  org = await startOrg();
  connection = connect(org);
});
after(() => org.stop());

// Bytes that are no text.
const bytes = Buffer.from([0, 255, 13, 10, 45, 45, 128, 7]);

/** A form as clients send it: the fields as JSON and the content as a file, in either order. */
function formOf(name: string, fields: unknown, isFileFirst = false): FormData {
  const form = new FormData();
  const addFile = (): void => form.append('VersionData', new Blob([bytes]), 'logo.bin');
  if (isFileFirst) addFile();
  form.append(name, JSON.stringify(fields));
  if (!isFileFirst) addFile();
  return form;
}

async function send(method: string, path: string, body: FormData): Promise<{ status: number; json: unknown }> {
  const headers = { Authorization: `Bearer ${org.adminToken}` };
  const response = await fetch(`${org.url}${root}${path}`, { method, headers, body });
  return { status: response.status, json: await response.json() };
}

async function contentOf(id: string): Promise<Buffer> {
  const path = `${org.url}${root}/sobjects/ContentVersion/${id}/VersionData`;
  const response = await fetch(path, { headers: { Authorization: `Bearer ${org.adminToken}` } });
  assert.equal(response.status, 200);
  return Buffer.from(await response.arrayBuffer());
}

const idOf = ({ json }: { json: unknown }): string => (json as { id: string }).id;

test('a file is uploaded as a form, whatever its JSON part is called, and read back byte by byte', async () => {
  for (const [name, isFileFirst] of [
    ['entity_document', false],
    ['entity_content', true],
  ] as const) {
    const sent = await send(
      'POST',
      '/sobjects/ContentVersion',
      formOf(name, { PathOnClient: 'a/logo.bin' }, isFileFirst),
    );
    assert.equal(sent.status, 201, JSON.stringify(sent.json));
    const id = idOf(sent);
    const version = await connection.sobject('ContentVersion').retrieve(id);
    assert.deepEqual(
      [version['Title'], version['FileExtension'], version['ContentSize'], version['IsLatest']],
      ['logo', 'bin', bytes.length, true],
    );
    // A query answers the address of the content.
    assert.equal(version['VersionData'], `${root}/sobjects/ContentVersion/${id}/VersionData`);
    assert.deepEqual(await contentOf(id), bytes);
    const file = await connection.sobject('ContentDocument').retrieve(String(version['ContentDocumentId']));
    assert.deepEqual([file['Title'], file['LatestPublishedVersionId']], ['logo', id]);
  }
});

test('a file is uploaded as base64 too, for a record, and as the next version of another', async () => {
  const [lead = ''] = insertLeads(org, 1);
  const VersionData = bytes.toString('base64');
  const first = await connection
    .sobject('ContentVersion')
    .create({ PathOnClient: 'offer.pdf', Title: 'Offer', VersionData, FirstPublishLocationId: lead });
  const link = `SELECT ContentDocumentId FROM ContentDocumentLink WHERE LinkedEntityId = '${lead}'`;
  const ContentDocumentId = String((await connection.query(link)).records[0]?.['ContentDocumentId']);
  const sent = await send(
    'POST',
    '/sobjects/ContentVersion',
    formOf('json', { PathOnClient: 'offer.pdf', ContentDocumentId }),
  );
  assert.equal(sent.status, 201, JSON.stringify(sent.json));
  const versions = await connection.query(
    `SELECT Id, IsLatest FROM ContentVersion WHERE ContentDocumentId = '${ContentDocumentId}' ORDER BY IsLatest`,
  );
  assert.deepEqual(
    versions.records.map(({ Id, IsLatest }) => [Id, IsLatest]),
    [
      [first.id, false],
      [idOf(sent), true],
    ],
  );
  const again = connection.sobject('ContentDocumentLink').create({ ContentDocumentId, LinkedEntityId: lead });
  await assert.rejects(again, { errorCode: 'DUPLICATE_VALUE' });
});

test('a collection of records takes a file for each that names one', async () => {
  const form = new FormData();
  const record = (title: string, binaryPartName: string) => ({
    attributes: { type: 'ContentVersion', binaryPartName, binaryPartNameAlias: 'VersionData' },
    Title: title,
    PathOnClient: 'x.bin',
  });
  form.append('collection', JSON.stringify({ records: [record('One', 'first'), record('Two', 'second')] }));
  form.append('first', new Blob([bytes]), 'x.bin');
  form.append('second', new Blob(['two']), 'x.bin');
  const { status, json } = await send('POST', '/composite/sobjects', form);
  assert.equal(status, 200, JSON.stringify(json));
  const [one, two] = json as { id: string; success: boolean }[];
  assert.deepEqual([one?.success, two?.success], [true, true]);
  assert.deepEqual(await contentOf(one?.id ?? ''), bytes);
  assert.equal((await contentOf(two?.id ?? '')).toString(), 'two');
});

test('attachments and documents are uploaded as forms, replaced, and read back byte by byte', async () => {
  const [lead = ''] = insertLeads(org, 1);
  const admin = org.org.userId('admin@local.org') ?? '';
  for (const [object, fields] of [
    ['Attachment', { Name: 'logo.bin', ParentId: lead }],
    ['Document', { Name: 'Logo', FolderId: admin, Type: 'bin' }],
  ] as const) {
    const form = (content: Uint8Array<ArrayBuffer>, part: object): FormData => {
      const made = new FormData();
      made.append(`entity_${object.toLowerCase()}`, JSON.stringify(part));
      made.append('Body', new Blob([content]), 'logo.bin');
      return made;
    };
    const sent = await send('POST', `/sobjects/${object}`, form(bytes, fields));
    assert.equal(sent.status, 201, JSON.stringify(sent.json));
    const id = idOf(sent);
    const record = await connection.sobject(object).retrieve(id);
    assert.deepEqual([record['BodyLength'], record['Body']], [bytes.length, `${root}/sobjects/${object}/${id}/Body`]);
    const headers = { Authorization: `Bearer ${org.adminToken}` };
    const changed = Buffer.from('other');
    const path = `${org.url}${root}/sobjects/${object}/${id}`;
    const patched = await fetch(path, { method: 'PATCH', headers, body: form(changed, { Name: 'Other' }) });
    assert.equal(patched.status, 204);
    const body = await fetch(`${path}/Body`, { headers });
    assert.deepEqual(Buffer.from(await body.arrayBuffer()), changed);
  }
  assert.equal((await connection.query(`SELECT Id FROM Attachment WHERE ParentId = '${lead}'`)).totalSize, 1);
});

test('a form without the fields of a record, and a record without its file, are refused', async () => {
  const bare = new FormData();
  bare.append('VersionData', new Blob([bytes]), 'logo.bin');
  const refusals = [
    await send('POST', '/sobjects/ContentVersion', bare),
    await send(
      'POST',
      '/composite/sobjects',
      formOf('collection', {
        records: [
          { attributes: { type: 'ContentVersion', binaryPartName: 'gone', binaryPartNameAlias: 'VersionData' } },
        ],
      }),
    ),
  ];
  for (const { status, json } of refusals) {
    assert.equal(status, 400);
    assert.equal((json as { errorCode: string }[])[0]?.errorCode, 'INVALID_MULTIPART_REQUEST');
  }
});
