import assert from 'node:assert/strict';
import { unzipSync } from 'fflate';
import type { Connection } from 'jsforce';
import type { RetrieveRequest } from 'jsforce/lib/api/metadata.js';
import type { DeployFile, DeployOutcome, Org } from '../../src/index.ts';

export type RetrievedTypes = { name: string; members: string[] }[];

/** Retrieves metadata through jsforce, as files. */
export async function retrieveFiles(
  connection: Connection,
  types: RetrievedTypes,
): Promise<{ files: Record<string, Uint8Array>; problems: string[] }> {
  connection.metadata.pollInterval = 10;
  // jsforce's types ask for a version that is a number and for elements that only a profile has.
  const request = { apiVersion: '65.0', singlePackage: true, unpackaged: { types, version: '65.0' } };
  const result = await connection.metadata.retrieve(request as unknown as Partial<RetrieveRequest>).complete();
  assert.equal(String(result.success), 'true', JSON.stringify(result));
  const messages = [result.messages ?? []].flat() as { problem: string }[];
  return {
    files: unzipSync(Buffer.from(result.zipFile, 'base64')),
    problems: messages.map(({ problem }) => problem),
  };
}

/** Deploys retrieved files as the administrator; fails with every problem. */
export function deployFiles(org: Org, files: Record<string, Uint8Array>): DeployOutcome {
  const contents: DeployFile[] = Object.entries(files).map(([path, content]) => ({ path, content }));
  const outcome = org.deploy(org.userId('admin@local.org') ?? '', contents);
  assert.ok(outcome.success, JSON.stringify(outcome.messages.filter(({ success }) => !success)));
  return outcome;
}

/** The deployed custom fields, in a form to compare two orgs with. */
export const fieldsOf = (org: Org): unknown =>
  org.components('CustomField').map(({ fullName, body }) => [fullName, { ...body, fullName: '' }]);
