import { defineClass } from '../library.ts';
import type { LibraryClass } from '../library.ts';
import { ApexFault } from '../run.ts';
import type { ApexObject, Value } from '../values.ts';
import { ApexObject as ObjectValue } from '../values.ts';
import { withoutNulls } from './arguments.ts';
import { hashOfText } from './string-characters.ts';

/** A URL as Java takes it apart: nothing is normalised, and `file` is the path with the query. */
type ApexUrl = {
  protocol: string;
  userInfo: string | null;
  host: string;
  port: number;
  path: string;
  query: string | null;
  ref: string | null;
};

const defaultPorts: Readonly<Record<string, number>> = { http: 80, https: 443, ftp: 21 };

const urlFault = (message: string): ApexFault => new ApexFault('System.StringException', message);

export function parseUrl(text: string, base?: ApexUrl): ApexUrl {
  const [, protocol, rest = ''] = /^([A-Za-z][A-Za-z0-9+.-]*):(.*)$/s.exec(text.trim()) ?? [];
  if (protocol === undefined) {
    if (base === undefined) throw urlFault(`no protocol: ${text}`);
    return relative(text.trim(), base);
  }
  if (!['http', 'https', 'ftp', 'file', 'mailto', 'jar'].includes(protocol.toLowerCase())) {
    throw urlFault(`unknown protocol: ${protocol.toLowerCase()}`);
  }
  const [, authority = '', path = '', query, ref] =
    /^(?:\/\/([^/?#]*))?([^?#]*)(?:\?([^#]*))?(?:#(.*))?$/s.exec(rest) ?? [];
  const [, userInfo, host = '', port] = /^(?:(.*)@)?(\[[^\]]*\]|[^:]*)(?::(\d*))?$/.exec(authority) ?? [];
  return {
    protocol: protocol.toLowerCase(),
    userInfo: userInfo ?? null,
    host,
    port: port === undefined || port === '' ? -1 : Number(port),
    path,
    query: query ?? null,
    ref: ref ?? null,
  };
}

function relative(text: string, base: ApexUrl): ApexUrl {
  const resolved = new URL(text, textOfUrl({ ...base, ref: null }));
  return {
    ...base,
    path: resolved.pathname,
    query: resolved.search === '' ? null : resolved.search.slice(1),
    ref: resolved.hash === '' ? null : resolved.hash.slice(1),
  };
}

const authorityOf = ({ userInfo, host, port }: ApexUrl): string =>
  `${userInfo === null ? '' : `${userInfo}@`}${host}${port === -1 ? '' : `:${port}`}`;
const fileOf = ({ path, query }: ApexUrl): string => `${path}${query === null ? '' : `?${query}`}`;

export function textOfUrl(url: ApexUrl): string {
  const authority = authorityOf(url);
  const slashes = authority === '' && url.protocol === 'mailto' ? '' : '//';
  return `${url.protocol}:${slashes}${authority}${fileOf(url)}${url.ref === null ? '' : `#${url.ref}`}`;
}

const urlOf = (object: ApexObject): ApexUrl => object.native as ApexUrl;

/** Where the transaction keeps the address of its request and of its org: runtimes set them. */
export const addressOfRequest = 'System.URL request';
export const addressOfOrg = 'System.URL org';

const addressIn = (state: ReadonlyMap<string, unknown>, key: string): string =>
  String(state.get(key) ?? state.get(addressOfOrg) ?? 'https://localhost');

export const urlClass: LibraryClass = defineClass('System.URL', {
  ...withoutNulls({
    'new(String text)': (run, text: string) => run.make('System.URL', parseUrl(text)),
    'new(URL base, String text)': (run, base: ApexObject, text: string) =>
      run.make('System.URL', parseUrl(text, urlOf(base))),
    'new(String protocol, String host, String file)': (run, protocol: string, host: string, file: string) =>
      run.make('System.URL', parseUrl(`${protocol}://${host}${file}`)),
    'new(String protocol, String host, Integer port, String file)': (
      run,
      protocol: string,
      host: string,
      port: number,
      file: string,
    ) => run.make('System.URL', parseUrl(`${protocol}://${host}${port === -1 ? '' : `:${port}`}${file}`)),
  }),
  'static URL getCurrentRequestUrl()': (run) =>
    run.make('System.URL', parseUrl(addressIn(run.state, addressOfRequest))),
  'static URL getOrgDomainUrl()': (run) => run.make('System.URL', parseUrl(addressIn(run.state, addressOfOrg))),
  'static URL getSalesforceBaseUrl()': (run) => run.make('System.URL', parseUrl(addressIn(run.state, addressOfOrg))),
  'String getAuthority()': (_run, url: ApexObject) => authorityOf(urlOf(url)),
  'Integer getDefaultPort()': (_run, url: ApexObject) => defaultPorts[urlOf(url).protocol] ?? -1,
  'String getFile()': (_run, url: ApexObject) => fileOf(urlOf(url)),
  'String getHost()': (_run, url: ApexObject) => urlOf(url).host,
  'String getPath()': (_run, url: ApexObject) => urlOf(url).path,
  'Integer getPort()': (_run, url: ApexObject) => urlOf(url).port,
  'String getProtocol()': (_run, url: ApexObject) => urlOf(url).protocol,
  'String getQuery()': (_run, url: ApexObject) => urlOf(url).query,
  'String getRef()': (_run, url: ApexObject) => urlOf(url).ref,
  'String getUserInfo()': (_run, url: ApexObject) => urlOf(url).userInfo,
  'Boolean sameFile(URL other)': (_run, url: ApexObject, other: ApexObject) =>
    textOfUrl({ ...urlOf(url), ref: null }) === textOfUrl({ ...urlOf(other), ref: null }),
  'Boolean equals(Object other)': (_run, url: ApexObject, other: Value) =>
    other instanceof ObjectValue && other.of.name === url.of.name && textOfUrl(urlOf(url)) === textOfUrl(urlOf(other)),
  'Integer hashCode()': (_run, url: ApexObject) => hashOfText(textOfUrl(urlOf(url))),
  'String toExternalForm()': (_run, url: ApexObject) => textOfUrl(urlOf(url)),
  'String toString()': (_run, url: ApexObject) => textOfUrl(urlOf(url)),
});
