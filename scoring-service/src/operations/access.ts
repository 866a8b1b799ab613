import { createHash, randomBytes, randomUUID, timingSafeEqual } from 'node:crypto';
import { shortId } from '@plumbline/contract';
import { ScoringError } from '../domain/scoring-error.ts';
import { DAY_MS } from '../domain/time.ts';
import type { Caller, OrgSession, Sender, StoredToken, TokenRights, Tokens } from '../ports/access.ts';
import type { Clock, RunLog } from '../ports/host.ts';

/** The hash that is stored instead of a token's secret. */
const hashSecret = (secret: string): string => createHash('sha256').update(secret).digest('hex');

/** What a new token is for; without days it does not expire, without an org it belongs to the first that uses it. */
export type TokenRequest = { name: string; rights: TokenRights; expiresInDays?: number; orgId?: string };

/** Issues a token, `plb_<id>_<secret>`, of which only the hash of the secret is stored. */
export async function issueToken(
  { store, clock }: { store: Pick<Tokens, 'saveToken'>; clock: Clock },
  { name, rights, expiresInDays, orgId }: TokenRequest,
): Promise<string> {
  const id = randomUUID().replaceAll('-', '').slice(0, 12);
  const secret = randomBytes(32).toString('hex');
  const createdAt = clock.now();
  const expiresAt =
    expiresInDays === undefined ? undefined : new Date(createdAt.getTime() + Math.round(expiresInDays * DAY_MS));
  await store.saveToken({
    ...{ id, name, rights, createdAt, hash: hashSecret(secret) },
    ...(expiresAt && { expiresAt }),
    ...(orgId !== undefined && { orgId }),
  });
  return `plb_${id}_${secret}`;
}

/** A token as operators see it: without its hash. */
export type ListedToken = Omit<StoredToken, 'hash'> & { state: 'active' | 'expired' | 'revoked' };

/** Every token that was issued, the oldest first. */
export async function listTokens({
  store,
  clock,
}: {
  store: Pick<Tokens, 'tokens'>;
  clock: Clock;
}): Promise<ListedToken[]> {
  const now = clock.now();
  return (await store.tokens()).map((token) => {
    const { id, name, rights, createdAt, orgId, expiresAt, revokedAt, lastUsedAt } = token;
    const life = { createdAt, orgId, expiresAt, revokedAt, lastUsedAt };
    return { id, name, rights, ...life, state: stateOf(token, now) };
  });
}

/** Ends a token at once; its name and its times stay in the list. Throws ScoringError `token.not-found`. */
export async function revokeToken(
  { store, clock }: { store: Pick<Tokens, 'updateToken'>; clock: Clock },
  id: string,
): Promise<void> {
  if (await store.updateToken(id, { revokedAt: clock.now() })) return;
  throw new ScoringError('token.not-found', {
    message: 'There is no token with this id.',
    actions: [
      'node scoring-service/src/main.ts list-tokens shows the id of every token: the part between plb_ and the next _.',
    ],
  });
}

const stateOf = ({ expiresAt, revokedAt }: Omit<StoredToken, 'hash'>, now: Date): ListedToken['state'] => {
  if (revokedAt !== undefined) return 'revoked';
  return expiresAt !== undefined && expiresAt <= now ? 'expired' : 'active';
};

const tokenPattern = /^plb_([0-9a-f]{12})_([0-9a-f]{64})$/;

/** How long a revocation by another process may take to act. */
const RELOAD_MS = 5_000;
/** An unknown token may have been issued by another process just now; wrong ones in numbers cost no more queries. */
const RELOAD_FOR_UNKNOWN_MS = 1_000;
/** The least time between two notes of a token's use. */
const USE_NOTED_MS = 60_000;

/**
 * The caller of a token; undefined for an unknown one. Throws ScoringError `caller.token-ended` for a token that has
 * expired or was revoked, `caller.other-org` for one of another org.
 */
export type Authenticate = (token: string, sender?: Sender) => Promise<Caller | undefined>;

type AccessPorts = {
  store: Pick<Tokens, 'tokens' | 'updateToken'>;
  salesforce: Pick<OrgSession, 'readIdentity'>;
  clock: Clock;
  log: Pick<RunLog, 'error'>;
};

