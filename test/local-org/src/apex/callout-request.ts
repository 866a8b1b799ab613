/** A request as it goes out. */
export type CalloutRequest = {
  method: string;
  url: string;
  headers: readonly (readonly [name: string, value: string])[];
  body: Uint8Array;
  timeoutMs: number;
};

export type CalloutResponse = {
  status: number;
  statusText: string;
  headers: readonly (readonly [name: string, value: string])[];
  body: Uint8Array;
};

/** Sends a request and waits for the answer. @throws CalloutTimeout, or an error of the network */
export type Send = (request: CalloutRequest) => Promise<CalloutResponse>;

/** The secret that an administrator entered for a principal of an external credential; metadata has none. */
export type Secrets = (credential: {
  externalCredential: string;
  principal: string;
  parameter: string;
}) => string | undefined;
