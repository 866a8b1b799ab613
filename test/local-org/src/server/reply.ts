import type { Readable } from 'node:stream';

type Content =
  | { kind: 'none' }
  | { kind: 'json'; value: unknown }
  | { kind: 'text'; type: string; value: string }
  | { kind: 'stream'; type: string; value: Readable };

/** What the server answers, before limits, compression and faults are applied. */
export type Reply = { status: number; headers: Record<string, string>; content: Content };

export const json = (value: unknown, status = 200): Reply => ({
  status,
  headers: {},
  content: { kind: 'json', value },
});

export const noContent = (status = 204): Reply => ({ status, headers: {}, content: { kind: 'none' } });

export const text = (type: string, value: string, status = 200): Reply => ({
  status,
  headers: {},
  content: { kind: 'text', type, value },
});

export const stream = (type: string, value: Readable, headers: Record<string, string> = {}): Reply => ({
  status: 200,
  headers,
  content: { kind: 'stream', type, value },
});
