import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ModelCard } from '@plumbline/contract';
import { withSources } from '../../../../scoring-service/src/domain/model-card/card-sources.ts';
import { planSource } from '../../../../scoring-service/src/domain/features/plan-source.ts';
import { leadGoal } from '../features/lead-goal.ts';
import { orgFacts } from '../features/org-facts.ts';

test('every input that a card names has its sources, in segments and fairness too', () => {
  const industry = { field: 'industry', label: 'Industry' };
  const card = {
    strongestFields: [{ ...industry, share: 0.4 }],
    segments: [
      { ...industry, value: 'Energy', strongestFields: [{ field: 'lead_source', label: 'Source', share: 1 }] },
    ],
    fairness: [
      { field: 'fairness_Gender__c', label: 'Gender', groups: [], proxies: [{ ...industry, group: 'x', auc: 1 }] },
    ],
  } as unknown as ModelCard;
  const { strongestFields, segments, fairness } = withSources(card, { plan: planSource(leadGoal(), orgFacts()) });
  const ofIndustry = ['Account.Industry', 'Lead.Industry'];
  assert.deepEqual(strongestFields[0]?.sources, ofIndustry);
  assert.deepEqual(segments?.[0]?.sources, ofIndustry);
  assert.deepEqual(segments?.[0]?.strongestFields[0]?.sources, ['Contact.LeadSource', 'Lead.LeadSource']);
  assert.deepEqual(fairness?.[0]?.sources, ['Lead.Gender__c']);
  assert.deepEqual(fairness?.[0]?.proxies[0]?.sources, ofIndustry);
});
