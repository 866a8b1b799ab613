import { PassThrough } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { Transport } from 'jsforce/lib/transport.js';
import type { HttpRequest, HttpRequestOptions, HttpResponse } from 'jsforce/lib/types/index.js';
import { StreamPromise } from 'jsforce/lib/util/promise.js';
import type { RunLog } from '../../ports/host.ts';
import { unreachable } from './org-errors.ts';

/** Resolves after `ms`; rejects when the signal is aborted. */
export type Sleep = (ms: number, signal?: AbortSignal) => Promise<void>;

export const sleep: Sleep = (ms, signal) => delay(ms, undefined, { signal });

export type ApiUsage = { used: number; limit: number };

/** The settings of every call of a session. */
export type CallSettings = {
  /** The longest time without data, before the answer and within it. */
  timeoutMs: number;
  sleep: Sleep;
  log: Pick<RunLog, 'info'>;
  onUsage: (usage: ApiUsage) => void;
};

type WebRequest = { method: string; url: string; headers: Record<string, string>; body?: string };

export type CallOptions = {
  /** Whether the call is idempotent; GET, PUT and DELETE are by default. */
  isRepeatable?: boolean;
  signal?: AbortSignal;
};

/** An answer that is still arriving; when it breaks while `chunks` is read, the whole call is repeated. */
export type OpenAnswer = { status: number; headers: Headers; chunks: AsyncIterable<Uint8Array> };

/**
 * Makes one HTTP call and reads its answer; the reader handles any status up to 499. An idempotent call is repeated a few
 * times after a broken connection or a transient status. Throws ScoringError `salesforce.unreachable`.
 */
export async function callOrg<T>(
  settings: CallSettings,
  request: WebRequest,
  options: CallOptions,
  read: (answer: OpenAnswer) => Promise<T>,
): Promise<T> {
  const { sleep, log } = settings;
  const isRepeatable = options.isRepeatable ?? ['GET', 'PUT', 'DELETE'].includes(request.method);
  for (let retry = 0; ; retry += 1) {
    const outcome = await attempt(settings, request, options, read);
    if ('value' in outcome) return outcome.value;
    const delayMs = isRepeatable ? retryDelaysMs[retry] : undefined;
    const { reason, cause } = outcome;
    if (delayMs === undefined) throw unreachable(`The org cannot be reached (${reason}).`, cause);
    log.info('salesforce.retry', { method: request.method, reason, retry: retry + 1, delayMs });
    await sleep(delayMs, options.signal);
  }
}

/** An answer that is not what its call answers, such as half of it. The call is made again. */
export class UnreadableAnswer extends Error {}

/** Throws UnreadableAnswer for text that is no whole JSON where the answer says that it is JSON. */
function requireWhole(headers: Headers, text: string): void {
  if (!headers.get('content-type')?.includes('json') || text === '') return;
  try {
    JSON.parse(text);
  } catch (cause) {
    throw new UnreadableAnswer('an incomplete answer', { cause });
  }
}

/** The whole answer as text. */
export async function readText(chunks: OpenAnswer['chunks']): Promise<string> {
  const parts: Uint8Array[] = [];
  for await (const chunk of chunks) parts.push(chunk);
  return Buffer.concat(parts).toString('utf8');
}

/**
 * The transport of jsforce. Its own one has no timeout once the answer begins, and turns a connection that breaks within
 * an answer into an uncaught error, which would end the process.
 */
export class FetchTransport extends Transport {
  readonly #settings: CallSettings;
  readonly #defaults: CallOptions;

  constructor(settings: CallSettings, defaults: CallOptions = {}) {
    super();
    this.#settings = settings;
    this.#defaults = defaults;
  }

  override httpRequest(
    request: HttpRequest,
    options: HttpRequestOptions & CallOptions = {},
  ): StreamPromise<HttpResponse> {
    return StreamPromise.create(() => ({ stream: new PassThrough(), promise: this.#call(request, options) }));
  }

  async #call({ method, url, headers = {}, body }: HttpRequest, options: CallOptions): Promise<HttpResponse> {
    if (body !== undefined && body !== null && typeof body !== 'string') throw new TypeError('Only text can be sent.');
    // fetch sets the length itself.
    const sent = Object.fromEntries(
      Object.entries(headers).filter(([name]) => name.toLowerCase() !== 'content-length'),
    );
    const request = { method, url, headers: sent, ...(typeof body === 'string' && { body }) };
    return callOrg(this.#settings, request, { ...this.#defaults, ...options }, async (answer) => {
      const text = await readText(answer.chunks);
      requireWhole(answer.headers, text);
      return { statusCode: answer.status, headers: Object.fromEntries(answer.headers), body: text };
    });
  }
}

const retryDelaysMs = [200, 600, 1800];
const transientStatuses = new Set([429, 500, 502, 503, 504]);
const connectionCodes = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EAI_AGAIN',
  'ENETUNREACH',
  'ENOTFOUND',
  'EPIPE',
  'ETIMEDOUT',
  'UND_ERR_CONNECT_TIMEOUT',
  'UND_ERR_SOCKET',
  'UND_ERR_RES_CONTENT_LENGTH_MISMATCH',
]);

/** Why an attempt failed that may be repeated; the last one becomes a ScoringError. */
type Broken = { reason: string; cause: unknown };

function connectionCodeOf(error: unknown): string | undefined {
  for (let link: unknown = error; link instanceof Error; link = link.cause) {
    if ('code' in link && typeof link.code === 'string' && connectionCodes.has(link.code)) return link.code;
  }
  return undefined;
}

function readUsage(headers: Headers): ApiUsage | undefined {
  const [, used, limit] = /api-usage=(\d+)\/(\d+)/.exec(headers.get('sforce-limit-info') ?? '') ?? [];
  return used === undefined || limit === undefined ? undefined : { used: Number(used), limit: Number(limit) };
}

async function* keepingAlive(body: Response['body'], timer: NodeJS.Timeout): AsyncGenerator<Uint8Array> {
  if (body === null) return;
  for await (const chunk of body) {
    yield chunk;
    // Only the time without data counts, not the time that the reader took.
    timer.refresh();
  }
}

async function attempt<T>(
  settings: CallSettings,
  { url, ...request }: WebRequest,
  { signal }: CallOptions,
  read: (answer: OpenAnswer) => Promise<T>,
): Promise<{ value: T } | Broken> {
  const { timeoutMs, onUsage } = settings;
  const silence = new AbortController();
  const timer = setTimeout(() => silence.abort(), timeoutMs);
  try {
    const response = await fetch(url, {
      ...request,
      signal: signal ? AbortSignal.any([silence.signal, signal]) : silence.signal,
    });
    timer.refresh();
    const { status, headers } = response;
    const usage = readUsage(headers);
    if (usage) onUsage(usage);
    const isPage = headers.get('content-type')?.startsWith('text/html');
    if (isPage || transientStatuses.has(status)) {
      await response.body?.cancel();
      return { reason: transientStatuses.has(status) ? `HTTP status ${status}` : 'an HTML page', cause: undefined };
    }
    return { value: await read({ status, headers, chunks: keepingAlive(response.body, timer) }) };
  } catch (error) {
    signal?.throwIfAborted();
    // A timeout is not repeated, because the caller has already waited for the whole of it.
    if (silence.signal.aborted) throw unreachable(`The org did not answer within ${timeoutMs} ms.`, error);
    if (error instanceof UnreadableAnswer) return { reason: error.message, cause: error };
    const code = connectionCodeOf(error);
    if (code === undefined) throw error;
    return { reason: code, cause: error };
  } finally {
    clearTimeout(timer);
  }
}
