import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Connection } from 'jsforce';
import { startOrg } from '../../src/index.ts';
import type { RunningOrg } from '../../src/index.ts';
import { packageFiles } from '../engine/opened-org.ts';
import { privateModels } from '../sharing/shared-org.ts';
import { ask, insertLeads, root, version } from './connect.ts';
import type { Answered } from './connect.ts';

let org: RunningOrg;
/** One lead of the rep, one of the administrator. */
let own: string;
let hidden: string;

before(async () => {
  org = await startOrg();
  const admin = org.org.userId('admin@local.org') ?? '';
  const rep = org.org.userId('rep@local.org') ?? '';
  assert.ok(org.org.deploy(admin, packageFiles(privateModels)).success);
  [own = '', hidden = ''] = insertLeads(org, 2);
  assert.ok(org.org.write(admin, 'update', 'Lead', { Id: own, OwnerId: rep }).success);
});
after(() => org.stop());

const askAsRep = (path: string, asked: { method?: string; body?: unknown } = {}): Promise<Answered> =>
  ask(org, `${root}${path}`, { ...asked, token: org.tokenFor('rep@local.org') });
const codeOf = ({ json }: Answered): string | undefined => (json as { errorCode?: string }[])[0]?.errorCode;

test('REST, composite, collections and the UI API answer a hidden record as if it were not there', async () => {
  assert.equal((await askAsRep(`/sobjects/Lead/${own}`)).status, 200);
  const record = await askAsRep(`/sobjects/Lead/${hidden}`);
  assert.deepEqual([record.status, codeOf(record)], [404, 'NOT_FOUND']);
  const collection = await askAsRep('/composite/sobjects/Lead', {
    method: 'POST',
    body: { ids: [own, hidden], fields: ['Id'] },
  });
  assert.deepEqual(
    (collection.json as ({ Id: string } | null)[]).map((one) => one?.Id),
    [own, undefined],
  );
  const compositeRequest = [{ method: 'GET', url: `${root}/sobjects/Lead/${hidden}`, referenceId: 'lead' }];
  const composite = await askAsRep('/composite', { method: 'POST', body: { compositeRequest } });
  assert.equal(
    (composite.json as { compositeResponse: { httpStatusCode: number }[] }).compositeResponse[0]?.httpStatusCode,
    404,
  );
  assert.equal((await askAsRep(`/ui-api/records/${own}?fields=Lead.Name`)).status, 200);
  assert.equal((await askAsRep(`/ui-api/records/${hidden}?fields=Lead.Name`)).status, 404);
});

test('REST and collections refuse to change a hidden record', async () => {
  const update = await askAsRep(`/sobjects/Lead/${hidden}`, { method: 'PATCH', body: { Title: 'Dr' } });
  assert.deepEqual([update.status, codeOf(update)], [403, 'INSUFFICIENT_ACCESS_OR_READONLY']);
  const records = [own, hidden].map((id) => ({ attributes: { type: 'Lead' }, id, Title: 'Dr' }));
  const results = await askAsRep('/composite/sobjects', { method: 'PATCH', body: { allOrNone: false, records } });
  assert.deepEqual(
    (results.json as { success: boolean; errors: { statusCode: string }[] }[]).map((one) => one.errors[0]?.statusCode),
    [undefined, 'INSUFFICIENT_ACCESS_OR_READONLY'],
  );
});

test('search, changed records and Bulk API 2.0 leave hidden records out', async () => {
  const search = `/search?q=${encodeURIComponent('FIND {Lead} IN ALL FIELDS RETURNING Lead(Id)')}`;
  const { searchRecords } = (await askAsRep(search)).json as { searchRecords: { Id: string }[] };
  assert.deepEqual(
    searchRecords.map(({ Id }) => Id),
    [own],
  );
  const hour = 3_600_000;
  const time = (offset: number) => encodeURIComponent(new Date(Date.now() + offset).toISOString());
  const updated = await askAsRep(`/sobjects/Lead/updated?start=${time(-hour)}&end=${time(hour)}`);
  assert.deepEqual((updated.json as { ids: string[] }).ids, [own]);
  const connection = new Connection({ instanceUrl: org.url, accessToken: org.tokenFor('rep@local.org'), version });
  connection.bulk2.pollInterval = 10;
  const ids = (await (await connection.bulk2.query('SELECT Id FROM Lead')).toArray()) as { Id: string }[];
  assert.deepEqual(
    ids.map(({ Id }) => Id),
    [own],
  );
});
