import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Connection } from 'jsforce';
import { startOrg } from '../../src/index.ts';
import type { RunningOrg } from '../../src/index.ts';
import { metadata, packageFiles } from '../engine/opened-org.ts';
import { ask, connect, insertLeads, root } from './connect.ts';

let org: RunningOrg;
let connection: Connection;

before(async () => {
  org = await startOrg();
  connection = connect(org);
  insertLeads(org, 30);
});
after(() => org.stop());

type Item = { layoutComponents: { value: string; details: { name: string; type: string } | null }[] };
type Layout = { id: string; detailLayoutSections: { heading: string; layoutRows: { layoutItems: Item[] }[] }[] };
type Layouts = {
  layouts: Layout[] | null;
  recordTypeMappings: { recordTypeId: string; layoutId: string; name: string }[];
};

const fieldsOf = ({ detailLayoutSections }: Layout): string[] =>
  detailLayoutSections.flatMap(({ layoutRows }) =>
    layoutRows.flatMap(({ layoutItems }) =>
      layoutItems.flatMap(({ layoutComponents }) => layoutComponents.map(({ value }) => value)),
    ),
  );

test('the layout of a standard object names its fields with their describes', async () => {
  for (const object of ['Lead', 'Contact', 'Account', 'Opportunity', 'Case', 'Task']) {
    const { layouts, recordTypeMappings } = (await connection.sobject(object).layouts()) as unknown as Layouts;
    const [layout] = layouts ?? [];
    assert.ok(layout, object);
    assert.ok(fieldsOf(layout).length > 5, object);
    assert.deepEqual(
      recordTypeMappings.map(({ name, layoutId }) => [name, layoutId]),
      [['Master', layout.id]],
    );
    const alone = await ask(
      org,
      `${root}/sobjects/${object}/describe/layouts/${recordTypeMappings[0]?.recordTypeId ?? ''}`,
    );
    assert.deepEqual(alone.json, layout);
  }
  const lead = ((await connection.sobject('Lead').layouts()) as unknown as Layouts).layouts?.[0];
  const [first] = lead?.detailLayoutSections[0]?.layoutRows[0]?.layoutItems ?? [];
  assert.ok(first?.layoutComponents[0]?.details?.name);
});

test('with several record types the layouts are described one by one', async () => {
  const types = ['Retail', 'Trade'].map(
    (name) => `<recordTypes><fullName>${name}</fullName><active>true</active><label>${name}</label></recordTypes>`,
  );
  const admin = org.org.userId('admin@local.org') ?? '';
  org.org.deploy(admin, packageFiles({ 'objects/Campaign.object': metadata('CustomObject', types.join('')) }));
  const { layouts, recordTypeMappings } = (await connection.sobject('Campaign').layouts()) as unknown as Layouts;
  assert.equal(layouts, null);
  assert.deepEqual(recordTypeMappings.map(({ name }) => name).toSorted(), ['Master', 'Retail', 'Trade']);
  const path = `${root}/sobjects/Campaign/describe/layouts/${recordTypeMappings[0]?.recordTypeId ?? ''}`;
  assert.equal((await ask(org, path)).status, 200);
});

test('compact layouts, approval layouts and quick actions are described; what has none is not found', async () => {
  const compact = (await connection.sobject('Lead').compactLayouts()) as unknown as {
    compactLayouts: { name: string; fieldItems: Item[] }[];
  };
  assert.equal(compact.compactLayouts[0]?.name, 'SYSTEM');
  assert.ok((compact.compactLayouts[0]?.fieldItems.length ?? 0) >= 4);
  assert.deepEqual(await connection.sobject('Lead').approvalLayouts(), { approvalLayouts: [] });
  assert.deepEqual(await connection.sobject('Lead').quickActions(), []);
  for (const path of [
    'LeadHistory/describe/layouts',
    'Lead/describe/layouts/012000000000001AAA',
    'Nope/describe/layouts',
  ]) {
    const { status, json } = await ask(org, `${root}/sobjects/${path}`);
    assert.equal(status, 404, path);
    assert.equal((json as { errorCode: string }[])[0]?.errorCode, 'NOT_FOUND');
  }
});

type View = { id: string; developerName: string; label: string; resultsUrl: string };

async function viewNamed(name: string): Promise<View> {
  const { listviews } = (await connection.sobject('Lead').listviews()) as unknown as { listviews: View[] };
  const view = listviews.find(({ developerName }) => developerName === name);
  assert.ok(view, name);
  return view;
}

test('list views are listed, described with the query that they are, and answer its records in texts', async () => {
  const { id, resultsUrl } = await viewNamed('AllOpenLeads');
  const view = connection.sobject('Lead').listview(id);
  const described = (await view.describe()) as unknown as { query: string; columns: { fieldNameOrPath: string }[] };
  assert.match(described.query, /^SELECT Name, .* FROM Lead WHERE \(IsConverted = false\) ORDER BY Name/);
  const direct = await connection.query(described.query);
  const results = (await view.results()) as unknown as {
    done: boolean;
    size: number;
    records: { columns: { fieldNameOrPath: string; value: string }[] }[];
  };
  assert.deepEqual([results.done, results.size], [false, 25]);
  const nameIn = ({ columns }: (typeof results.records)[number]) =>
    columns.find(({ fieldNameOrPath }) => fieldNameOrPath === 'Name')?.value;
  assert.deepEqual(
    results.records.map(nameIn),
    direct.records.slice(0, 25).map(({ Name }) => Name as string),
  );
  const rest = (await ask(org, `${resultsUrl}?offset=25&limit=10`)).json as typeof results;
  assert.deepEqual([rest.done, rest.size], [true, 5]);
  assert.equal((await ask(org, `${resultsUrl}?limit=0`)).status, 400);
  assert.equal((await ask(org, `${root}/sobjects/Lead/listviews/00B000000000001AAA/results`)).status, 404);
});

type Plans = { plans: { leadingOperationType: string; cardinality: number; sobjectType: string; fields: string[] }[] };
const explain = async (text: string) => ask(org, `${root}/query?explain=${encodeURIComponent(text)}`);

test('a query and a list view are explained; what cannot be run is refused as a query is', async () => {
  const all = (await explain('SELECT Id FROM Lead')).json as Plans;
  assert.deepEqual(
    all.plans.map(({ leadingOperationType, cardinality, sobjectType }) => [
      leadingOperationType,
      cardinality,
      sobjectType,
    ]),
    [['TableScan', 30, 'Lead']],
  );
  const byName = (await explain("SELECT Id FROM Lead WHERE Name = 'Lead 00001' AND City = null")).json as Plans;
  assert.deepEqual(
    byName.plans.map(({ leadingOperationType, fields, cardinality }) => [leadingOperationType, fields, cardinality]),
    [
      ['Index', ['Name'], 1],
      ['TableScan', [], 1],
    ],
  );
  const { id } = await viewNamed('AllOpenLeads');
  const ofView = (await connection.sobject('Lead').listview(id).explain()) as unknown as Plans;
  assert.equal(ofView.plans[0]?.sobjectType, 'Lead');
  for (const [text, status, code] of [
    ['SELECT Nope FROM Lead', 400, 'INVALID_FIELD'],
    ['nonsense', 400, 'MALFORMED_QUERY'],
    ['', 400, 'MALFORMED_QUERY'],
    ['00O000000000001AAA', 404, 'NOT_FOUND'],
    ['00B000000000001AAA', 404, 'NOT_FOUND'],
  ] as const) {
    const refused = await explain(text);
    assert.equal(refused.status, status, text);
    assert.equal((refused.json as { errorCode: string }[])[0]?.errorCode, code);
  }
});
