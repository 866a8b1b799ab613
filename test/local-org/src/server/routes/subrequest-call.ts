import type { IncomingHttpHeaders } from 'node:http';
import { OrgError } from '../../org-error.ts';
import type { ApiCall } from '../api-call.ts';

type SubrequestParts = { method: string; url: string; body: unknown; headers: IncomingHttpHeaders };

/** The call that a part of a composite or batch request stands for; its address begins with `/services/data/`. */
export function subrequestCall(
  call: ApiCall,
  { method, url, body, headers }: SubrequestParts,
): Omit<ApiCall, 'params'> {
  const { pathname, searchParams } = new URL(url.replace(/^\/*/, '/'), 'http://org');
  const match = /^\/services\/data\/v(\d+\.0)(\/.*)$/.exec(pathname);
  if (match === null) throw new OrgError('NOT_FOUND', 'The requested resource does not exist', { status: 404 });
  const [, apiVersion = '', path = ''] = match;
  return {
    method,
    path,
    query: searchParams,
    headers,
    body: Buffer.from(body === undefined ? '' : JSON.stringify(body)),
    userId: call.userId,
    apiVersion,
    root: `/services/data/v${apiVersion}`,
  };
}
