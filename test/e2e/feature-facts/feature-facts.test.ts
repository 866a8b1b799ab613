import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { mergePolicySchema } from '@plumbline/contract';
import { createFeatureEngine } from '../../../scoring-service/src/adapters/features/feature-engine.ts';
import { isDeep } from '../../depth.ts';
import { Comparison } from './comparison.ts';
import { compareStory } from './compare-story.ts';

const engine = createFeatureEngine();
after(() => engine.close());

const objects = ['Lead', 'Contact', 'Account'] as const;

test('the inputs of a small story are the facts of its org', { skip: isDeep }, async (context) => {
  const comparison = new Comparison();
  const size = { companies: 5, contacts: 8, leads: 13 };
  const story = { seed: 1, size, tracksAddresses: true, objects, policies: ['Lead first'] as const, singles: 2 };
  await compareStory(engine, story, comparison);
  context.diagnostic(`${comparison.values} values`);
  assert.ok(comparison.isClean, comparison.summary());
  assert.ok(comparison.values >= 3_000, `${comparison.values} values`);
});

const small = { companies: 10, contacts: 20, leads: 40 };
/** Most of a story's time goes by its number of goals and policies, so a large one compares more values in it. */
const large = { companies: 20, contacts: 40, leads: 80 };
/** Stories with and without history of addresses, enough of them for half a million values. */
const stories = [
  ...[11, 15, 18].map((seed) => ({ seed, size: large, tracksAddresses: seed % 4 !== 3 })),
  ...[12, 13].map((seed) => ({ seed, size: small, tracksAddresses: true })),
];

test(
  'half a million inputs under the four merge policies are the facts of their orgs',
  { skip: !isDeep },
  async (context) => {
    const comparison = new Comparison();
    for (const story of stories) {
      await compareStory(engine, { ...story, objects, policies: mergePolicySchema.options, singles: 4 }, comparison);
      context.diagnostic(`after the story of seed ${story.seed}: ${comparison.values} values`);
    }
    assert.ok(comparison.isClean, comparison.summary());
    assert.ok(comparison.values >= 500_000, `${comparison.values} values`);
  },
);
