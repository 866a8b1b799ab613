import { zipSync } from 'fflate';
import { manifestOf } from '../metadata/retrieve.ts';
import type { Member } from '../metadata/manifest.ts';
import { OrgError } from '../org-error.ts';
import type { Org } from '../org.ts';
import { fileProperties } from './metadata-listing.ts';
import { platformId } from './platform-id.ts';

type Order = { members: readonly Member[]; apiVersion: string; singlePackage: boolean };

type RetrieveResult = Record<string, unknown>;

/** The retrieves of the running server. One is done when its start is answered. */
export class Retrieves {
  readonly #org: Org;
  readonly #results = new Map<string, RetrieveResult>();

  constructor(org: Org) {
    this.#org = org;
  }

  start(userId: string, { members, apiVersion, singlePackage }: Order): string {
    const { files, problems } = this.#org.retrieve(userId, members);
    const root = singlePackage ? '' : 'unpackaged/';
    const manifest = new TextEncoder().encode(manifestOf(files, apiVersion));
    const zip = zipSync(
      Object.fromEntries([
        ...files.map(({ path, content }) => [`${root}${path}`, content] as const),
        [`${root}package.xml`, manifest] as const,
      ]),
    );
    const id = platformId('09S');
    this.#results.set(id, {
      done: true,
      fileProperties: files.map((file) => ({
        ...fileProperties(this.#org, userId, file),
        fileName: `${root}${file.path}`,
      })),
      id,
      messages: problems.map((problem) => ({ fileName: `${root}package.xml`, problem })),
      status: 'Succeeded',
      success: true,
      zipFile: Buffer.from(zip).toString('base64'),
    });
    return id;
  }

  /** @throws OrgError `INVALID_CROSS_REFERENCE_KEY` when there is no such retrieve */
  get(id: string): RetrieveResult {
    const result = [...this.#results].find(([one]) => one.slice(0, 15) === id.slice(0, 15))?.[1];
    if (result !== undefined) return result;
    throw new OrgError('INVALID_CROSS_REFERENCE_KEY', 'invalid cross reference id', { status: 404 });
  }
}
