import assert from 'node:assert/strict';
import { after, beforeEach, test } from 'node:test';
import type { SourcePlan } from '../../../../scoring-service/src/domain/features/source-plan.ts';
import { callsOf, connectTo, insert, insertGoal, startScoringOrg, tell } from './connected-org.ts';
import { leadPlan } from './lead-plan.ts';

const running = await startScoringOrg();
after(() => running.stop());
beforeEach(() => tell(running, 'faults', { reset: true }));
const goalId = insertGoal(running);
const salesforce = connectTo(running);
await salesforce.ping();

const insertLead = (email: string | null, name = 'Lovelace'): string =>
  insert(running, 'Lead', {
    LastName: name,
    Company: 'Engines',
    Email: email,
    Phone: '+43 1 5555',
    NumberOfEmployees: 12,
  });
const insertCustomer = (email: string, industry: string): { accountId: string; contactId: string } => {
  const accountId = insert(running, 'Account', { Name: `Account ${industry}`, Industry: industry });
  const contactId = insert(running, 'Contact', { LastName: 'Lovelace', AccountId: accountId, Email: email });
  return { accountId, contactId };
};

test('one request reads the goal, the lead, its child records and records with the same address', async () => {
  const email = 'ada@example.com';
  const leadId = insertLead(email);
  const duplicate = insertLead('ADA@example.com', 'Duplicate');
  insertLead('someone@example.com', 'Other');
  const { accountId, contactId } = insertCustomer(email, 'Energy');
  insertCustomer('someone.else@example.com', 'Banking');
  const taskId = insert(running, 'Task', { Subject: 'Call', WhoId: leadId, Status: 'Completed' });
  const campaignId = insert(running, 'Campaign', { Name: 'Fair', Type: 'Trade Show' });
  insert(running, 'CampaignMember', { CampaignId: campaignId, LeadId: leadId });

  const { result, calls } = await callsOf(running, () => salesforce.readRecord(goalId, leadPlan, leadId));
  assert.deepEqual(calls, ['POST /composite']);
  const { goal, rows } = result;
  assert.equal(goal.id, goalId);
  const [lead, other, ...rest] = rows.lead ?? [];
  assert.equal(lead?.['id'], leadId);
  assert.equal(lead?.['employees'], '12');
  assert.equal(lead?.['is_converted'], 'false');
  assert.equal(lead?.['has_phone'], '1');
  assert.equal(lead?.['dont_profile'], undefined);
  assert.match(String(lead?.['created_at']), /Z$/);
  assert.deepEqual(rest, []);
  assert.equal(other?.['id'], duplicate);
  assert.equal(other?.['email_key'], lead?.['email_key']);
  assert.ok(other?.['created_at'] !== undefined && other['status'] === undefined);
  assert.deepEqual(
    rows.contact?.map(({ id }) => id),
    [contactId],
  );
  assert.deepEqual(rows.account, [{ id: accountId, industry: 'Energy' }]);
  assert.deepEqual(
    rows.task?.map(({ id, who_id: who }) => [id, who]),
    [[taskId, leadId]],
  );
  assert.deepEqual(
    rows.campaign_member?.map(({ campaign_type: type }) => type),
    ['Trade Show'],
  );
  assert.deepEqual(rows.event, []);
  const written = JSON.stringify(rows).toLowerCase();
  assert.ok(!written.includes('ada@') && !written.includes('5555'));
});

test('the privacy opt-outs of a duplicate come in the same request', async () => {
  const email = 'grace@example.com';
  const leadId = insertLead(email);
  const duplicate = insertLead(email, 'Duplicate');
  const individualId = insert(running, 'Individual', { LastName: 'Duplicate', HasOptedOutProfiling: true });
  const admin = running.org.userId('admin@local.org') ?? '';
  running.org.transaction(() => {
    running.org.write(admin, 'update', 'Lead', { Id: duplicate, IndividualId: individualId });
  });

  const { result, calls } = await callsOf(running, () => salesforce.readRecord(goalId, leadPlan, leadId));
  assert.deepEqual(calls, ['POST /composite']);
  const optOuts = result.rows.lead?.map(({ id, dont_profile: optOut }) => [id, optOut]);
  assert.deepEqual(optOuts, [
    [leadId, undefined],
    [duplicate, 'true'],
  ]);
});

