/** The error that the platform passes to a component after a failed call. */
export type FetchFailure = { ok: false; status: number; statusText: string; body: unknown };

/** Components cannot change the data they receive, as on the platform. */
export function freeze<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  Object.freeze(value);
  Object.values(value).forEach(freeze);
  return value;
}

/** Calls the server of this page. A header carries the error, so that the console stays empty, as on the platform. */
export async function request<T>(method: string, path: string, body?: unknown): Promise<T> {
  const response = await fetch(path, {
    method,
    headers: { 'Content-Type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  const answer: unknown = text === '' ? null : JSON.parse(text);
  const status = Number(response.headers.get('x-status') ?? response.status);
  if (status < 400) return freeze(answer as T);
  throw freeze({ ok: false, status, statusText: response.statusText, body: answer });
}
