import { createHash, randomBytes, randomUUID, timingSafeEqual } from 'node:crypto';
import type { Caller, TokenRights, Tokens } from '../ports/access.ts';
import type { Clock } from '../ports/host.ts';

/** The hash that is stored instead of a token's secret. */
const hashSecret = (secret: string): string => createHash('sha256').update(secret).digest('hex');

/** Issues a token, `plb_<id>_<secret>`, of which only the hash of the secret is stored. */
export async function issueToken(
  { store, clock }: { store: Pick<Tokens, 'saveToken'>; clock: Clock },
  { name, rights }: { name: string; rights: TokenRights },
): Promise<string> {
  const id = randomUUID().replaceAll('-', '').slice(0, 12);
  const secret = randomBytes(32).toString('hex');
  await store.saveToken({ id, name, hash: hashSecret(secret), rights, createdAt: clock.now() });
  return `plb_${id}_${secret}`;
}

const tokenPattern = /^plb_([0-9a-f]{12})_([0-9a-f]{64})$/;

/** The caller of a token; undefined for an unknown token. Secrets are compared in constant time. */
export async function authenticate(
  { store }: { store: Pick<Tokens, 'tokens'> },
  token: string,
): Promise<Caller | undefined> {
  const [, id, secret] = tokenPattern.exec(token) ?? [];
  if (id === undefined || secret === undefined) return undefined;
  const stored = (await store.tokens()).find((candidate) => candidate.id === id);
  if (!stored) return undefined;
  const isEqual = timingSafeEqual(Buffer.from(hashSecret(secret), 'hex'), Buffer.from(stored.hash, 'hex'));
  return isEqual ? { tokenId: stored.id, name: stored.name, rights: stored.rights } : undefined;
}