/**
 * Knows callers by their tokens, which are kept in memory for a few seconds, so that requests with wrong tokens cost no
 * query. Secrets are compared in constant time.
 */
export class Access {
  readonly #ports: AccessPorts;
  #loaded: { tokens: Map<string, StoredToken>; atMs: number } | undefined;
  #loading: Promise<Map<string, StoredToken>> | undefined;
  #ownOrgId: string | undefined;

  constructor(ports: AccessPorts) {
    this.#ports = ports;
  }

  /** Reads the tokens again at the next request, because this process has changed one. */
  forget(): void {
    this.#loaded = undefined;
    this.#loading = undefined;
  }

  readonly authenticate: Authenticate = async (token, { orgId } = {}) => {
    const [, id, secret] = tokenPattern.exec(token) ?? [];
    if (id === undefined || secret === undefined) return undefined;
    const stored = (await this.#tokens(RELOAD_MS)).get(id) ?? (await this.#tokens(RELOAD_FOR_UNKNOWN_MS)).get(id);
    if (stored === undefined) return undefined;
    if (!timingSafeEqual(Buffer.from(hashSecret(secret), 'hex'), Buffer.from(stored.hash, 'hex'))) return undefined;
    const now = this.#ports.clock.now();
    const state = stateOf(stored, now);
    if (state !== 'active') throw tokenEnded(state);
    if (orgId !== undefined) await this.#requireOrg(stored, orgId);
    this.#noteUse(stored, now);
    return { tokenId: stored.id, name: stored.name, rights: stored.rights };
  };

  /** The tokens as they were at most `maxAgeMs` ago; requests that come meanwhile wait for the same query. */
  async #tokens(maxAgeMs: number): Promise<Map<string, StoredToken>> {
    const nowMs = this.#ports.clock.now().getTime();
    if (this.#loaded && nowMs - this.#loaded.atMs < maxAgeMs) return this.#loaded.tokens;
    if (this.#loading) return this.#loading;
    const loading = this.#ports.store.tokens().then((tokens) => new Map(tokens.map((token) => [token.id, token])));
    this.#loading = loading;
    try {
      const tokens = await loading;
      // What `forget` has superseded is not kept.
      if (this.#loading === loading) this.#loaded = { tokens, atMs: nowMs };
      return tokens;
    } finally {
      if (this.#loading === loading) this.#loading = undefined;
    }
  }

  /**
   * A sandbox copy has the records and may keep the address and the token of its production org. A token belongs to the
   * org that the service works for when it is first used.
   */
  async #requireOrg(token: StoredToken, orgId: string): Promise<void> {
    if (token.orgId === undefined) {
      this.#ownOrgId ??= (await this.#ports.salesforce.readIdentity()).orgId;
      if (!isSameOrg(this.#ownOrgId, orgId)) throw otherOrg();
      token.orgId = this.#ownOrgId;
      await this.#ports.store.updateToken(token.id, { orgId: this.#ownOrgId });
    } else if (!isSameOrg(token.orgId, orgId)) throw otherOrg();
  }

  /** Not awaited: no request waits or fails for it. */
  #noteUse(token: StoredToken, now: Date): void {
    if (token.lastUsedAt !== undefined && now.getTime() - token.lastUsedAt.getTime() < USE_NOTED_MS) return;
    token.lastUsedAt = now;
    this.#ports.store.updateToken(token.id, { lastUsedAt: now }).catch((error: unknown) => {
      this.#ports.log.error('token.use-not-noted', { tokenId: token.id }, error);
    });
  }
}

const isSameOrg = (one: string, other: string): boolean => shortId(one) === shortId(other);

const otherOrg = (): ScoringError =>
  new ScoringError('caller.other-org', {
    message: 'This org is a copy; connect it to its own service.',
    actions: [
      'Start a service for this org, issue tokens there, and enter its address in the Named Credential.',
      'If this is the right org, issue a new token: the present one belongs to another org.',
    ],
  });

const tokenEnded = (state: 'expired' | 'revoked'): ScoringError =>
  new ScoringError('caller.token-ended', {
    message: `The token ${state === 'expired' ? 'has expired' : 'was revoked'}.`,
    actions: ['Issue a new token: node scoring-service/src/main.ts issue-token --name CALLER --rights score.'],
  });
