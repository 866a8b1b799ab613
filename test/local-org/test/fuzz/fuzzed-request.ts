/** A call as it goes over the wire. */
export type FuzzedRequest = {
  method: string;
  path: string;
  headers: Record<string, string>;
  body: string | Uint8Array<ArrayBuffer> | undefined;
};

/** A placeholder in a path or a body for an id of the running org. */
export type Known = { leadId: string; accountId: string; jobId: string; queryJobId: string; userId: string };
