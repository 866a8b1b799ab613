import assert from 'node:assert/strict';
import { openOrg } from '../../src/open-org.ts';
import { OrgError } from '../../src/org-error.ts';
import type {
  DeployFile,
  DeployOutcome,
  Org,
  OrgOptions,
  QueryOptions,
  QueryRow,
  RecordError,
  RecordInput,
} from '../../src/org.ts';

/** An org with one-line operations, run as the administrator unless a user id is given. */
export type OpenedOrg = {
  org: Org;
  admin: string;
  integration: string;
  rep: string;
  insert: (object: string, record: RecordInput, userId?: string) => string;
  update: (object: string, record: RecordInput, userId?: string) => void;
  /** The errors of a write that must not succeed. */
  refused: (
    operation: 'insert' | 'update' | 'upsert' | 'delete' | 'undelete',
    object: string,
    record: RecordInput,
    userId?: string,
  ) => RecordError[];
  rows: (soql: string, userId?: string, options?: QueryOptions) => QueryRow[];
  /** The only row of a query. */
  row: (soql: string, userId?: string) => QueryRow;
  deploy: (files: Record<string, string>) => DeployOutcome;
  /** Switches the history tracking of standard fields on, as an admin does in Setup. */
  track: (object: string, ...fields: string[]) => void;
};

const startAt = new Date('2026-03-16T12:00:00.000Z');

export function openedOrg(options: OrgOptions = {}): OpenedOrg {
  const org = openOrg({ startAt, ...options });
  const idOf = (username: string): string => {
    const id = org.userId(username);
    assert.ok(id, username);
    return id;
  };
  const admin = idOf('admin@local.org');
  const rows = (soql: string, userId = admin, queryOptions?: QueryOptions): QueryRow[] => [
    ...org.query(userId, soql, queryOptions).rows,
  ];
  return {
    org,
    admin,
    integration: idOf('integration@local.org'),
    rep: idOf('rep@local.org'),
    insert: (object, record, userId = admin) => {
      const result = org.write(userId, 'insert', object, record);
      assert.ok(result.success, JSON.stringify(result.errors));
      return result.id;
    },
    update: (object, record, userId = admin) => {
      const result = org.write(userId, 'update', object, record);
      assert.ok(result.success, JSON.stringify(result.errors));
    },
    refused: (operation, object, record, userId = admin) => {
      const result = org.write(userId, operation, object, record);
      assert.equal(result.success, false);
      return result.errors;
    },
    rows,
    row: (soql, userId = admin) => {
      const [first, ...others] = rows(soql, userId);
      assert.ok(first, `no row: ${soql}`);
      assert.equal(others.length, 0, `more than one row: ${soql}`);
      return first;
    },
    deploy: (files) => org.deploy(admin, packageFiles(files)),
    track: (object, ...fields) => {
      const tracked = fields.map(
        (name) => `<fields><fullName>${name}</fullName><trackHistory>true</trackHistory></fields>`,
      );
      const path = `objects/${object}.object`;
      const outcome = org.deploy(admin, packageFiles({ [path]: metadata('CustomObject', tracked.join('')) }));
      assert.ok(outcome.success, JSON.stringify(outcome.messages));
    },
  };
}

export const packageFiles = (files: Record<string, string>): DeployFile[] =>
  Object.entries(files).map(([path, text]) => ({ path, content: new TextEncoder().encode(text) }));

/** Metadata XML with this root and content. */
export const metadata = (root: string, content: string): string =>
  `<?xml version="1.0" encoding="UTF-8"?><${root} xmlns="http://soap.sforce.com/2006/04/metadata">${content}</${root}>`;

/** `package.xml`, or destructive changes, with the members of each type. */
export const manifest = (types: Record<string, string[]>): string =>
  metadata(
    'Package',
    Object.entries(types)
      .map(([name, members]) => {
        const list = members.map((member) => `<members>${member}</members>`).join('');
        return `<types>${list}<name>${name}</name></types>`;
      })
      .join('') + '<version>65.0</version>',
  );

export const textField = (name: string, more = ''): string =>
  `<fields><fullName>${name}</fullName><label>${name.replace('__c', '')}</label><type>Text</type><length>40</length>${more}</fields>`;

/** A custom object `Project__c` with fields, rules and switches. */
export const projectObject = (content: string, nameField = '<type>Text</type><label>Project Name</label>'): string =>
  metadata(
    'CustomObject',
    `<label>Project</label><pluralLabel>Projects</pluralLabel><nameField>${nameField}</nameField><deploymentStatus>Deployed</deploymentStatus><sharingModel>ReadWrite</sharingModel>${content}`,
  );

/** Asserts that `work` throws an `OrgError` with this code. */
export function throwsCode(work: () => unknown, code: string, message?: RegExp): void {
  assert.throws(work, (error: unknown) => {
    assert.ok(error instanceof OrgError, String(error));
    assert.equal(error.code, code, error.message);
    if (message !== undefined) assert.match(error.message, message);
    return true;
  });
}
