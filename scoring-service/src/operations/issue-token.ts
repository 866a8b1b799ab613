import { createHash, randomBytes, randomUUID } from 'node:crypto';
import type { Clock, Store, TokenRights } from '../ports.ts';

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
