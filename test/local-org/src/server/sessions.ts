import { randomBytes } from 'node:crypto';
import { hourMs } from '../calendar.ts';

/** Idle time after which a session of a login ends, as the platform's default. */
const idleMs = 2 * hourMs;

type Session = { userId: string; lasting: boolean; usedAt: number };

/** Access and refresh tokens. They end with the process. */
export class Sessions {
  readonly #orgId: string;
  readonly #now: () => Date;
  readonly #sessions = new Map<string, Session>();
  readonly #refreshTokens = new Map<string, string>();

  constructor(orgId: string, now: () => Date) {
    this.#orgId = orgId;
    this.#now = now;
  }

  /** A session as a login starts it: it ends after two idle hours of the org's clock. */
  start(userId: string): string {
    return this.#add({ userId, lasting: false, usedAt: this.#now().getTime() });
  }

  /** A session without timeout, for tests and the console. */
  startLasting(userId: string): string {
    return this.#add({ userId, lasting: true, usedAt: 0 });
  }

  /** Who a token belongs to; undefined when it is unknown or its session has ended. */
  userOf(token: string): string | undefined {
    const session = this.#sessions.get(token);
    if (session === undefined) return undefined;
    const now = this.#now().getTime();
    if (!session.lasting && now - session.usedAt > idleMs) {
      this.#sessions.delete(token);
      return undefined;
    }
    session.usedAt = now;
    return session.userId;
  }

  startRefresh(userId: string): string {
    const token = `5Aep861.${randomBytes(24).toString('hex')}`;
    this.#refreshTokens.set(token, userId);
    return token;
  }

  userOfRefresh(token: string): string | undefined {
    return this.#refreshTokens.get(token);
  }

  /** Ends a session or revokes a refresh token; false when there is none. */
  end(token: string): boolean {
    return this.#sessions.delete(token) || this.#refreshTokens.delete(token);
  }

  /** Ends all sessions of a user and revokes the refresh tokens. */
  endAllOf(userId: string): void {
    for (const [token, session] of [...this.#sessions]) if (session.userId === userId) this.#sessions.delete(token);
    for (const [token, owner] of [...this.#refreshTokens]) if (owner === userId) this.#refreshTokens.delete(token);
  }

  /** Ends all sessions but those to keep; only one user's when given. Returns how many ended. */
  expire({ userId, keep }: { userId?: string; keep: string }): number {
    const ended = [...this.#sessions].filter(
      ([token, session]) => token !== keep && (userId === undefined || session.userId === userId),
    );
    for (const [token] of ended) this.#sessions.delete(token);
    return ended.length;
  }

  #add(session: Session): string {
    // Clients look for `(00D\w{12,15})![.\w]*`.
    const token = `${this.#orgId.slice(0, 15)}!AQ.${randomBytes(32).toString('hex')}`;
    this.#sessions.set(token, session);
    return token;
  }
}
