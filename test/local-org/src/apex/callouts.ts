import { children, childText } from '../metadata/xml.ts';
import type { XmlElement } from '../metadata/xml.ts';
import type { Org } from '../org.ts';
import type { Secrets, Send } from './callout-request.ts';
import { ApexFault } from './run.ts';

const calloutFault = (message: string): ApexFault => new ApexFault('System.CalloutException', message);

/** Sends by the network. */
export const sendByFetch: Send = async ({ method, url, headers, body, timeoutMs }) => {
  const hasBody = body.length > 0 && method !== 'GET' && method !== 'HEAD';
  const response = await fetch(url, {
    method,
    headers: headers.map(([name, value]): [string, string] => [name, value]),
    redirect: 'manual',
    signal: AbortSignal.timeout(timeoutMs),
    ...(hasBody && { body: Buffer.from(body) }),
  });
  return {
    status: response.status,
    statusText: response.statusText,
    headers: [...response.headers],
    body: new Uint8Array(await response.arrayBuffer()),
  };
};

/** What the platform says of a callout that had no answer. */
export function faultOfSending(error: unknown): ApexFault {
  if (error instanceof ApexFault) return error;
  if (error instanceof DOMException && error.name === 'TimeoutError') return calloutFault('Read timed out');
  if (!(error instanceof Error)) return calloutFault('Unknown error of the network');
  const cause = error.cause instanceof Error ? error.cause : error;
  const code = 'code' in cause ? String(cause.code) : '';
  if (code === 'ECONNREFUSED') return calloutFault('Connection refused');
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return calloutFault(`Unknown host: ${cause.message}`);
  return calloutFault(cause.message);
}

type Request = { endpoint: string; headers: [string, string][] };

/** Where a request goes and with which further headers. */
export function resolveEndpoint(
  org: Org,
  { userId, endpoint, secrets }: { userId: string; endpoint: string; secrets: Secrets },
): Request {
  const named = /^callout:([\w]+)(.*)$/is.exec(endpoint);
  if (named === null) {
    requireRemoteSite(org, endpoint);
    return { endpoint, headers: [] };
  }
  const [, name = '', path = ''] = named;
  const credential = org
    .components('NamedCredential')
    .find(({ fullName }) => fullName.toLowerCase() === name.toLowerCase());
  if (credential === undefined) {
    throw calloutFault(
      `The callout couldn't access the endpoint. You might not have the required permissions, or the named credential "${name}" might not exist.`,
    );
  }
  const { url, externalCredential } = readNamedCredential(credential.body);
  const headers = externalCredential === undefined ? [] : headersOf(org, { userId, externalCredential, secrets });
  return { endpoint: url.replace(/\/$/, '') + path, headers };
}

function readNamedCredential(body: XmlElement): { url: string; externalCredential: string | undefined } {
  const parameters = children(body, 'namedCredentialParameters');
  const ofType = (type: string): XmlElement | undefined =>
    parameters.find((one) => childText(one, 'parameterType') === type);
  const url = childText(ofType('Url') ?? {}, 'parameterValue') ?? childText(body, 'endpoint') ?? '';
  const externalCredential = childText(ofType('Authentication') ?? {}, 'externalCredential');
  return { url, externalCredential };
}

function requireRemoteSite(org: Org, endpoint: string): void {
  const isAllowed = org
    .components('RemoteSiteSetting')
    .some(({ body }) => childText(body, 'isActive') !== 'false' && endpoint.startsWith(childText(body, 'url') ?? '\n'));
  if (isAllowed) return;
  throw calloutFault(
    `Unauthorized endpoint, please check Setup->Security->Remote site settings. endpoint = ${endpoint}`,
  );
}

type Authentication = { userId: string; externalCredential: string; secrets: Secrets };

/** The principal of the credential that a permission set of the user gives access to, the first in their sequence. */
/** The principals that an external credential names, as its parameters. */
export const principalsOf = (credential: XmlElement): XmlElement[] =>
  children(credential, 'externalCredentialParameters').filter((one) =>
    /Principal$/.test(childText(one, 'parameterType') ?? ''),
  );

function principalOf(org: Org, { userId, externalCredential }: Authentication): { name: string; body: XmlElement } {
  const refused = calloutFault(
    `We couldn't access the credential(s). You might not have the required permissions, or the external credential "${externalCredential}" might not exist.`,
  );
  const credential = org.components('ExternalCredential').find(({ fullName }) => fullName === externalCredential);
  if (credential === undefined || org.describe(userId, 'UserExternalCredential') === undefined) throw refused;
  const granted = new Set(
    org.permissionSets(userId).flatMap((name) => {
      const set = org.components('PermissionSet').find(({ fullName }) => fullName === name);
      return children(set?.body ?? {}, 'externalCredentialPrincipalAccesses')
        .filter((one) => childText(one, 'enabled') !== 'false')
        .map((one) => childText(one, 'externalCredentialPrincipal') ?? '');
    }),
  );
  const principals = principalsOf(credential.body).toSorted((one, other) => sequenceOf(one) - sequenceOf(other));
  const found = principals.find((one) => granted.has(`${externalCredential}-${childText(one, 'parameterName') ?? ''}`));
  if (found === undefined) throw refused;
  return { name: childText(found, 'parameterName') ?? '', body: credential.body };
}

const sequenceOf = (one: XmlElement): number => Number(childText(one, 'sequenceNumber') ?? 0);

/** The headers that an external credential adds, with the secrets of the principal. */
function headersOf(org: Org, authentication: Authentication): [string, string][] {
  const { externalCredential, secrets } = authentication;
  const { name: principal, body } = principalOf(org, authentication);
  return children(body, 'externalCredentialParameters')
    .filter((one) => childText(one, 'parameterType') === 'AuthHeader')
    .toSorted((one, other) => sequenceOf(one) - sequenceOf(other))
    .map((one): [string, string] => {
      const formula = childText(one, 'parameterValue') ?? '';
      const value = formula.replace(/^\{!([\s\S]*)\}$/, (_, text: string) =>
        text
          .split(/\s*&\s*/)
          .map((part) => partOf(part.trim(), (parameter) => secrets({ externalCredential, principal, parameter })))
          .join(''),
      );
      return [childText(one, 'parameterName') ?? '', value];
    });
}

/** A literal, or the value of `$Credential.Name.Parameter`. */
function partOf(part: string, secret: (parameter: string) => string | undefined): string {
  const literal = /^'([\s\S]*)'$|^"([\s\S]*)"$/.exec(part);
  if (literal !== null) return literal[1] ?? literal[2] ?? '';
  const parameter = part.split('.').at(-1) ?? '';
  const value = secret(parameter);
  if (value === undefined) throw calloutFault(`The parameter ${parameter} of the credential has no value.`);
  return value;
}
