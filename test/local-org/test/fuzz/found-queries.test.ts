import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openQueriedOrg } from './queried-org.ts';
import type { QueriedOrg } from './queried-org.ts';

let org: QueriedOrg;

before(async () => {
  org = await openQueriedOrg();
});
after(() => org.stop());

// What generated queries have found: each of these was refused, a 500, or answered wrongly.

test('an OFFSET needs no LIMIT', async () => {
  const all = await org.read('SELECT Id FROM Lead WHERE IsConverted = false ORDER BY Id');
  const rest = await org.read('SELECT Id FROM Lead WHERE IsConverted = false ORDER BY Id OFFSET 5');
  assert.deepEqual(rest.records, all.records.slice(5));
  assert.equal(
    (await org.read('SELECT Id FROM Lead WHERE IsConverted = false OFFSET 5')).records.length,
    all.records.length - 5,
  );
  assert.equal((await org.read('SELECT Id FROM Lead ORDER BY Id LIMIT 2 OFFSET 5')).records.length, 2);
});

test('a parent is found through a reference that is derived', async () => {
  const { records } = await org.read(
    'SELECT LeadOrContactOwner.Name, LeadOrContactOwner.Type FROM CampaignMember LIMIT 3',
  );
  assert.ok(records.length > 0);
  assert.ok(records.every(({ LeadOrContactOwner: owner }) => (owner as { Type: string }).Type === 'User'));
});

test('a text may hold characters that end lines elsewhere, and escapes of any character', async () => {
  assert.equal(await org.count("FROM Lead WHERE Name = 'a\u2028b'"), 0);
  const total = await org.count("FROM User WHERE Username = 'admin@local.org'");
  assert.equal(await org.count("FROM User WHERE Username = 'adm\\u0069n@local.org'"), total);
  assert.equal(total, 1);
});

test('texts that come from several columns are ordered without regard to case, too', async () => {
  const { records } = await org.read('SELECT Email FROM CampaignMember WHERE Email != NULL ORDER BY Email');
  const emails = records.map(({ Email }) => String(Email).toLowerCase());
  assert.ok(emails.length > 5);
  assert.deepEqual(emails, emails.toSorted());
});

test('a third NOT in a row is refused rather than lost', async () => {
  for (const condition of ["NOT NOT NOT Name = 'a'", "NOT (NOT (NOT (Name = 'a')))"]) {
    const { status, text } = await org.ask(`SELECT Id FROM Lead WHERE ${condition}`);
    assert.deepEqual([status, /MALFORMED_QUERY/.test(text)], [400, true]);
  }
  assert.equal(await org.count("FROM Lead WHERE Name != 'NOT NOT NOT'"), await org.count('FROM Lead'));
});
