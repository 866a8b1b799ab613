import { Connection, OAuth2 } from 'jsforce';
import type { HttpRequest } from 'jsforce';
import { z } from 'zod';
import { ScoringError } from '../../domain/scoring-error.ts';
import { FetchTransport, callOrg, readText } from './org-call.ts';
import type { ApiUsage, CallOptions, CallSettings, OpenAnswer } from './org-call.ts';
import { codeOf, refusalOf, queryOf } from './org-errors.ts';

/** How the service logs in: as a connected app, or with a token that somebody else renews. */
export type Login =
  { loginUrl: string; clientId: string; clientSecret: string } | { instanceUrl: string; accessToken: string };

export type OrgRequest = CallOptions & {
  method: HttpRequest['method'];
  /** Below `/services/data/vXX.0`, or from the root of the instance. */
  path: string;
  /** Sent as JSON. */
  body?: unknown;
  /** Sent as it is. */
  csv?: string;
};

/** Calls to one org in one session, which is begun and renewed as needed. */
export type Session = {
  /** `/services/data/vXX.0`. */
  readonly root: string;
  /** The answer's JSON; undefined where there is none. Throws ScoringError `salesforce.*`. */
  send(request: OrgRequest): Promise<unknown>;
  /** An answer of CSV as text. Throws ScoringError `salesforce.*`. */
  sendForText(request: OrgRequest): Promise<string>;
  /** Reads an answer as it arrives; what breaks off is read again from its start. Throws ScoringError `salesforce.*`. */
  stream<T>(path: string, options: CallOptions, read: (answer: OpenAnswer) => Promise<T>): Promise<T>;
  apiUsage(): ApiUsage | undefined;
};

const loginRefused = (cause: unknown): ScoringError =>
  new ScoringError('salesforce.login-failed', {
    message: 'The org refused the login of the service.',
    cause: cause instanceof Error ? { code: cause.name } : undefined,
    actions: [
      'Check SALESFORCE_CLIENT_ID and SALESFORCE_CLIENT_SECRET against the connected app.',
      'Enable the client credentials flow of the connected app and choose the integration user as its run-as user.',
    ],
  });

/** jsforce names refusals by `errorCode`; anything else was thrown below it and is known already. */
function toScoringError(error: unknown, query?: string): unknown {
  if (!(error instanceof Error) || error instanceof ScoringError || !('errorCode' in error)) return error;
  const { message, errorCode } = error;
  return refusalOf({ code: typeof errorCode === 'string' ? errorCode : 'UNKNOWN', message, query });
}

function refusalInText(status: number, text: string): ScoringError {
  const [, code = `ERROR_HTTP_${status}`] = /"errorCode"\s*:\s*"(\w+)"/.exec(text) ?? [];
  return refusalOf({ code, message: text });
}

const tokenSchema = z.object({ access_token: z.string(), instance_url: z.string() });

/** The token endpoint of the org; without one the session ends with its token. */
function openLogin(login: Login, settings: CallSettings): OAuth2 | undefined {
  if ('accessToken' in login) return undefined;
  const oauth2 = new OAuth2(login);
  // A second token does no harm.
  oauth2._transport = new FetchTransport(settings, { isRepeatable: true });
  return oauth2;
}

/** No OAuth is told to the connection itself: its own renewal would go on for ever with an org that refuses all tokens. */
function openConnection(login: Login, apiVersion: string, settings: CallSettings): Connection {
  const connection = new Connection(
    'accessToken' in login
      ? { ...login, version: apiVersion }
      : { instanceUrl: login.loginUrl, loginUrl: login.loginUrl, version: apiVersion },
  );
  connection._transport = new FetchTransport(settings);
  return connection;
}

/** Opens a session; nothing is sent before the first call. */
export function openSession(
  login: Login,
  { apiVersion, ...given }: Omit<CallSettings, 'onUsage'> & { apiVersion: string },
): Session {
  let usage: ApiUsage | undefined;
  const settings: CallSettings = { ...given, onUsage: (told) => (usage = told) };
  const connection = openConnection(login, apiVersion, settings);
  const oauth2 = openLogin(login, settings);
  const root = `/services/data/v${apiVersion}`;
  let pendingLogin: Promise<void> | undefined;

  async function logIn(app: OAuth2): Promise<void> {
    try {
      const token = tokenSchema.parse(await app.requestToken({ grant_type: 'client_credentials' }));
      connection.accessToken = token.access_token;
      connection.instanceUrl = token.instance_url;
    } catch (error) {
      throw error instanceof ScoringError ? error : loginRefused(error);
    }
    settings.log.info('salesforce.login', {});
  }

  /** Makes sure that the token is another one than this; calls that fail together log in once. */
  async function renew(app: OAuth2, token: string | null | undefined): Promise<void> {
    if (connection.accessToken !== token) return;
    pendingLogin ??= logIn(app).finally(() => (pendingLogin = undefined));
    await pendingLogin;
  }

  async function inSession<T>(call: () => Promise<T>, query?: string): Promise<T> {
    if (oauth2 && !connection.accessToken) await renew(oauth2, connection.accessToken);
    const token = connection.accessToken;
    try {
      return await call();
    } catch (error) {
      const refusal = toScoringError(error, query);
      const isExpired = codeOf(refusal) === 'INVALID_SESSION_ID';
      if (!isExpired || oauth2 === undefined) throw refusal;
      await renew(oauth2, token);
    }
    try {
      return await call();
    } catch (error) {
      throw toScoringError(error, query);
    }
  }

  const toHttp = ({ method, path, body, csv }: OrgRequest): HttpRequest => ({
    method,
    url: path.startsWith('/services/') ? path : root + path,
    ...(body !== undefined && { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    ...(csv !== undefined && { body: csv, headers: { 'content-type': 'text/csv' } }),
  });
  const optionsOf = ({ isRepeatable, signal }: CallOptions): CallOptions => ({ isRepeatable, signal });

  return {
    root,
    send: (request) => {
      const call = async (): Promise<unknown> => await connection.request<unknown>(toHttp(request), optionsOf(request));
      return retryLocked(settings, () => inSession(call, queryOf(request)), request.signal);
    },
    sendForText: (request) =>
      inSession(
        async () =>
          await connection.request<string>(toHttp(request), { ...optionsOf(request), responseType: 'text/plain' }),
      ),
    stream: (path, options, read) =>
      inSession(() => {
        const url = `${connection.instanceUrl}${root}${path}`;
        const headers = { Authorization: `Bearer ${connection.accessToken ?? ''}` };
        return callOrg(settings, { method: 'GET', url, headers }, options, async (answer) => {
          if (answer.status < 400) return read(answer);
          throw refusalInText(answer.status, await readText(answer.chunks));
        });
      }),
    apiUsage: () => usage,
  };
}

/** How long to wait for a record that somebody else holds: later and later, then it is given up. */
export const lockDelaysMs: readonly number[] = [500, 1000, 2000, 4000, 8000];

/** Makes a call again while somebody else holds its record: a call that met a lock has changed nothing. */
export async function retryLocked<T>(
  { sleep, log }: Pick<CallSettings, 'sleep' | 'log'>,
  call: () => Promise<T>,
  signal?: AbortSignal,
): Promise<T> {
  for (const [retry, delayMs] of lockDelaysMs.entries()) {
    try {
      return await call();
    } catch (error) {
      if (codeOf(error) !== 'UNABLE_TO_LOCK_ROW') throw error;
      log.info('salesforce.row-locks', { records: 1, retry: retry + 1, delayMs });
    }
    await sleep(delayMs, signal);
  }
  return call();
}
