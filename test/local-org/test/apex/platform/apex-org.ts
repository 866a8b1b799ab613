import assert from 'node:assert/strict';
import type { CalloutRequest, CalloutResponse, Secrets } from '../../../src/apex/callout-request.ts';
import { textOfException } from '../../../src/apex/library/exceptions.ts';
import { debugLinesOf } from '../../../src/apex/library/transaction.ts';
import type { ApexRuntime } from '../../../src/apex/runtime.ts';
import { ApexThrow } from '../../../src/apex/apex-throw.ts';
import type { Transaction } from '../../../src/apex/transaction.ts';
import { openOrg } from '../../../src/open-org.ts';
import type { OpenedOrg } from '../../../src/open-org.ts';
import type { DeployFile } from '../../../src/org.ts';

export const adminName = 'admin@local.org';
export const repName = 'rep@local.org';

export type Files = Readonly<Record<string, string>>;

const deployFiles = (files: Files): DeployFile[] =>
  Object.entries(files).map(([path, text]) => ({ path, content: Buffer.from(text) }));

const metaXml = (type: string): string =>
  `<?xml version="1.0"?><${type} xmlns="http://soap.sforce.com/2006/04/metadata"><apiVersion>65.0</apiVersion><status>Active</status></${type}>`;

type ApexOrgOptions = {
  /** Metadata files by their path in a package, deployed first. */
  metadata?: Files;
  /** Classes and triggers by name. */
  classes?: Files;
  triggers?: Files;
  send?: (request: CalloutRequest) => Promise<CalloutResponse>;
  secrets?: Secrets;
};

/** An org with Apex in it, for tests that enter by Apex source. */
export class ApexOrg {
  readonly org: OpenedOrg;
  readonly runtime: ApexRuntime;
  readonly admin: string;

  constructor({ metadata = {}, classes = {}, triggers = {}, send, secrets }: ApexOrgOptions = {}) {
    this.org = openOrg({
      startAt: new Date('2026-03-02T12:00:00Z'),
      ...(send !== undefined && { send }),
      ...(secrets !== undefined && { secrets }),
    });
    this.runtime = this.org.apex;
    this.admin = this.userId(adminName);
    this.deploy(metadata);
    this.deploy({
      ...Object.fromEntries(
        Object.entries(classes).flatMap(([name, source]) => [
          [`classes/${name}.cls`, source],
          [`classes/${name}.cls-meta.xml`, metaXml('ApexClass')],
        ]),
      ),
      ...Object.fromEntries(
        Object.entries(triggers).flatMap(([name, source]) => [
          [`triggers/${name}.trigger`, source],
          [`triggers/${name}.trigger-meta.xml`, metaXml('ApexTrigger')],
        ]),
      ),
    });
  }

  deploy(files: Files): void {
    if (Object.keys(files).length === 0) return;
    const outcome = this.org.deploy(this.admin, deployFiles(files));
    assert.deepEqual(
      outcome.messages.filter(({ success }) => !success).map(({ problem }) => problem),
      [],
    );
  }

  userId(name: string): string {
    return this.org.userId(name) ?? assert.fail(`no user ${name}`);
  }

  private begin(source: string, user: string) {
    const { block, program, problems } = this.runtime.program.compileAnonymous(source);
    assert.deepEqual(problems, []);
    if (block === undefined) assert.fail('nothing to run');
    const t = this.runtime.newTransaction(this.userId(user));
    t.program = program;
    return { t, block };
  }

  /** Runs a block that never waits; its debug lines. */
  run(source: string, user = adminName): string[] {
    const { t, block } = this.begin(source, user);
    this.runtime.run(t, () => (block.s.trigger as (run: Transaction) => void)(t));
    return debugLinesOf(t).map(({ text }) => text);
  }

  /** Runs a block that may wait for callouts. */
  async runWaiting(source: string, user = adminName): Promise<string[]> {
    const { t, block } = this.begin(source, user);
    await this.runtime.runAsync(t, async () => (block.a.trigger as (run: Transaction) => Promise<void>)(t));
    return debugLinesOf(t).map(({ text }) => text);
  }

  /** The exception that a block ends with, as the platform prints it. */
  fail(source: string, user = adminName): string {
    try {
      this.run(source, user);
    } catch (error) {
      if (error instanceof ApexThrow) return textOfException(error.value);
      throw error;
    }
    return assert.fail('nothing was thrown');
  }

  /** The values of a query's only column. */
  values(soql: string): unknown[] {
    return [...this.org.query(this.admin, soql).rows].map((row) => Object.values(row)[1]);
  }
}
