import { createHash, randomBytes, randomUUID, timingSafeEqual } from 'node:crypto';
import type { TokenRights } from '../ports/access.ts';
import type { Store } from '../ports/adapters.ts';
import type { Clock } from '../ports/host.ts';
import type { Caller } from './operations.ts';

/** What the store keeps instead of a token's secret. */
export const hashSecret = (secret: string): string => createHash('sha256').update(secret).digest('hex');

/** A new token, `plb_<id>_<secret>`: it is nowhere kept in clear. */
export async function issueToken(
  { store, clock }: { store: Pick<Store, 'saveToken'>; clock: Clock },
  { name, rights }: { name: string; rights: TokenRights },
): Promise<string> {
  const id = randomUUID().replaceAll('-', '').slice(0, 12);
  const secret = randomBytes(32).toString('hex');
  await store.saveToken({ id, name, hash: hashSecret(secret), rights, createdAt: clock.now() });
  return `plb_${id}_${secret}`;
}

const tokenPattern = /^plb_([0-9a-f]{12})_([0-9a-f]{64})$/;

/** The caller a token was given to; undefined for any other text. Secrets are compared in constant time. */
export async function authenticate(
  { store }: { store: Pick<Store, 'tokens'> },
  token: string,
): Promise<Caller | undefined> {
  const [, id, secret] = tokenPattern.exec(token) ?? [];
  if (id === undefined || secret === undefined) return undefined;
  const stored = (await store.tokens()).find((candidate) => candidate.id === id);
  if (!stored) return undefined;
  const isEqual = timingSafeEqual(Buffer.from(hashSecret(secret), 'hex'), Buffer.from(stored.hash, 'hex'));
  return isEqual ? { tokenId: stored.id, name: stored.name, rights: stored.rights } : undefined;
}
