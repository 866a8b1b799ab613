import assert from 'node:assert/strict';
import { generateOrg } from '../../src/generator/generate-org.ts';
import { adminUsername, startOrg } from '../../src/index.ts';
import type { RunningOrg } from '../../src/index.ts';
import { fixtureFolder } from '../e2e/connected-org.ts';
import { samplePackage } from '../sample-package.ts';
import type { Schema } from './queried-schema.ts';

export type Page = { totalSize: number; records: Record<string, unknown>[] };

/** A running org with the sample package and generated leads, queried by its administrator. */
export type QueriedOrg = Pick<RunningOrg, 'url' | 'adminToken' | 'stop'> & {
  schema: Schema;
  ask(soql: string): Promise<{ status: number; text: string; contentType: string }>;
  /** Runs a query that must succeed. */
  read(soql: string): Promise<Page>;
  /** The rows of `FROM …`. */
  count(from: string): Promise<number>;
};

export async function openQueriedOrg(): Promise<QueriedOrg> {
  const running = await startOrg({
    dailyApiLimit: 1_000_000,
    metadata: [samplePackage, `${fixtureFolder('generated-org')}main/default`],
  });
  const { org, url, adminToken } = running;
  const admin = org.userId(adminUsername) ?? '';
  for (const permissionSet of ['Billing_Admin', 'Generated_Org_Fields']) org.assignPermissionSet(admin, permissionSet);
  await generateOrg(org, { leads: 200, seed: 5, endsAt: org.clock.now() });
  const ask: QueriedOrg['ask'] = async (soql) => {
    const response = await fetch(`${url}/services/data/v65.0/query?q=${encodeURIComponent(soql.toWellFormed())}`, {
      headers: { Authorization: `Bearer ${adminToken}` },
    });
    const contentType = response.headers.get('content-type') ?? '';
    return { status: response.status, text: await response.text(), contentType };
  };
  const read = async (soql: string): Promise<Page> => {
    const { status, text } = await ask(soql);
    assert.equal(status, 200, `${soql}: ${text}`);
    return JSON.parse(text) as Page;
  };
  return {
    ...{ url, adminToken, ask, read },
    schema: new Map(
      org
        .describeGlobal(admin)
        .filter(({ queryable }) => queryable)
        .map((describe) => [describe.name, describe]),
    ),
    count: async (from) => (await read(`SELECT COUNT() ${from}`)).totalSize,
    stop: () => running.stop(),
  };
}
