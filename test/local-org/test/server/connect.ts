import { Connection } from 'jsforce';
import type { RunningOrg } from '../../src/index.ts';

export const version = '65.0';
export const root = `/services/data/v${version}`;

/** jsforce as the administrator. */
export function connect({ url, adminToken }: RunningOrg): Connection {
  return new Connection({ instanceUrl: url, loginUrl: url, accessToken: adminToken, version });
}

type Asked = { method?: string; body?: unknown; headers?: Record<string, string>; token?: string };
export type Answered = { status: number; headers: Headers; text: string; json: unknown };

/** A call without a client library, to see the raw response. */
export async function ask({ url, adminToken }: RunningOrg, path: string, asked: Asked = {}): Promise<Answered> {
  const { method = 'GET', body, headers = {}, token = adminToken } = asked;
  const response = await fetch(`${url}${path}`, {
    method,
    headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json', ...headers },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  const isJson = (response.headers.get('content-type') ?? '').startsWith('application/json');
  return { status: response.status, headers: response.headers, text, json: isJson ? JSON.parse(text) : undefined };
}

/** A query without a client library. */
export const askQuery = (org: RunningOrg, soql: string, headers: Record<string, string> = {}): Promise<Answered> =>
  ask(org, `${root}/query?q=${encodeURIComponent(soql)}`, { headers });

export const plant = (org: RunningOrg, fault: Record<string, unknown>): Promise<Answered> =>
  ask(org, '/__org/faults', { method: 'POST', body: fault });

/** Inserts leads without HTTP; returns their ids. */
export function insertLeads({ org }: RunningOrg, count: number): string[] {
  const admin = org.userId('admin@local.org') ?? '';
  return org.transaction(() =>
    Array.from({ length: count }, (_, index) => {
      const record = { LastName: `Lead ${String(index).padStart(5, '0')}`, Company: `Company ${index % 100}` };
      const result = org.write(admin, 'insert', 'Lead', record);
      if (!result.success) throw new Error(JSON.stringify(result.errors));
      return result.id;
    }),
  );
}
