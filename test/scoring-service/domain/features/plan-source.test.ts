import assert from 'node:assert/strict';
import { test } from 'node:test';
import { goalFields } from '../../../../scoring-service/src/domain/goals/goal-fields.ts';
import { describedObjects, planSource } from '../../../../scoring-service/src/domain/features/plan-source.ts';
import type { SourcePlan } from '../../../../scoring-service/src/domain/features/source-plan.ts';
import type { OrgFacts } from '../../../../scoring-service/src/domain/org-facts.ts';
import { ScoringError } from '../../../../scoring-service/src/domain/scoring-error.ts';
import { accountGoal, contactGoal, leadGoal } from './lead-goal.ts';
import { fact, orgFacts } from './org-facts.ts';

const withLeadFields = (...fields: ReturnType<typeof fact>[]): OrgFacts => {
  const facts = orgFacts();
  return { ...facts, Lead: [...(facts['Lead'] ?? []), ...fields] };
};
const namesOf = ({ fields }: SourcePlan): string[] => fields.map(({ name }) => name);
const tableOf = (plan: SourcePlan, name: string) => plan.tables.find((table) => table.name === name);
const columnOf = (plan: SourcePlan, table: string, name: string) =>
  tableOf(plan, table)?.columns.find(({ column }) => column === name);
const refusal = (kind: string, text: RegExp) => (error: unknown) =>
  error instanceof ScoringError && error.kind === kind && text.test(error.message) && error.actions.length > 0;

test('reads the tables that a conversion goal needs, and the history of opportunities only for their updates', () => {
  const plan = planSource(leadGoal(), orgFacts());
  assert.deepEqual(
    plan.tables.map(({ name }) => name),
    [
      'lead',
      'lead_history',
      'contact',
      'contact_history',
      'account',
      'account_history',
      'opportunity',
      'opportunity_contact_role',
      'task',
      'event',
      'task_relation',
      'event_relation',
      'email_relation',
      'campaign_member',
    ],
  );
  assert.ok(!describedObjects(leadGoal()).includes('OpportunityFieldHistory'));
  const conditions = [{ field: 'StageName', operator: 'changes to' as const, values: ['Closed Won'] }];
  const update = planSource(leadGoal({ goalType: 'Opportunity updated', conditions }), orgFacts());
  assert.equal(tableOf(update, 'opportunity_history')?.where, "Field IN ('StageName', 'created')");
  assert.equal(columnOf(update, 'opportunity', 'condition_StageName')?.path, 'StageName');
  const ofAccounts = tableOf(planSource(accountGoal(), orgFacts()), 'opportunity_history');
  assert.equal(ofAccounts?.where, "Field IN ('StageName', 'created', 'Account')");
});

test('lets nothing personal out of the org but keyed and as presence', () => {
  const plan = planSource(leadGoal(), withLeadFields(fact('Private_Mail__c', 'email')));
  const personal = ['Email', 'Phone', 'MobilePhone', 'Website', 'Private_Mail__c'];
  const open = plan.tables.flatMap(({ columns }) =>
    columns.filter(({ path, protection }) => personal.includes(path) && protection === 'none'),
  );
  assert.deepEqual(open, []);
  assert.equal(columnOf(plan, 'lead', 'email_key')?.protection, 'key');
  assert.equal(columnOf(plan, 'lead', 'has_mobile_phone')?.protection, 'presence');
});