test('a lead without an address is read without duplicates, in one request', async () => {
  const leadId = insertLead(null);
  const { result, calls } = await callsOf(running, () => salesforce.readRecord(goalId, leadPlan, leadId));
  assert.equal(calls.length, 1);
  assert.deepEqual([result.rows.lead?.length, result.rows.contact, result.rows.account], [1, [], []]);
});

for (const email of ["o'neil@example.com", 'ada+news@example.com']) {
  test(`an address that a reference cannot carry takes a second request: ${email}`, async () => {
    const leadId = insertLead(email);
    const { contactId, accountId } = insertCustomer(email, 'Media');
    const { result, calls } = await callsOf(running, () => salesforce.readRecord(goalId, leadPlan, leadId));
    assert.deepEqual(calls, ['POST /composite', 'POST /composite']);
    assert.deepEqual(
      result.rows.contact?.map(({ id }) => id),
      [contactId],
    );
    assert.deepEqual(
      result.rows.account?.map(({ id }) => id),
      [accountId],
    );
  });
}

test('activities beyond one page are read completely', async () => {
  const leadId = insertLead('busy@example.com');
  const admin = running.org.userId('admin@local.org') ?? '';
  running.org.transaction(() => {
    for (let index = 0; index < 2300; index += 1) {
      running.org.write(admin, 'insert', 'Task', { Subject: 'Call', WhoId: leadId, Status: 'Completed' });
    }
  });
  const { result, calls } = await callsOf(running, () => salesforce.readRecord(goalId, leadPlan, leadId));
  assert.equal(new Set(result.rows.task?.map(({ id }) => id)).size, 2300);
  assert.ok(calls.length > 1, calls.join());
});

test('a plan with leads only requests nothing else', async () => {
  const alone: SourcePlan = { ...leadPlan, tables: leadPlan.tables.filter(({ name }) => name === 'lead') };
  const { rows } = await salesforce.readRecord(goalId, alone, insertLead('ada@example.com'));
  assert.deepEqual(Object.keys(rows), ['lead']);
});

test('reports a missing goal or record', async () => {
  await assert.rejects(salesforce.readRecord(goalId, leadPlan, '00Q000000000099EAA'), { kind: 'record.not-found' });
  const leadId = insertLead(null);
  await assert.rejects(salesforce.readRecord('a00000000000099AAA', leadPlan, leadId), { kind: 'goal.not-found' });
  running.org.write(running.org.userId('admin@local.org') ?? '', 'delete', 'Lead', { Id: leadId });
  await assert.rejects(salesforce.readRecord(goalId, leadPlan, leadId), { kind: 'record.not-found' });
});

test('refuses ids of other objects without a call', async () => {
  const { calls } = await callsOf(running, async () => {
    const accountId = '001000000000001AAA';
    await assert.rejects(salesforce.readRecord(goalId, leadPlan, accountId), { kind: 'record.not-scorable' });
    await assert.rejects(salesforce.readRecord(goalId, leadPlan, "00Q' OR Id != '"), { kind: 'record.not-scorable' });
    const onAccounts: SourcePlan = { ...leadPlan, goal: { ...leadPlan.goal, object: 'Account' } };
    await assert.rejects(salesforce.readRecord(goalId, onAccounts, '00Q000000000001AAA'), {
      kind: 'record.not-scorable',
      message: /scores Account records/,
    });
  });
  assert.deepEqual(calls, []);
});

test('a field of the plan that cannot be read is named', async () => {
  const secret: SourcePlan = {
    ...leadPlan,
    tables: leadPlan.tables.map((table) =>
      table.name === 'contact'
        ? { ...table, columns: [...table.columns, { path: 'Fax', column: 'fax', protection: 'presence' }] }
        : table,
    ),
  };
  await assert.rejects(salesforce.readRecord(goalId, secret, insertLead('ada@example.com')), {
    kind: 'salesforce.no-access',
    message: /Fax/,
  });
});

test('a read is repeated when the connection breaks', async () => {
  const leadId = insertLead('ada@example.com');
  await tell(running, 'faults', { path: '/composite', drop: 'half' });
  assert.equal((await salesforce.readRecord(goalId, leadPlan, leadId)).rows.lead?.[0]?.['id'], leadId);
});
