import assert from 'node:assert/strict';
import { test } from 'node:test';
import { authenticate, issueToken } from '../../../scoring-service/src/operations/access.ts';
import type { StoredToken } from '../../../scoring-service/src/ports/access.ts';

const clock = { now: () => new Date('2026-11-23T10:00:00Z') };

function openTokens() {
  const kept: StoredToken[] = [];
  const saveToken = (token: StoredToken): Promise<void> => {
    kept.push(token);
    return Promise.resolve();
  };
  return { kept, store: { saveToken, tokens: () => Promise.resolve(kept) } };
}

test('a caller is known by the token it was given, and only by that', async () => {
  const { store, kept } = openTokens();
  const token = await issueToken({ store, clock }, { name: 'Sandbox', rights: 'manage' });
  await issueToken({ store, clock }, { name: 'Other', rights: 'score' });
  assert.deepEqual(await authenticate({ store }, token), { tokenId: kept[0]?.id, name: 'Sandbox', rights: 'manage' });
  const last = token.endsWith('0') ? '1' : '0';
  for (const wrong of ['', 'plb_', token.slice(0, -1), token.slice(0, -1) + last, `${token}0`, token.toUpperCase()]) {
    assert.equal(await authenticate({ store }, wrong), undefined, wrong);
  }
});

test('nothing of the secret is kept', async () => {
  const { store, kept } = openTokens();
  const token = await issueToken({ store, clock }, { name: 'Sandbox', rights: 'score' });
  const secret = token.split('_')[2] ?? '';
  assert.equal(secret.length, 64);
  assert.doesNotMatch(JSON.stringify(kept), new RegExp(secret));
});
