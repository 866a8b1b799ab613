import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { ScoringError } from '../../../scoring-service/src/domain/scoring-error.ts';
import { operations } from '../../e2e/fuzz/api-description.ts';
import { fittingRequests } from '../../e2e/fuzz/requests.ts';
import { asked, goalId, openApp, recordId, runKey } from './opened-app.ts';

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

test('the description is made once for all requests', async () => {
  const { app } = openApp();
  let made = 0;
  const describe = app.getOpenAPIDocument;
  app.getOpenAPIDocument = (...given) => {
    made += 1;
    return describe(...given);
  };
  for (let at = 0; at < 3; at += 1) assert.equal((await app.request('/openapi.json')).status, 200);
  assert.equal(made, 1);
});

/** What a token may do that can only evaluate records. */
const evaluating = [
  ...['scoreRecord', 'evaluateRecords', 'showScore', 'tryChanges', 'readReceipt', 'verifyReceipt', 'checkConnection'],
  ...['listGoals', 'readGoal', 'checkReadiness', 'listThresholds', 'showModelCard', 'listModels', 'showModel'],
  ...['showModelPage', 'listRuns', 'readRun', 'readRunProgress', 'readRunResults'],
];

test('a token that may evaluate is refused by every operation but those named, before anything is done', async () => {
  const stub = (): never => {
    throw new ScoringError('service.stopping', { actions: ['-'] });
  };
  // Any other operation is a defect here: status 500.
  const { app } = openApp(Object.fromEntries(evaluating.map((name) => [name, stub])));
  const values = { goalId: [goalId], recordId: [recordId], key: [runKey], listId: [runKey], version: ['v1'] };
  const ids = { goalIds: [goalId], recordIds: [recordId] };
  const known = { values: { ...values, ...ids, number: ['0'], receiptId: ['1'] }, tokens: [] };
  const refused: string[] = [];
  for (const operation of operations) {
    // A schema does not say everything, so some that fit it are refused for their form.
    let response: Response | undefined;
    for (const { path, body } of fc.sample(fittingRequests(operation, known), { seed: 1, numRuns: 12 })) {
      response = await app.request(path, { ...asked('scorer', body), method: operation.method });
      if (response.status !== 400) break;
    }
    if (response?.status === 403) refused.push(operation.operationId);
    else assert.equal(response?.status, 503, `${operation.operationId}: ${await response?.text()}`);
  }
  assert.deepEqual([...refused, ...evaluating].sort(), operations.map(({ operationId }) => operationId).sort());
});

test('no request has an address, which the service could be made to call', async () => {
  const { text } = await readDocument();
  assert.doesNotMatch(text, /"format":"(uri|url|hostname)"|"(url|uri|host|callback\w*|webhook\w*)":\{/i);
});
