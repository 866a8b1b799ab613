import assert from 'node:assert/strict';
import type { RunningOrg } from '../../src/index.ts';
import { ask, root } from '../server/connect.ts';
import type { Answered } from '../server/connect.ts';

export type Json = Record<string, unknown>;

type Asked = { method?: string; body?: unknown; headers?: Record<string, string>; token?: string };

/** A call of the UI API. */
export const askUi = (org: RunningOrg, path: string, asked: Asked = {}): Promise<Answered> =>
  ask(org, `${root}/ui-api${path}`, asked);

/** The answer to a call that must succeed. */
export async function readUi(org: RunningOrg, path: string, asked: Asked = {}): Promise<Json> {
  const { status, json } = await askUi(org, path, asked);
  assert.ok(status < 300, `${status} ${JSON.stringify(json)}`);
  return json as Json;
}

/** The answer to a call that must be refused with this status. */
export async function refusedUi(org: RunningOrg, status: number, path: string, asked: Asked = {}): Promise<unknown> {
  const answer = await askUi(org, path, asked);
  assert.equal(answer.status, status, JSON.stringify(answer.json));
  return answer.json;
}

/** The value at a path of names and places; undefined where there is none. */
export const at = (value: unknown, ...path: (string | number)[]): unknown =>
  path.reduce<unknown>(
    (inner, step) => (typeof inner === 'object' && inner !== null ? (inner as Json)[step] : undefined),
    value,
  );

/** The property names of an object of the response, sorted. */
export const namesIn = (value: unknown): string[] => Object.keys(value as Json).sort();

/** `Name: value` of a record's fields. */
export const valuesOf = (record: unknown): Json =>
  Object.fromEntries(Object.entries(at(record, 'fields') as Json).map(([name, field]) => [name, at(field, 'value')]));

/** Creates a record without HTTP as the administrator; returns its id. */
export function insert({ org }: RunningOrg, object: string, fields: Record<string, string | number | boolean>): string {
  const result = org.write(org.userId('admin@local.org') ?? '', 'insert', object, fields);
  assert.ok(result.success, JSON.stringify(result.errors));
  return result.id;
}

/** Deploys files in metadata format as the administrator. */
export function deploy({ org }: RunningOrg, files: Record<string, string>): void {
  const contents = Object.entries(files).map(([path, text]) => ({ path, content: new TextEncoder().encode(text) }));
  const { success, messages } = org.deploy(org.userId('admin@local.org') ?? '', contents);
  assert.ok(success, JSON.stringify(messages.filter((message) => !message.success)));
}
