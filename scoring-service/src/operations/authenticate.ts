import { timingSafeEqual } from 'node:crypto';
import type { Store } from '../ports.ts';
import { hashSecret } from './issue-token.ts';
import type { Caller } from './operations.ts';

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
