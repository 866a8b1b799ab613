import assert from 'node:assert/strict';
import { before, suite, test } from 'node:test';
import { apexLibrary } from '../../src/apex/apex-library.ts';
import { textOfException } from '../../src/apex/library/exceptions.ts';
import { debugLinesOf } from '../../src/apex/library/transaction.ts';
import { ApexRuntime } from '../../src/apex/runtime.ts';
import { ApexThrow } from '../../src/apex/apex-throw.ts';
import type { Transaction } from '../../src/apex/transaction.ts';
import { openOrg } from '../../src/open-org.ts';
import type { Org } from '../../src/org.ts';
import { conformanceFiles, readPrograms } from './conformance-programs.ts';
import type { ConformanceProgram } from './conformance-programs.ts';

let runtime: ApexRuntime;
const users = { admin: '', user: '' };

before(() => {
  const org = openOrg({ startAt: new Date('2026-03-01T12:00:00Z') });
  runtime = new ApexRuntime({ org, library: apexLibrary, labels: () => undefined });
  users.admin = org.userId('admin@local.org') ?? '';
  makePrivate(org, 'Opportunity');
  users.user = org.userId('integration@local.org') ?? '';
});

/** Records of the object are for their owners alone from now on. */
function makePrivate(org: Org, object: string): void {
  const text = `<?xml version="1.0"?><CustomObject xmlns="http://soap.sforce.com/2006/04/metadata"><sharingModel>Private</sharingModel></CustomObject>`;
  const outcome = org.deploy(users.admin, [{ path: `objects/${object}.object`, content: Buffer.from(text) }]);
  assert.ok(outcome.success, JSON.stringify(outcome.messages));
}

/** What a program prints, in the form of the marks of its expectation. */
function outcomeOf({ sources, block: source, runsAs }: ConformanceProgram): string[] {
  const problems = runtime.compile(sources);
  if (problems.length > 0) return problems.map(({ file, line, message }) => `? ${file} ${line}: ${message}`);
  const { block, program, problems: ofBlock } = runtime.program.compileAnonymous(source);
  if (block === undefined) return ofBlock.map(({ line, message }) => `? ${line}: ${message}`);
  const t = runtime.newTransaction(users[runsAs]);
  t.program = program;
  const end = endOf(t, () => (block.s.trigger as (run: Transaction) => void)(t));
  return [...debugLinesOf(t).flatMap(({ text }) => text.split('\n')), ...end];
}

class Done extends Error {}

/** Runs the work, whose writes are undone whatever happens. */
function endOf(t: Transaction, work: () => void): string[] {
  try {
    runtime.run(t, () => {
      work();
      throw new Done();
    });
  } catch (error) {
    if (error instanceof ApexThrow) return `! ${textOfException(error.value)}`.split('\n');
    if (!(error instanceof Done)) throw error;
  }
  return [];
}

for (const file of conformanceFiles()) {
  suite(file, () => {
    for (const program of readPrograms(file)) {
      test(program.title, () => {
        assert.notEqual(program.citation, '', 'A program cites what it shows.');
        assert.notEqual(program.expected.length, 0, 'A program expects something.');
        assert.deepEqual(outcomeOf(program), program.expected);
      });
    }
  });
}
