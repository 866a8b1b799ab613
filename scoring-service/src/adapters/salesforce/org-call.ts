import type { RunLog } from '../../ports/host.ts';
import { unreachable } from './org-refusal.ts';
import type { Sleep } from './sleep.ts';

export type ApiUsage = { used: number; limit: number };

/** What holds for every call of a session. */
export type CallSettings = {
  /** How long the org may be silent, before its answer and within it. */
  timeoutMs: number;
  sleep: Sleep;
  log: Pick<RunLog, 'info'>;
  onUsage: (usage: ApiUsage) => void;
};

export type WebRequest = { method: string; url: string; headers: Record<string, string>; body?: string };

export type CallOptions = {
  /** Whether doing it twice is the same as doing it once; GET, PUT and DELETE are. */
  isRepeatable?: boolean;
  signal?: AbortSignal;
};

/** An answer under way; what breaks off while `chunks` is read is repeated like the call itself. */
export type OpenAnswer = { status: number; headers: Headers; chunks: AsyncIterable<Uint8Array> };

const retryDelaysMs = [200, 600, 1800];
const passingStatuses = new Set([429, 500, 502, 503, 504]);
const brokenCodes = new Set([
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

/** Why one try failed and may be made again; not an error of its own: the last one becomes a ScoringError. */
type Broken = { reason: string; cause: unknown };

function codeOfNetwork(error: unknown): string | undefined {
  for (let link: unknown = error; link instanceof Error; link = link.cause) {
    if ('code' in link && typeof link.code === 'string' && brokenCodes.has(link.code)) return link.code;
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
    // Only the org's silence counts, not the time the reader took.
    timer.refresh();
  }
}

async function tryOnce<T>(
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
    const usage = readUsage(response.headers);
    if (usage) onUsage(usage);
    if (passingStatuses.has(response.status)) {
      await response.body?.cancel();
      return { reason: `HTTP status ${response.status}`, cause: undefined };
    }
    const { status, headers } = response;
    return { value: await read({ status, headers, chunks: keepingAlive(response.body, timer) }) };
  } catch (error) {
    signal?.throwIfAborted();
    // Silence is not tried again: it has cost the caller the whole time already.
    if (silence.signal.aborted) throw unreachable(`The org did not answer within ${timeoutMs} ms.`, error);
    const code = codeOfNetwork(error);
    if (code === undefined) throw error;
    return { reason: code, cause: error };
  } finally {
    clearTimeout(timer);
  }
}

/**
 * Makes one HTTP call and reads its answer; a status up to 499 is the reader's to judge. What broke off or met a server
 * in trouble is made again a few times where that does no harm. Throws ScoringError `salesforce.unreachable`.
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
    const outcome = await tryOnce(settings, request, options, read);
    if ('value' in outcome) return outcome.value;
    const delayMs = isRepeatable ? retryDelaysMs[retry] : undefined;
    const { reason, cause } = outcome;
    if (delayMs === undefined) throw unreachable(`The org cannot be reached (${reason}).`, cause);
    log.info('salesforce.retry', { method: request.method, reason, retry: retry + 1, delayMs });
    await sleep(delayMs, options.signal);
  }
}

/** The whole of an answer as text. */
export async function readText(chunks: OpenAnswer['chunks']): Promise<string> {
  const parts: Uint8Array[] = [];
  for await (const chunk of chunks) parts.push(chunk);
  return Buffer.concat(parts).toString('utf8');
}