test('reads every change of a record without its values, which leave the org for the fields that are read alone', () => {
  const goals = { lead: leadGoal(), contact: contactGoal(), account: accountGoal() };
  for (const [source, goal] of Object.entries(goals) as [
    'lead' | 'contact' | 'account',
    ReturnType<typeof leadGoal>,
  ][]) {
    const plan = planSource(goal, withLeadFields(fact('Budget__c', 'currency'), fact('Private_Mail__c', 'email')));
    const history = tableOf(plan, `${source}_history`);
    assert.match(history?.where ?? '', /^Field NOT IN \('Predictive_Score__c', /);
    const valuesOf = (column: string) => columnOf(plan, `${source}_history`, column)?.ofFields ?? [];
    for (const [form, protection] of Object.entries({
      value: 'none',
      key: 'key',
      presence: 'presence',
      mail_kind: 'mail kind',
    })) {
      const read = tableOf(plan, source)?.columns.filter((column) => column.protection === protection) ?? [];
      const values = read.filter(({ column }) => plan.fields.some(({ name }) => name === column));
      const needed = [...values.map(({ path }) => path), ...(form === 'key' && source !== 'account' ? ['Email'] : [])];
      const always = { lead: ['Status'], contact: ['Account'], account: [] }[source];
      const expected = [...new Set([...(form === 'value' ? always : []), ...needed])].sort();
      assert.deepEqual(valuesOf(`old_${form}`).toSorted(), expected, `${source} ${form}`);
      assert.deepEqual(valuesOf(`new_${form}`), valuesOf(`old_${form}`));
    }
    assert.ok(history?.columns.every(({ path, ofFields }) => !path.endsWith('Value') || ofFields !== undefined));
  }
});

test('every set of score fields is no change of its record', () => {
  const set = ['', '_Band', '_Percentile', '_Scored_At', '_Factors', '_Grade'].map((part) => fact(`Upsell${part}__c`));
  const plan = planSource(leadGoal(), withLeadFields(...set, fact('Upsell_Size__c')));
  const where = tableOf(plan, 'lead_history')?.where ?? '';
  for (const { name } of set) assert.ok(where.includes(`'${name}'`), name);
  assert.doesNotMatch(where, /Upsell_Size__c/);
});

test('without an address to match by, no key of an earlier address leaves the org', () => {
  const plan = planSource(leadGoal({ settings: { sensitiveFields: ['Email'] } }), orgFacts());
  const fields = tableOf(plan, 'lead_history')?.columns.flatMap(({ ofFields = [] }) => ofFields) ?? [];
  assert.ok(fields.includes('Phone'));
  assert.ok(!fields.includes('Email'));
});

test('makes features of all custom fields by their type', () => {
  const plan = planSource(
    leadGoal({ settings: { needTypeField: 'Product_Interest__c' } }),
    withLeadFields(
      ...[fact('Product_Interest__c', 'picklist'), fact('Budget__c', 'currency'), fact('Visits__c', 'double')],
      ...[fact('Wants_Demo__c', 'boolean'), fact('Trial_Ends__c', 'date'), fact('Private_Mail__c', 'email')],
    ),
  );
  const chosen = plan.fields.filter(({ family }) => family === 'chosen' || family === 'need');
  assert.deepEqual(
    chosen.map(({ name, kind, unit, label }) => [name, kind, unit, label]),
    [
      ['need_type', 'category', undefined, 'Product Interest'],
      ['Budget__c', 'number', 'money', 'Budget'],
      ['Visits__c', 'number', undefined, 'Visits'],
      ['Wants_Demo__c', 'number', 'yes or no', 'Wants Demo'],
      ['Trial_Ends__c', 'number', 'days', 'Days since Trial Ends'],
      ['Private_Mail__c', 'number', 'yes or no', 'Private Mail given'],
    ],
  );
});

test('names the own field of the lead of a value, and none for computed features and presence indicators', () => {
  const goal = leadGoal({ settings: { needTypeField: 'Product_Interest__c' } });
  const custom = [fact('Product_Interest__c', 'picklist'), fact('Private_Mail__c', 'email')];
  const { fields } = planSource(goal, withLeadFields(...custom));
  const sourceOf = (name: string) => fields.find((field) => field.name === name)?.source;
  assert.deepEqual(['need_type', 'industry'].map(sourceOf), ['Product_Interest__c', 'Industry']);
  const without = ['Private_Mail__c', 'has_email', 'department', 'account_type', 'calls_30_days'];
  assert.deepEqual(
    without.map((name) => [name, fields.some((field) => field.name === name), sourceOf(name)]),
    without.map((name) => [name, true, undefined]),
  );
});

test('never makes a feature of what knows the outcome, even when it is picked, and says why', () => {
  const picked = [
    'Status',
    'Rating',
    'ConvertedDate',
    'LastModifiedDate',
    'OwnerId',
    'FirstName',
    'Predictive_Score__c',
  ];
  const plan = planSource(leadGoal({ settings: { extraFields: picked } }), orgFacts());
  assert.deepEqual(
    picked.filter((field) => namesOf(plan).includes(field)),
    [],
  );
  assert.deepEqual(
    picked.filter((field) => !plan.leftOut.some(({ field: name }) => name === field)),
    [],
  );
  assert.ok(plan.leftOut.every(({ reason }) => reason.endsWith('.')));
  assert.ok(!plan.fields.some(({ name }) => name.startsWith('Predictive_Score')));
});

test('the scores of another goal are never inputs, on whatever record, and are not offered for its conditions', () => {
  const set = (['', '_Band', '_Percentile', '_Scored_At', '_Probability', '_Reason', '_Icon'] as const).map((part) =>
    fact(`Fit_Score${part}__c`, part === '' || part === '_Percentile' ? 'double' : 'string'),
  );
  const facts = withLeadFields(...set, fact('Fit_Score_Note__c'));
  const plan = planSource(leadGoal({ settings: { extraFields: ['Fit_Score_Probability__c'] } }), facts);
  assert.deepEqual(
    namesOf(plan).filter((name) => name.startsWith('Fit_Score')),
    ['Fit_Score_Note__c'],
  );
  assert.ok(plan.leftOut.some(({ field, reason }) => field === 'Fit_Score__c' && /score of this package/.test(reason)));
  const account = { ...facts, Account: [...(facts['Account'] ?? []), ...set] };
  const ofAccount = planSource(leadGoal({ settings: { extraFields: ['Account.Fit_Score__c'] } }), account);
  assert.ok(!namesOf(ofAccount).some((name) => name.includes('Fit_Score__c')));
  const offered = goalFields({ profileType: 'Person', goalType: 'Lead converted' }, facts, []);
  assert.ok(offered.some(({ field }) => field === 'Fit_Score_Note__c'));
  assert.ok(!offered.some(({ field }) => field === 'Fit_Score__c' || field === 'Fit_Score_Icon__c'));
});

test('leaves out what the settings exclude or mark as sensitive, also where contact or account could give it', () => {
  const settings = { excludedFields: ['industry'], sensitiveFields: ['Email', 'Title', 'Ethnic_Group__c'] };
  const plan = planSource(leadGoal({ settings }), withLeadFields(fact('Ethnic_Group__c', 'picklist')));
  const gone = [
    'industry',
    'job_rank',
    'job_department',
    'has_email',
    'email_kind',
    'has_contact',
    'leads_of_person',
    'Ethnic_Group__c',
  ];
  assert.deepEqual(
    gone.filter((name) => namesOf(plan).includes(name)),
    [],
  );
  const paths = plan.tables.flatMap(({ columns }) => columns.map(({ path }) => path));
  assert.deepEqual(
    paths.filter((path) => ['Email', 'Title', 'Ethnic_Group__c', 'Industry'].includes(path)),
    [],
  );
  const leftOut = ['Industry', 'Email', 'Title', 'Ethnic_Group__c'];
  assert.deepEqual(
    leftOut.filter((field) => !plan.leftOut.some(({ field: name }) => name === field)),
    [],
  );
});

test('a field marked as sensitive with its object is not read of it, as it was or as it is', () => {
  const objects = { lead: 'Lead', contact: 'Contact', account: 'Account' };
  let checked = 0;
  for (const goal of [leadGoal(), contactGoal(), accountGoal()]) {
    const plan = planSource(goal, orgFacts());
    for (const [table, object] of Object.entries(objects)) {
      const isInput = (column: string): boolean => namesOf(plan).includes(column);
      const paths = (tableOf(plan, table)?.columns ?? [])
        .filter(({ column, protection }) => protection !== 'none' || isInput(column))
        .map(({ path }) => path);
      for (const path of new Set(paths)) {
        const marked = planSource(
          { ...goal, settings: { ...goal.settings, sensitiveFields: [`${object}.${path}`] } },
          orgFacts(),
        );
        const history = tableOf(marked, `${table}_history`)?.columns.flatMap(({ ofFields = [] }) => ofFields) ?? [];
        const read = (tableOf(marked, table)?.columns ?? []).map((column) => column.path);
        assert.ok(!read.includes(path) && !history.includes(path), `${goal.object} goal: ${object}.${path}`);
        checked += 1;
      }
    }
  }
  assert.ok(checked > 20, `${checked} fields`);
});

test('selects only what the integration user can read and tells what is missing for it', () => {
  const unreadable = ['Individual', 'Task'];
  const facts: OrgFacts = Object.fromEntries(Object.entries(orgFacts()).filter(([name]) => !unreadable.includes(name)));
  const lead = facts['Lead']?.filter(({ name }) => name !== 'Industry' && name !== 'Phone');
  const plan = planSource(leadGoal(), { ...facts, Lead: lead ?? [], Account: facts['Account'] ?? [] });
  assert.equal(columnOf(plan, 'lead', 'should_forget'), undefined);
  assert.equal(columnOf(plan, 'lead', 'industry'), undefined);
  assert.equal(columnOf(plan, 'account', 'industry')?.path, 'Industry');
  assert.ok(!namesOf(plan).includes('calls_total') && namesOf(plan).includes('meetings_total'));
  assert.ok(plan.leftOut.some(({ field, reason }) => field === 'calls_total' && /cannot or may not/.test(reason)));
  assert.throws(() => planSource(leadGoal(), { Lead: [] }), refusal('salesforce.no-access', /lead/));
});

test('names the field that the settings or the conditions speak of and that is not there', () => {
  const extra = leadGoal({ settings: { extraFields: ['Nope__c'] } });
  assert.throws(() => planSource(extra, orgFacts()), refusal('goal.invalid', /Lead\.Nope__c/));
  const condition = { field: 'Gone__c', operator: 'equals' as const, values: ['x'] };
  assert.throws(
    () => planSource(leadGoal({ conditions: [condition] }), orgFacts()),
    refusal('goal.invalid', /Gone__c/),
  );
  const empty = { field: 'Status', operator: 'equals' as const, values: [] };
  assert.throws(() => planSource(leadGoal({ conditions: [empty] }), orgFacts()), refusal('goal.invalid', /Status/));
});

test('asks no contact and no account to convert', () => {
  const goal = leadGoal({ object: 'Contact' });
  assert.throws(() => describedObjects(goal), refusal('goal.invalid', /Contact/));
  assert.throws(() => planSource(goal, orgFacts()), refusal('goal.invalid', /Contact/));
});

test('goals on accounts and contacts read what people, opportunities and the roles in these need', () => {
  const plan = planSource(accountGoal(), orgFacts());
  const tables = plan.tables.map(({ name }) => name);
  for (const name of ['contact_history', 'account_history', 'opportunity_stage'])
    assert.ok(tables.includes(name as 'lead'));
  for (const goal of [leadGoal(), accountGoal(), contactGoal()]) {
    assert.ok(tableOf(planSource(goal, orgFacts()), 'opportunity_contact_role'));
  }
  assert.equal(columnOf(plan, 'account', 'score')?.path, 'Predictive_Score__c');
  assert.equal(columnOf(plan, 'lead', 'score'), undefined);
  const personal = plan.tables.flatMap(({ columns }) =>
    columns.filter(({ path, protection }) => /(Email|Phone|Website)$/.test(path) && protection === 'none'),
  );
  assert.deepEqual(personal, []);
});

test('an account has features of itself, its people and its opportunities, each of one name', () => {
  const custom = [fact('Tier__c', 'picklist'), fact('Secret__c', 'picklist')];
  const facts = { ...orgFacts(), Account: [...(orgFacts()['Account'] ?? []), ...custom] };
  const plan = planSource(accountGoal({ settings: { sensitiveFields: ['Secret__c', 'Title'] } }), facts);
  const names = namesOf(plan);
  assert.equal(new Set(names).size, names.length);
  const expected = ['industry', 'calls_90_days', 'contacts', 'open_leads', 'open_opportunities', 'leads_of_people'];
  assert.deepEqual(
    [...expected, 'Tier__c'].filter((name) => !names.includes(name)),
    [],
  );
  const foreign = ['has_contact', 'leads_of_person', 'days_since_qualification', 'Secret__c', 'job_rank'];
  assert.deepEqual(
    foreign.filter((name) => names.includes(name)),
    [],
  );
  assert.ok(plan.leftOut.some(({ field, reason }) => field === 'job_rank' && /sensitive/.test(reason)));
  const sourceOf = (name: string) => plan.fields.find((field) => field.name === name)?.source;
  assert.deepEqual(['industry', 'country', 'Tier__c', 'lead_source'].map(sourceOf), [
    'Industry',
    'BillingCountry',
    'Tier__c',
    undefined,
  ]);
});

test('says what ties opportunities to the scored records when it cannot be read', () => {
  const without = (object: string): OrgFacts =>
    Object.fromEntries(Object.entries(orgFacts()).filter(([name]) => name !== object));
  assert.throws(
    () => planSource(contactGoal(), without('OpportunityContactRole')),
    refusal('salesforce.no-access', /opportunity_contact_role\.contact_id/),
  );
  assert.ok(planSource(accountGoal(), without('OpportunityFieldHistory')));
  assert.ok(planSource(accountGoal(), without('OpportunityHistory')));
});

test('learns from creation without features that tell time', () => {
  const plan = planSource(leadGoal({ settings: { learnFrom: 'creation' } }), orgFacts());
  assert.ok(!plan.fields.some(({ family }) => family === 'activity' || family === 'record'));
  assert.ok(namesOf(plan).includes('lead_source') && namesOf(plan).includes('has_contact'));
});

test('fields that hold names are as personal as the standard ones, whoever made them', () => {
  const named = ['Contact_Name__c', 'First_Name__c', 'Surname__c', 'AccountName__c'];
  const others = ['Product_Name__c', 'Campaign_Name__c', 'Surnamed__c'];
  const plan = planSource(leadGoal(), withLeadFields(...[...named, ...others].map((name) => fact(name))));
  assert.deepEqual(
    named.filter((name) => namesOf(plan).includes(name)),
    [],
  );
  assert.deepEqual(
    others.filter((name) => namesOf(plan).includes(name)),
    others,
  );
  assert.ok(named.every((name) => plan.leftOut.some(({ field, reason }) => field === name && /person/.test(reason))));
});

test('a title is learned as rank and department, an address as the kind of its domain', () => {
  const plan = planSource(leadGoal(), orgFacts());
  const groupingOf = (name: string) => plan.fields.find((field) => field.name === name)?.grouping;
  assert.deepEqual(['job_rank', 'job_department', 'country', 'industry'].map(groupingOf), [
    ...['job rank', 'job department', 'country'],
    undefined,
  ]);
  assert.ok(!namesOf(plan).includes('job_title'));
  assert.equal(columnOf(plan, 'lead', 'email_kind')?.protection, 'mail kind');
  assert.equal(columnOf(plan, 'contact', 'email_kind')?.protection, 'mail kind');
});

test('keeps columns and features apart by name', () => {
  const plan = planSource(leadGoal({ qualifiedStatuses: ['Open'] }), withLeadFields(fact('Budget__c', 'currency')));
  assert.equal(new Set(namesOf(plan)).size, plan.fields.length);
  for (const { columns, name } of plan.tables) {
    const names = columns.map(({ column }) => column.toLowerCase());
    assert.equal(new Set(names).size, names.length, name);
  }
  assert.ok(namesOf(plan).includes('days_since_qualification'));
});
