import assert from 'node:assert/strict';
import { test } from 'node:test';
import { describeProof, sumUp } from './report.ts';
import { isProved, prove } from './tool.ts';
import type { Tool } from './tool.ts';

const caught = { defect: 'a defect', said: () => ['It is wrong.'], names: /wrong/ };
const missed = { defect: 'another defect', said: () => ['All is well.'], names: /wrong/ };
const good: Tool = {
  name: 'A tool',
  version: 'tool 1.0.0',
  things: 'files',
  look: () => ({ count: 3, violations: [] }),
  planted: [caught],
};
const clock = (): (() => number) => {
  let time = 0;
  return () => (time += 1_500);
};

test('a tool that sees something, finds nothing and catches its planted defect is proof', async () => {
  const proof = await prove(good, clock());
  assert.ok(isProved(proof));
  assert.deepEqual(describeProof(proof), [
    'ok   A tool (tool 1.0.0)',
    '     looked at 3 files, 0 violations; 1.5 s',
    '     planted: a defect: caught',
  ]);
});

const failing: [what: string, tool: Tool, line: string][] = [
  [
    'that finds something',
    { ...good, look: () => ({ count: 3, violations: ['x.cls: no.'] }) },
    '     looked at 3 files, 1 violation; 1.5 s',
  ],
  [
    'that sees nothing',
    { ...good, look: () => ({ count: 0, violations: [] }) },
    '     looked at 0 files, 0 violations; 1.5 s',
  ],
  [
    'that misses one of its planted defects',
    { ...good, planted: [caught, missed] },
    '     planted: another defect: NOT CAUGHT',
  ],
  [
    'that cannot start',
    { ...good, look: () => Promise.reject(new Error('spawn java ENOENT')) },
    '     could not look: spawn java ENOENT; 1.5 s',
  ],
];

for (const [what, tool, line] of failing) {
  test(`a tool ${what} fails the proof`, async () => {
    const proof = await prove(tool, clock());
    assert.equal(isProved(proof), false);
    const lines = describeProof(proof);
    assert.equal(lines[0], 'FAIL A tool (tool 1.0.0)');
    assert.ok(lines.includes(line), lines.join('\n'));
  });
}

test('a tool without a planted defect is no proof', async () => {
  assert.equal(isProved(await prove({ ...good, planted: [] }, clock())), false);
});

test('the last line counts tools, violations and planted defects', async () => {
  const tools = [good, ...failing.map(([, tool]) => tool)];
  const proofs = await Promise.all(tools.map((tool) => prove(tool, clock())));
  assert.equal(sumUp(proofs), '5 tools: 1 passed, 4 failed; 1 violation; 4 of 6 planted defects caught; 8 s');
});
