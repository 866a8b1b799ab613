import type { IncomingMessage } from 'node:http';
import { BlockList, isIP } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import type { Context } from 'hono';
import { ScoringError } from '../domain/scoring-error.ts';
import { RateLimiter } from './rate-limiter.ts';
import type { Environment } from './router.ts';

export type LimitOptions = {
  /** Requests of one token in a minute; a sixth of them may come at once. */
  requestsAMinute?: number;
  /** Requests of one token that are answered at the same time. */
  concurrentRequests?: number;
  /** Proxies whose X-Forwarded-For is true: addresses, or networks as 10.0.0.0/8. */
  trustedProxies?: readonly string[];
  now?: () => number;
  wait?: (ms: number) => Promise<unknown>;
};

/** Wrong tokens of one address: as many at once as a client sends before its admin notices. */
const FAILURES_A_MINUTE = 60;
const FAILURES_AT_ONCE = 20;
/** How late those are answered that exceed it: 200 connections that wait for their answers then send 100 requests a second. */
const LATE_MS = 2_000;
/** Answers that wait at the same time; further ones come at once and end their connection. */
const MOST_LATE = 1_000;

/**
 * Limits callers: an address only by its requests with wrong tokens, so that nobody is refused for others behind the same
 * address, and after that each token by rate and concurrency.
 */
export class CallerLimits {
  readonly #failures: RateLimiter;
  readonly #requests: RateLimiter;
  readonly #running = new Map<string, number>();
  readonly #options: Required<Pick<LimitOptions, 'concurrentRequests' | 'wait'>>;
  readonly #proxies = new BlockList();
  #late = 0;

  constructor({
    requestsAMinute = 6_000,
    concurrentRequests = 50,
    trustedProxies = [],
    now = () => performance.now(),
    wait = (ms) => delay(ms, undefined, { ref: false }),
  }: LimitOptions = {}) {
    this.#options = { concurrentRequests, wait };
    this.#failures = new RateLimiter({ aMinute: FAILURES_A_MINUTE, atOnce: FAILURES_AT_ONCE, now });
    this.#requests = new RateLimiter({ aMinute: requestsAMinute, atOnce: Math.ceil(requestsAMinute / 6), now });
    for (const proxy of trustedProxies) addNetwork(this.#proxies, proxy);
  }

  /** Counts a request without a valid token. Throws ScoringError `caller.limited` late where its address has sent many. */
  async countFailure(context: Context<Environment>): Promise<void> {
    const waitMs = this.#failures.take(networkOf(this.#addressOf(context)));
    if (waitMs === 0) return;
    context.header('Retry-After', String(Math.ceil(waitMs / 1000)));
    if (this.#late < MOST_LATE) {
      this.#late += 1;
      await this.#options.wait(LATE_MS).finally(() => (this.#late -= 1));
    } else context.header('Connection', 'close');
    throw limited('Too many requests with wrong tokens came from this address.');
  }

  /** Runs a request of a token. Throws ScoringError `caller.limited` where the token sends too many. */
  async run(context: Context<Environment>, tokenId: string, work: () => Promise<void>): Promise<void> {
    const running = this.#running.get(tokenId) ?? 0;
    const waitMs = running < this.#options.concurrentRequests ? this.#requests.take(tokenId) : 1000;
    if (waitMs > 0) {
      context.header('Retry-After', String(Math.ceil(waitMs / 1000)));
      throw limited('This token sends more requests than the service allows.');
    }
    this.#running.set(tokenId, running + 1);
    try {
      await work();
    } finally {
      const left = (this.#running.get(tokenId) ?? 1) - 1;
      if (left > 0) this.#running.set(tokenId, left);
      else this.#running.delete(tokenId);
    }
  }

  /** The address of the client: that of the connection, or the last one that no trusted proxy has. */
  #addressOf(context: Context<Environment>): string {
    // Absent for a request that came through no connection, as those of tests.
    const { incoming } = (context.env ?? {}) as { incoming?: IncomingMessage };
    let address = bare(incoming?.socket.remoteAddress ?? '');
    const hops = (context.req.header('X-Forwarded-For') ?? '').split(',').map((hop) => bare(hop.trim()));
    for (let hop = hops.pop(); hop !== undefined && isIP(hop) !== 0 && this.#isProxy(address); hop = hops.pop()) {
      address = hop;
    }
    return address;
  }

  #isProxy(address: string): boolean {
    const version = isIP(address);
    return version !== 0 && this.#proxies.check(address, version === 4 ? 'ipv4' : 'ipv6');
  }
}

/** An address without brackets, port or the prefix of an IPv4 address in IPv6. */
function bare(address: string): string {
  const [, inBrackets, v4] = /^\[(.*)\](?::\d+)?$|^([\d.]+):\d+$/.exec(address) ?? [];
  return (inBrackets ?? v4 ?? address).replace(/^::ffff:(?=[\d.]+$)/i, '');
}

/** Who has one IPv6 address mostly has its /64 network. */
function networkOf(address: string): string {
  if (isIP(address) !== 6) return address;
  const [head = '', tail] = address.split('::');
  const groups = head === '' ? [] : head.split(':');
  const after = tail === undefined || tail === '' ? [] : tail.split(':');
  const all =
    tail === undefined
      ? groups
      : [...groups, ...Array<string>(Math.max(0, 8 - groups.length - after.length)).fill('0'), ...after];
  return all
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':');
}

function addNetwork(list: BlockList, text: string): void {
  const [address = '', bits] = text.split('/');
  const family = isIP(address) === 4 ? 'ipv4' : 'ipv6';
  list.addSubnet(address, bits === undefined ? (family === 'ipv4' ? 32 : 128) : Number(bits), family);
}

const limited = (message: string): ScoringError =>
  new ScoringError('caller.limited', {
    message,
    actions: ['Send fewer requests, and wait for as many seconds as Retry-After says.'],
  });
