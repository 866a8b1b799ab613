import { abstract, defineClass } from '../library.ts';
import type { LibraryClass } from '../library.ts';
import type { Run } from '../run.ts';
import { stringType } from '../types.ts';
import { ApexBlob } from '../values.ts';
import type { ApexList, ApexObject } from '../values.ts';
import { requireArgument } from './collection-guards.ts';

/** Headers by their name in lower case, as names ignore case, with the name as it was given first. */
export class HttpHeaders {
  private readonly entries = new Map<string, { name: string; value: string }>();

  get(name: string): string | null {
    return this.entries.get(name.toLowerCase())?.value ?? null;
  }

  set(name: string, value: string): void {
    const known = this.entries.get(name.toLowerCase());
    this.entries.set(name.toLowerCase(), { name: known?.name ?? name, value });
  }

  get all(): readonly { name: string; value: string }[] {
    return [...this.entries.values()];
  }
}

/** What an instance of `System.HttpRequest` keeps in `native`. */
export type HttpRequestState = {
  endpoint: string | null;
  method: string | null;
  headers: HttpHeaders;
  body: Uint8Array;
  timeoutMs: number;
  isCompressed: boolean;
  clientCertificate: string | null;
};

/** What an instance of `System.HttpResponse` keeps in `native`. */
export type HttpResponseState = {
  status: string | null;
  statusCode: number;
  headers: HttpHeaders;
  body: Uint8Array;
};

const DEFAULT_TIMEOUT_MS = 10_000;

export const newRequest = (): HttpRequestState => ({
  endpoint: null,
  method: null,
  headers: new HttpHeaders(),
  body: new Uint8Array(),
  timeoutMs: DEFAULT_TIMEOUT_MS,
  isCompressed: false,
  clientCertificate: null,
});

export const newResponse = (): HttpResponseState => ({
  status: null,
  statusCode: 0,
  headers: new HttpHeaders(),
  body: new Uint8Array(),
});

const requestOf = (me: ApexObject): HttpRequestState => me.native as HttpRequestState;
const responseOf = (me: ApexObject): HttpResponseState => me.native as HttpResponseState;
const bytesOf = (text: string | null): Uint8Array => Buffer.from(requireArgument(text));
const textOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('utf8');

/** The members that requests and responses have alike. */
const sharedMembers = {
  'String getBody()': (_run: Run, me: ApexObject) => textOf(responseOf(me).body),
  'Blob getBodyAsBlob()': (_run: Run, me: ApexObject) => new ApexBlob(responseOf(me).body),
  'String getHeader(String key)': (_run: Run, me: ApexObject, key: string | null) =>
    responseOf(me).headers.get(requireArgument(key)),
  'void setBody(String body)': (_run: Run, me: ApexObject, body: string | null) => {
    responseOf(me).body = bytesOf(body);
    return undefined;
  },
  'void setBodyAsBlob(Blob body)': (_run: Run, me: ApexObject, body: ApexBlob | null) => {
    responseOf(me).body = requireArgument(body).bytes;
    return undefined;
  },
  'void setHeader(String key, String value)': (_run: Run, me: ApexObject, key: string | null, value: string | null) => {
    responseOf(me).headers.set(requireArgument(key), value ?? '');
    return undefined;
  },
};

/** `Http.send` is the runtime's; bodies as `Dom.Document` are not modelled. */
export const httpClasses: readonly LibraryClass[] = [
  defineClass('System.HttpRequest', {
    'new()': (run: Run) => run.make('System.HttpRequest', newRequest()),
    ...sharedMembers,
    'Boolean getCompressed()': (_run: Run, me: ApexObject) => requestOf(me).isCompressed,
    'String getEndpoint()': (_run: Run, me: ApexObject) => requestOf(me).endpoint,
    'String getMethod()': (_run: Run, me: ApexObject) => requestOf(me).method,
    'void setClientCertificateName(String name)': (_run: Run, me: ApexObject, name: string | null) => {
      requestOf(me).clientCertificate = name;
      return undefined;
    },
    'void setCompressed(Boolean flag)': (_run: Run, me: ApexObject, flag: boolean | null) => {
      requestOf(me).isCompressed = requireArgument(flag);
      return undefined;
    },
    'void setEndpoint(String endpoint)': (_run: Run, me: ApexObject, endpoint: string | null) => {
      requestOf(me).endpoint = endpoint;
      return undefined;
    },
    'void setMethod(String method)': (_run: Run, me: ApexObject, method: string | null) => {
      requestOf(me).method = method;
      return undefined;
    },
    'void setTimeout(Integer timeout)': (_run: Run, me: ApexObject, timeoutMs: number | null) => {
      requestOf(me).timeoutMs = requireArgument(timeoutMs);
      return undefined;
    },
    'String toString()': (_run: Run, me: ApexObject) =>
      `System.HttpRequest[Endpoint=${requestOf(me).endpoint ?? 'null'}, Method=${requestOf(me).method ?? 'null'}]`,
  }),
  defineClass('System.HttpResponse', {
    'new()': (run: Run) => run.make('System.HttpResponse', newResponse()),
    ...sharedMembers,
    'List<String> getHeaderKeys()': (run: Run, me: ApexObject): ApexList =>
      run.list(
        stringType,
        responseOf(me).headers.all.map((header) => header.name),
      ),
    'String getStatus()': (_run: Run, me: ApexObject) => responseOf(me).status,
    'Integer getStatusCode()': (_run: Run, me: ApexObject) => responseOf(me).statusCode,
    'void setStatus(String status)': (_run: Run, me: ApexObject, status: string | null) => {
      responseOf(me).status = status;
      return undefined;
    },
    'void setStatusCode(Integer statusCode)': (_run: Run, me: ApexObject, statusCode: number | null) => {
      responseOf(me).statusCode = requireArgument(statusCode);
      return undefined;
    },
    'String toString()': (_run: Run, me: ApexObject) =>
      `System.HttpResponse[Status=${responseOf(me).status ?? 'null'}, StatusCode=${String(responseOf(me).statusCode)}]`,
  }),
  defineClass(
    'System.HttpCalloutMock',
    { 'HttpResponse respond(HttpRequest request)': abstract },
    { kind: 'interface', isOpen: true },
  ),
];
