import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Access, issueToken, listTokens, revokeToken } from '../../../scoring-service/src/operations/access.ts';
import type { ScoringError } from '../../../scoring-service/src/domain/scoring-error.ts';
import type { StoredToken } from '../../../scoring-service/src/ports/access.ts';

const ownOrg = '00D000000000001EAA';
const copiedOrg = '00D000000000002EAA';
const minutes = (count: number): number => count * 60_000;

/** Tokens in memory, a clock that a test moves, and the org that the service works for. */
function open() {
  const kept: StoredToken[] = [];
  const counts = { reads: 0, identities: 0 };
  let nowMs = Date.parse('2026-11-23T10:00:00Z');
  const store = {
    saveToken: (token: StoredToken) => Promise.resolve(void kept.push(token)),
    updateToken: (id: string, change: Partial<StoredToken>) => {
      const at = kept.findIndex((token) => token.id === id);
      const found = kept[at];
      if (found) kept[at] = { ...found, ...change };
      return Promise.resolve(found !== undefined);
    },
    tokens: () => {
      counts.reads += 1;
      return Promise.resolve(kept.map((token) => ({ ...token })));
    },
  };
  const salesforce = {
    readIdentity: () => {
      counts.identities += 1;
      return Promise.resolve({ orgId: ownOrg, username: 'u' });
    },
  };
  const clock = { now: () => new Date(nowMs) };
  const ports = { store, clock };
  const startProcess = (): Access => new Access({ ...ports, salesforce, log: { error: () => assert.fail() } });
  return { kept, counts, ports, startProcess, access: startProcess(), pass: (ms: number) => void (nowMs += ms) };
}

test('a caller is known by the token it was given, and only by that', async () => {
  const { ports, kept, access } = open();
  const token = await issueToken(ports, { name: 'Sandbox', rights: 'manage' });
  await issueToken(ports, { name: 'Other', rights: 'score' });
  assert.deepEqual(await access.authenticate(token), { tokenId: kept[0]?.id, name: 'Sandbox', rights: 'manage' });
  const last = token.endsWith('0') ? '1' : '0';
  for (const wrong of ['', 'plb_', token.slice(0, -1), token.slice(0, -1) + last, `${token}0`, token.toUpperCase()]) {
    assert.equal(await access.authenticate(wrong), undefined, wrong);
  }
});

test('nothing of the secret is kept or listed', async () => {
  const { ports, kept } = open();
  const token = await issueToken(ports, { name: 'Sandbox', rights: 'score' });
  const secret = token.split('_')[2] ?? '';
  assert.equal(secret.length, 64);
  assert.doesNotMatch(JSON.stringify(kept), new RegExp(secret));
  assert.doesNotMatch(JSON.stringify(await listTokens(ports)), new RegExp(`${secret}|${kept[0]?.hash}`));
});

test('a token ends on its day, and says so to a caller with its secret', async () => {
  const { ports, access, pass } = open();
  const token = await issueToken(ports, { name: 'Trial', rights: 'score', expiresInDays: 1 });
  pass(minutes(24 * 60) - 1);
  assert.equal((await access.authenticate(token))?.name, 'Trial');
  pass(1);
  await assert.rejects(access.authenticate(token), { kind: 'caller.token-ended', message: 'The token has expired.' });
  assert.equal((await listTokens(ports))[0]?.state, 'expired');
  assert.equal(await access.authenticate(token.replace(/.$/, 'x')), undefined);
});

test('a revoked token ends within seconds in every process, and stays in the list', async () => {
  const { ports, kept, access, pass } = open();
  const token = await issueToken(ports, { name: 'Lost', rights: 'manage' });
  assert.ok(await access.authenticate(token));
  await revokeToken(ports, kept[0]?.id ?? '');
  pass(5_000);
  await assert.rejects(access.authenticate(token), { kind: 'caller.token-ended', message: 'The token was revoked.' });
  const [listed] = await listTokens(ports);
  assert.deepEqual([listed?.name, listed?.state], ['Lost', 'revoked']);
  await assert.rejects(revokeToken(ports, '000000000000'), { kind: 'token.not-found' });
});

test('two tokens of one caller work at once, so that one can replace the other without a gap', async () => {
  const { ports, kept, access, pass } = open();
  const old = await issueToken(ports, { name: 'Org', rights: 'score' });
  assert.ok(await access.authenticate(old));
  const next = await issueToken(ports, { name: 'Org', rights: 'score' });
  pass(1_000);
  assert.ok((await access.authenticate(next)) && (await access.authenticate(old)));
  await revokeToken(ports, kept[0]?.id ?? '');
  pass(5_000);
  assert.ok(await access.authenticate(next));
  await assert.rejects(access.authenticate(old), { kind: 'caller.token-ended' });
});

test('the last use is noted to the minute, and no request waits for the note', async () => {
  const { ports, kept, access, pass } = open();
  const token = await issueToken(ports, { name: 'Org', rights: 'score' });
  await access.authenticate(token);
  const first = kept[0]?.lastUsedAt;
  assert.deepEqual(first, ports.clock.now());
  pass(30_000);
  await access.authenticate(token);
  assert.deepEqual(kept[0]?.lastUsedAt, first);
  pass(30_000);
  await access.authenticate(token);
  assert.deepEqual(kept[0]?.lastUsedAt, ports.clock.now());
});

test('wrong tokens in numbers cost one query a second', async () => {
  const { ports, counts, access, pass } = open();
  await issueToken(ports, { name: 'Org', rights: 'score' });
  for (let at = 0; at < 1000; at += 1) {
    const id = at.toString(16).padStart(12, '0');
    assert.equal(await access.authenticate(`plb_${id}_${'0'.repeat(64)}`), undefined);
    pass(1);
  }
  assert.ok(counts.reads <= 2, `${counts.reads} queries`);
});

test("a token belongs to the service's own org; a copy of that org is refused, also when it calls first", async () => {
  const text = 'This org is a copy; connect it to its own service.';
  for (const order of [
    [copiedOrg, ownOrg, copiedOrg],
    [ownOrg, copiedOrg, ownOrg.slice(0, 15)],
  ]) {
    const { ports, kept, access, counts, startProcess } = open();
    const token = await issueToken(ports, { name: 'Org', rights: 'manage' });
    for (const process of [access, startProcess()]) {
      for (const orgId of order) {
        const answer = await process.authenticate(token, { orgId }).catch((error: unknown) => error);
        if (orgId !== copiedOrg) assert.equal((answer as { name: string }).name, 'Org');
        else
          assert.deepEqual(
            [(answer as ScoringError).kind, (answer as ScoringError).message],
            ['caller.other-org', text],
          );
      }
    }
    assert.equal(kept[0]?.orgId, ownOrg);
    assert.ok(counts.identities <= 2, 'the org is asked once a process');
  }
});

test('a token that was issued for an org serves that org only, and a client of no org is let in', async () => {
  const { ports, access, counts } = open();
  const token = await issueToken(ports, { name: 'Org', rights: 'score', orgId: copiedOrg });
  assert.ok(await access.authenticate(token, { orgId: copiedOrg }));
  await assert.rejects(access.authenticate(token, { orgId: ownOrg }), { kind: 'caller.other-org' });
  assert.ok(await access.authenticate(token));
  assert.equal(counts.identities, 0);
});
