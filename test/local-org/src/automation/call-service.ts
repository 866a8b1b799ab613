import type { Callout } from './twin.ts';

/** Where the scoring service is, as the package's Named and External Credential know it. */
export type ServiceAddress = { serviceUrl: string; token: string };

/** What came of a call. `error` is the kind of problem that the service names, or why it was not reached. */
export type CalloutResult = { status?: number; error?: string };

/** The platform's default for a callout. */
const timeoutMs = 10_000;

/** Makes one call. What goes wrong is the result: nobody waits for an asynchronous transaction. */
export async function callService(
  { serviceUrl, token }: ServiceAddress,
  { method, path, body }: Callout,
  signal: AbortSignal,
): Promise<CalloutResult> {
  try {
    const response = await fetch(`${serviceUrl.replace(/\/+$/, '')}${path}`, {
      method,
      headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
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

/** `fetch` hides why a connection failed in the cause. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return 'failed';
  const { cause } = error;
  return cause instanceof Error && 'code' in cause ? String(cause.code) : error.name;
}
