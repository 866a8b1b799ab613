import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import { knownCodes } from '../../../../local-org/src/server/error-table.ts';
import { tell } from '../connected-org.ts';
import { openErrorStage } from './error-stage.ts';
import type { ErrorStage } from './error-stage.ts';
import { queryProofs } from './query-proofs.ts';
import { recordProofs } from './record-proofs.ts';
import { sessionProofs } from './session-proofs.ts';

let stage: ErrorStage;

before(async () => {
  stage = await openErrorStage();
});
afterEach(async () => {
  stage.running.faults.reset();
  await tell(stage.running, 'limits', { used: 0 });
});
after(() => stage.running.stop());

const proofs = { ...sessionProofs, ...queryProofs, ...recordProofs };

test('every error code of the local org has a test of how the service handles it', () => {
  assert.deepEqual(Object.keys(proofs).toSorted(), [...knownCodes].toSorted());
});

for (const [code, behaviours] of Object.entries(proofs)) {
  for (const [behaviour, prove] of Object.entries(behaviours)) test(`${code}: ${behaviour}`, () => prove(stage));
}
