import { LoadError } from './load-error.ts';

const apiVersion = '65.0';
const callTimeoutMs = 180_000;

/** Where to send calls, and as whom. */
export type OrgSession = { instanceUrl: string; token: string };

export type OrgCall = { method?: string; body?: string; contentType?: string; accept?: string };

async function send(url: URL, init: RequestInit): Promise<Response> {
  try {
    return await fetch(url, { ...init, signal: AbortSignal.timeout(callTimeoutMs) });
  } catch (cause) {
    throw new LoadError(`${url.origin} cannot be reached. Is the org running, and is the address right?`, { cause });
  }
}

/**
 * Calls the REST API at a path below `/services/data/v65.0` and returns the text of the answer.
 *
 * @throws LoadError with the org's own error when it is not a success
 */
export async function callRest({ instanceUrl, token }: OrgSession, path: string, call: OrgCall = {}): Promise<string> {
  const { method = 'GET', body, contentType = 'application/json', accept = 'application/json' } = call;
  const headers: Record<string, string> = { Authorization: `Bearer ${token}`, Accept: accept };
  if (body !== undefined) headers['Content-Type'] = contentType;
  const response = await send(new URL(`/services/data/v${apiVersion}/${path}`, instanceUrl), { method, body, headers });
  const text = await response.text();
  if (!response.ok) throw new LoadError(`${method} ${path} failed with ${response.status}: ${text.slice(0, 500)}`);
  return text;
}

/**
 * Calls the SOAP API (partner) with a body and returns the text of the answer, a fault included.
 *
 * @throws LoadError when there is no response
 */
export async function callSoap({ instanceUrl, token }: OrgSession, body: string): Promise<string> {
  const envelope =
    '<?xml version="1.0" encoding="UTF-8"?>' +
    '<soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" xmlns="urn:partner.soap.sforce.com">' +
    `<soapenv:Header><SessionHeader><sessionId>${escapeXml(token)}</sessionId></SessionHeader></soapenv:Header>` +
    `<soapenv:Body>${body}</soapenv:Body></soapenv:Envelope>`;
  const response = await send(new URL(`/services/Soap/u/${apiVersion}`, instanceUrl), {
    method: 'POST',
    body: envelope,
    headers: { 'Content-Type': 'text/xml; charset=UTF-8', SOAPAction: '""' },
  });
  return response.text();
}

export function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
