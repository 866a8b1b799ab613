import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openApp } from './opened-app.ts';

type Operation = { operationId?: string; responses: Record<string, unknown> };
type Document = {
  openapi: string;
  paths: Record<string, Record<string, Operation>>;
  components: Record<string, Record<string, unknown>>;
};

async function readDocument(): Promise<{ document: Document; text: string }> {
  const response = await openApp().app.request('/openapi.json');
  const text = await response.text();
  return { document: JSON.parse(text) as Document, text };
}

test('every operation has a name of its own and says what it answers to a caller without a token', async () => {
  const { document } = await readDocument();
  const operations = Object.values(document.paths).flatMap((path) => Object.values(path));
  const names = operations.map(({ operationId }) => operationId);
  assert.equal(new Set(names).size, operations.length);
  for (const { operationId, responses } of operations) {
    assert.ok(operationId);
    assert.ok(responses['401'], operationId);
  }
});

test('every reference leads somewhere, and nothing is a union or may be null', async () => {
  const { document, text } = await readDocument();
  for (const [, reference = ''] of text.matchAll(/"\$ref":"#\/components\/([^"]+)"/g)) {
    const [group = '', name = ''] = reference.split('/');
    assert.ok(document.components[group]?.[name], reference);
  }
  assert.doesNotMatch(text, /"(oneOf|anyOf|nullable)"/);
});
