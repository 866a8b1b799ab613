import type { IncomingHttpHeaders } from 'node:http';

/** One authenticated call of the REST API; calls inside a composite request look the same. */
export type ApiCall = {
  method: string;
  /** Below the version's root: `/sobjects/Lead`. Still percent-encoded. */
  path: string;
  query: URLSearchParams;
  headers: IncomingHttpHeaders;
  body: Buffer;
  userId: string;
  /** `65.0` */
  apiVersion: string;
  /** `/services/data/v65.0` */
  root: string;
  /** Decoded values of the route's `:names`. */
  params: Record<string, string>;
};
