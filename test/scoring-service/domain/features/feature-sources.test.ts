import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sourcedFields } from '../../../../scoring-service/src/domain/features/feature-sources.ts';
import { completenessColumns } from '../../../../scoring-service/src/domain/features/own-fields.ts';
import { planSource } from '../../../../scoring-service/src/domain/features/plan-source.ts';
import { accountGoal, contactGoal, leadGoal } from './lead-goal.ts';
import { orgFacts } from './org-facts.ts';

const sourcesIn = (goal: ReturnType<typeof leadGoal>): Map<string, readonly string[]> =>
  new Map(sourcedFields(planSource(goal, orgFacts())).map(({ name, sources }) => [name, sources]));

test('a value names the field of every record that it may come from', () => {
  const sources = sourcesIn(leadGoal());
  assert.deepEqual(sources.get('industry'), ['Account.Industry', 'Lead.Industry']);
  assert.deepEqual(sources.get('lead_source'), ['Contact.LeadSource', 'Lead.LeadSource']);
  assert.deepEqual(sources.get('job_rank'), ['Contact.Title', 'Lead.Title']);
  assert.deepEqual(sources.get('has_mobile_phone'), ['Contact.MobilePhone', 'Lead.MobilePhone']);
});

test('a computed input names what it is computed from', () => {
  const ofLead = sourcesIn(leadGoal({ qualifiedStatuses: ['Working'] }));
  assert.deepEqual(ofLead.get('calls_30_days'), ['Task', 'Task.TaskSubtype', 'Task.WhoId']);
  assert.deepEqual(ofLead.get('days_since_qualification'), ['Lead.Status']);
  assert.ok(ofLead.get('campaigns')?.includes('CampaignMember'));
  assert.ok(sourcesIn(accountGoal()).get('open_opportunities')?.includes('Opportunity.StageName'));
});

test('completeness names every field whose presence it counts', () => {
  const plan = planSource(leadGoal(), orgFacts());
  const counted = completenessColumns(plan).map(({ path }) => `Lead.${path}`);
  assert.ok(counted.includes('Lead.Industry'));
  assert.deepEqual(sourcesIn(leadGoal()).get('completeness'), counted.toSorted());
});

test('every input of every goal has sources, each an object or a field that the plan reads', () => {
  const facts = orgFacts();
  for (const goal of [leadGoal(), contactGoal(), accountGoal()]) {
    for (const [name, sources] of sourcesIn(goal)) {
      assert.ok(sources.length > 0, name);
      for (const source of sources) {
        const [object = '', field] = source.split('.');
        const known = facts[object];
        assert.ok(known, `${name}: ${source}`);
        assert.ok(field === undefined || known.some((fact) => fact.name === field), `${name}: ${source}`);
      }
    }
  }
});
