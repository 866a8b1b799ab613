import type { Callout, CalloutResult } from '../local-org/src/index.ts';

/** Where the scoring service is, as the Named Credential and External Credential of the package hold it. */
export type ServiceAddress = { serviceUrl: string; token: string };

type ServiceRequest = {
  method: 'POST' | 'DELETE';
  /** Below the service's address. */
  path: string;
  /** The org that calls. */
  orgId: string;
  body?: Record<string, readonly string[]>;
  about: Callout['about'];
};

/** The platform's default for a callout. */
const timeoutMs = 10_000;

/** A request of the scoring service as the package's Apex sends it through its Named Credential. */
export const serviceCallout = (service: ServiceAddress, { about, ...request }: ServiceRequest): Callout => ({
  about,
  send: (signal) => sendRequest(service, request, signal),
});

async function sendRequest(
  { serviceUrl, token }: ServiceAddress,
  { method, path, orgId, body }: Omit<ServiceRequest, 'about'>,
  signal: AbortSignal,
): Promise<CalloutResult> {
  try {
    const response = await fetch(`${serviceUrl.replace(/\/+$/, '')}${path}`, {
      method,
      headers: {
        ...{ Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
        ...{ 'Plumbline-Org-Id': orgId, 'Plumbline-Client': 'package', 'Plumbline-Contract-Version': '1' },
      },
      signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const answer: unknown = await readJson(response);
    if (response.ok) return { status: response.status };
    return { status: response.status, error: kindOf(answer) };
  } catch (error) {
    return { error: reasonOf(error) };
  }
}

const readJson = async (response: Response): Promise<unknown> => {
  const text = await response.text();
  const isJson = (response.headers.get('content-type') ?? '').includes('json');
  return isJson && text !== '' ? JSON.parse(text) : undefined;
};

const kindOf = (answer: unknown): string =>
  typeof answer === 'object' && answer !== null && 'kind' in answer && typeof answer.kind === 'string'
    ? answer.kind
    : 'refused';

/** `fetch` reports why a connection failed only in the cause of its error. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return 'failed';
  const { cause } = error;
  return cause instanceof Error && 'code' in cause ? String(cause.code) : error.name;
}
