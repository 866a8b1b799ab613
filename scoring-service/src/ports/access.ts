import type { PackageNames } from '@plumbline/contract';
import type { ReasonLanguage } from '../domain/evaluation/reason-words.ts';
import type { ObjectNeed, UserRights } from '../domain/needs/connection-needs.ts';
import type { OrgFacts } from '../domain/org-facts.ts';

/** What the integration user may read and do in the org. Throws ScoringError `salesforce.*`. */
export type OrgDescription = {
  /** The fields that the integration user may read, by object. */
  describe(objects: string[]): Promise<OrgFacts>;
  /** What the integration user may do with each object. */
  describeRights(objects: string[]): Promise<UserRights>;
  /** What the service does with the objects of the package, under names that an admin knows. */
  packageNeeds(): Record<string, ObjectNeed[]>;
  /** The language of first reasons in the org: its default language where there are words of it. Kept once it is read. */
  reasonLanguage(): Promise<ReasonLanguage>;
  /** The time zones of the org and of its active users, as far as the integration user sees them. */
  timeZones(): Promise<string[]>;
  /** The code of the corporate currency of an org of several currencies; undefined where it has none. */
  corporateCurrency(): Promise<string | undefined>;
  /** Where the org keeps the package, as far as the integration user sees it. */
  readPackageNames(): Promise<PackageNames>;
  /** Statuses that a lead can have once it is converted. */
  readConvertedStatuses(): Promise<string[]>;
};

/** The session with the org. Throws ScoringError `salesforce.*`. */
export type OrgSession = {
  /** The org of the session and the user it works as. */
  readIdentity(): Promise<{ orgId: string; username: string }>;
  /** Daily API calls as of the last reply; undefined before the first. */
  apiUsage(): { used: number; limit: number } | undefined;
  /** One cheap call that proves login and access. */
  ping(): Promise<void>;
};

export type TokenRights = 'score' | 'manage';

export type StoredToken = {
  id: string;
  name: string;
  hash: string;
  rights: TokenRights;
  createdAt: Date;
  /** The only org that may use it; absent until it is first used. */
  orgId?: string;
  /** Absent for a token that does not end by itself. */
  expiresAt?: Date;
  revokedAt?: Date;
  /** To the minute. */
  lastUsedAt?: Date;
};

/** Tokens of callers; secrets are hashed. Throws ScoringError `store.*`. */
export type Tokens = {
  saveToken(token: StoredToken): Promise<void>;
  /** Returns false where there is no such token. */
  updateToken(id: string, change: Partial<Pick<StoredToken, 'orgId' | 'revokedAt' | 'lastUsedAt'>>): Promise<boolean>;
  tokens(): Promise<StoredToken[]>;
};

/** What a request says of who sends it, beside its token. */
export type Sender = {
  /** The org that the package or the plugin works for; other clients may leave it out. */
  orgId?: string;
};

/** Who calls: the id of a token and what it allows. */
export type Caller = { tokenId: string; name: string; rights: TokenRights };

/** The org that the state belongs to. Throws ScoringError `store.*`. */
export type OrgBinding = {
  /** Binds the state to an org, unless it is bound already; returns the org that it is bound to. */
  bindOrg(orgId: string): Promise<string>;
};
