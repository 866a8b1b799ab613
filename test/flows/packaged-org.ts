import assert from 'node:assert/strict';
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FlowRuntime } from '../local-org/src/flow/flow-runtime.ts';
import type { FlowRuntimeOptions } from '../local-org/src/flow/flow-runtime.ts';
import { openOrg } from '../local-org/src/index.ts';
import type { Org, QueryRow, RecordInput } from '../local-org/src/index.ts';
import { packageFolder } from './package-folder.ts';

/** What flows need; pages and components are built by the package's own build. */
const parts = ['classes', 'customPermissions', 'flows', 'labels', 'notificationtypes', 'objects', 'permissionsets'];

/** Rights to what is left out of the org. */
const leftOut =
  /<(applicationVisibilities|tabSettings|flowAccesses|externalCredentialPrincipalAccesses)>[\s\S]*?<\/\1>\s*/g;

export type PackagedOrg = {
  org: Org;
  flows: FlowRuntime;
  admin: string;
  insert: (object: string, record: RecordInput, userId?: string) => string;
  update: (object: string, record: RecordInput) => void;
  rows: (soql: string) => QueryRow[];
};

const opened: { org: Org; flows: FlowRuntime }[] = [];

/** Closes the orgs that were made, once their flows have ended: their memory is not freed otherwise. */
export async function closePackagedOrgs(): Promise<void> {
  for (const { org, flows } of opened.splice(0)) {
    await flows.stop();
    org.close();
  }
}

/** An org with the packaged flows and the objects that they use. */
export function packagedOrg(options: FlowRuntimeOptions = {}): PackagedOrg {
  const org = openOrg({ startAt: new Date('2026-03-16T12:00:00.000Z') });
  const admin = org.userId('admin@local.org') ?? '';
  const source = packageFolder();
  const folder = mkdtempSync(join(tmpdir(), 'flows-'));
  try {
    for (const part of parts.filter((name) => existsSync(join(source, name)))) {
      cpSync(join(source, part), join(folder, part), { recursive: true });
    }
    const sets = join(folder, 'permissionsets');
    for (const name of readdirSync(sets)) {
      writeFileSync(join(sets, name), readFileSync(join(sets, name), 'utf8').replace(leftOut, ''));
    }
    const { messages } = org.deploySource(admin, folder);
    assert.deepEqual(
      messages.filter(({ success }) => !success),
      [],
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
  for (const name of ['ScoringAdmin', 'ScoringIntegration', 'ScoringUser']) org.assignPermissionSet(admin, name);
  const flows = new FlowRuntime(org, options);
  opened.push({ org, flows });
  return {
    org,
    flows,
    admin,
    insert: (object, record, userId = admin) => {
      const result = org.write(userId, 'insert', object, record);
      assert.ok(result.success, JSON.stringify(result.errors));
      return result.id;
    },
    update: (object, record) => {
      const result = org.write(admin, 'update', object, record);
      assert.ok(result.success, JSON.stringify(result.errors));
    },
    rows: (soql) => [...org.query(admin, soql).rows],
  };
}
