import { request } from 'shell/request';

type Wired = { data?: unknown; error?: unknown };
type Parameters = Record<string, unknown>;

const call = (method: string, parameters: Parameters = {}): Promise<unknown> =>
  request('POST', `/apex/${method}`, parameters);

const live = new Set<{ last: Wired; run(): Promise<void> }>();

/** The module `@salesforce/apex/Class.method`: a function that is also a wire adapter. */
export function apexMethod(method: string): unknown {
  return Object.assign((parameters?: Parameters) => call(method, parameters), {
    adapter: class {
      last: Wired = { data: undefined, error: undefined };
      #parameters?: Parameters;
      #newest = 0;
      #callback: (value: Wired) => void;

      constructor(callback: (value: Wired) => void) {
        this.#callback = callback;
        callback(this.last);
      }

      connect(): void {
        live.add(this);
      }

      disconnect(): void {
        live.delete(this);
      }

      /** As on the platform, there is no call while a parameter is undefined. */
      update(parameters: Parameters): void {
        if (Object.values(parameters).some((value) => value === undefined)) return;
        this.#parameters = parameters;
        void this.run();
      }

      async run(): Promise<void> {
        this.#newest += 1;
        const mine = this.#newest;
        const result = await call(method, this.#parameters).then(
          (data): Wired => ({ data, error: undefined }),
          (error: unknown): Wired => ({ data: undefined, error }),
        );
        if (mine !== this.#newest) return;
        this.last = result;
        this.#callback(result);
      }
    },
  });
}

/** Calls Apex again for a provisioned wire. */
export async function refreshApex(wired: Wired | undefined): Promise<void> {
  const same = [...live].filter(({ last }) => last === wired || (last.data !== undefined && last.data === wired?.data));
  await Promise.all(same.map((adapter) => adapter.run()));
}
