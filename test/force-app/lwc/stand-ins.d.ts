// What Jest puts in the place of wire adapters and Apex methods.
declare type TestWireAdapter = {
  emit(data: unknown): void;
  error(body?: unknown, status?: number, statusText?: string): void;
  getLastConfig(): Record<string, unknown>;
};

declare type JestOfLwc = { createApexTestWireAdapter(method: unknown): unknown };
