import assert from 'node:assert/strict';
import { test } from 'node:test';
import { truthOf } from '../../src/generator/lead-truth.ts';
import type { StoredRow } from '../../src/generator/row-batch.ts';
import type { GeneratorOptions } from '../../src/generator/world.ts';
import { captureRows, rowsOf } from './captured-rows.ts';

const plain: GeneratorOptions = { seed: 5, leads: 2_000, endsAt: new Date('2026-01-01T00:00:00Z') };
const fields = { lead: 'Who__c', occurredAt: 'At__c', kind: 'What__c', page: 'Where__c' };
const options = { ...plain, events: { object: 'Visit__c', ...fields } };
const captured = await captureRows(options);
const events = rowsOf(captured, 'Visit__c');
const leads = new Map(rowsOf(captured, 'Lead').map((lead) => [lead['Id'], lead]));
const byLead = Map.groupBy(events, (event) => event['Who__c']);
const textOf = (row: StoredRow | undefined, field: string): string => String(row?.[field] ?? '');

test('an org has website events only where it names their object, and is otherwise what it was', async () => {
  const { rows } = await captureRows(plain);
  assert.deepEqual(
    [...rows.keys()].filter((name) => /Visit|Event__c|WebEvent/.test(name)),
    [],
  );
  assert.ok(events.length > plain.leads);
});

test('every lead has the form of its registration, after the page views that led to it and before all other events', () => {
  for (const [id, lead] of leads) {
    const own = byLead.get(id) ?? [];
    const created = textOf(lead, 'CreatedDate');
    const form = own.findIndex((event) => event['What__c'] === 'Form');
    assert.ok(form >= 0, `lead ${id} without a form`);
    assert.equal(own[form]?.['Where__c'], lead['Landing_Page__c']);
    for (const [position, event] of own.entries()) {
      const [occurred, known] = [textOf(event, 'At__c'), textOf(event, 'CreatedDate')];
      assert.ok(position < form ? occurred <= created && known === created : known === occurred, `event of lead ${id}`);
    }
    const [first] = own;
    if (lead['Landing_Page__c'] !== null) assert.equal(first?.['Where__c'], lead['Landing_Page__c']);
  }
});

test('no event of a lead happens after it was converted', () => {
  const converted = rowsOf(captured, 'LeadHistory').filter(({ Field: field }) => field === 'leadConverted');
  assert.ok(converted.length > 100);
  for (const { LeadId: id, CreatedDate: at } of converted) {
    for (const event of byLead.get(id ?? null) ?? []) assert.ok(textOf(event, 'CreatedDate') <= String(at));
  }
});

test('landing page and page views move the true probability, in an org that has the events', () => {
  const leadsOn = (page: string): Set<unknown> =>
    new Set([...leads].flatMap(([id, lead]) => (lead['Landing_Page__c'] === page ? [id] : [])));
  const meanOf = (of: GeneratorOptions, ids: Set<unknown>): number => {
    const chosen = [...truthOf(of)]
      .filter(({ id }) => ids.has(id))
      .map(({ eventual }) => Math.log(eventual / (1 - eventual)));
    return chosen.reduce((sum, logit) => sum + logit, 0) / chosen.length;
  };
  const moved = (ids: Set<unknown>): number => meanOf(options, ids) - meanOf(plain, ids);
  assert.ok(moved(leadsOn('/pricing')) > 0.3, `pricing ${moved(leadsOn('/pricing'))}`);
  assert.ok(moved(leadsOn('/ebook')) < -0.3, `ebook ${moved(leadsOn('/ebook'))}`);
  const viewsOf = (id: unknown): number =>
    (byLead.get(id as string) ?? []).findIndex((event) => event['What__c'] === 'Form');
  const many = new Set([...leads.keys()].filter((id) => viewsOf(id) >= 6));
  const none = new Set([...leads.keys()].filter((id) => viewsOf(id) === 0));
  assert.ok(moved(many) - moved(none) > 0.6, `views ${moved(many) - moved(none)}`);
});

test('the share of leads that convert stays the same', () => {
  const shareOf = (of: GeneratorOptions): number => {
    const truths = [...truthOf({ ...of, leads: 10_000 })];
    return truths.filter(({ convertedAfterDays }) => convertedAfterDays !== undefined).length / truths.length;
  };
  assert.ok(Math.abs(shareOf(options) - shareOf(plain)) < 0.01);
});
