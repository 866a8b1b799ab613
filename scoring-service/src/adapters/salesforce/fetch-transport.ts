import { PassThrough } from 'node:stream';
import { Transport } from 'jsforce/lib/transport.js';
import type { HttpRequest, HttpRequestOptions, HttpResponse } from 'jsforce/lib/types/index.js';
import { StreamPromise } from 'jsforce/lib/util/promise.js';
import { callOrg, readText } from './org-call.ts';
import type { CallOptions, CallSettings } from './org-call.ts';

/**
 * How jsforce reaches the org. Its own transport stops watching the time once the answer begins, and a connection that
 * breaks in the middle of an answer is an uncaught error there, which would end the process.
 */
export class FetchTransport extends Transport {
  readonly #settings: CallSettings;
  readonly #defaults: CallOptions;

  constructor(settings: CallSettings, defaults: CallOptions = {}) {
    super();
    this.#settings = settings;
    this.#defaults = defaults;
  }

  override httpRequest(
    request: HttpRequest,
    options: HttpRequestOptions & CallOptions = {},
  ): StreamPromise<HttpResponse> {
    return StreamPromise.create(() => ({ stream: new PassThrough(), promise: this.#call(request, options) }));
  }

  async #call({ method, url, headers = {}, body }: HttpRequest, options: CallOptions): Promise<HttpResponse> {
    if (body !== undefined && body !== null && typeof body !== 'string') throw new TypeError('Only text can be sent.');
    // The length is fetch's own affair.
    const sent = Object.fromEntries(
      Object.entries(headers).filter(([name]) => name.toLowerCase() !== 'content-length'),
    );
    const request = { method, url, headers: sent, ...(typeof body === 'string' && { body }) };
    return callOrg(this.#settings, request, { ...this.#defaults, ...options }, async (answer) => ({
      statusCode: answer.status,
      headers: Object.fromEntries(answer.headers),
      body: await readText(answer.chunks),
    }));
  }
}
