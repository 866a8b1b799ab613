import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { startOrg } from '../../src/index.ts';
import { loadCsv } from '../../src/loader/load-csv.ts';
import type { LoadSummary } from '../../src/loader/load-csv.ts';
import { parseMapping } from '../../src/loader/mapping.ts';
import { count, fixtureFolder, readAll, startConnected } from './connected-org.ts';
import { madeUpLeads } from './made-up-leads.ts';

const realLeads = fileURLToPath(new URL('../../../../../shared/data/xeducation/Leads.csv', import.meta.url));
const mapping = parseMapping(JSON.parse(readFileSync(join(fixtureFolder('xeducation'), 'mapping.json'), 'utf8')));
const folder = await mkdtemp(join(tmpdir(), 'loaded-csv-'));
after(() => rm(folder, { recursive: true }));

const csv = join(folder, 'leads.csv');
await writeFile(csv, madeUpLeads(30));

const load = ({ url, adminToken }: { url: string; adminToken: string }, file: string): Promise<LoadSummary> =>
  loadCsv({ instanceUrl: url, token: adminToken, mapping, csv: file });

test('a CSV is in the org as jsforce sees it, value by value', async () => {
  const org = await startConnected('xeducation');
  after(() => org.stop());
  const summary = await load(org, csv);
  assert.deepEqual(summary, { rows: 30, inserted: 30, converted: 10, failures: [], conversionFailures: [] });

  const [first, second, third] = await readAll(
    org.admin,
    `SELECT LastName, Company, LeadSource, Country, City, Total_Visits__c, Page_Views_Per_Visit__c, Do_Not_Email__c,
       Wants_Free_Copy__c, Current_Occupation__c, Status FROM Lead ORDER BY Company LIMIT 3`,
  );
  assert.partialDeepStrictEqual(first, {
    ...{ LastName: 'made-up-0', Company: 'Prospect 900000', LeadSource: 'Newsletter', Country: 'Austria' },
    ...{ City: 'Graz', Total_Visits__c: null, Page_Views_Per_Visit__c: 1.5, Do_Not_Email__c: false },
    ...{ Wants_Free_Copy__c: true, Current_Occupation__c: 'Baker', Status: 'Closed - Converted' },
  });
  assert.partialDeepStrictEqual(second, {
    ...{ LeadSource: 'Fair, Vienna', Country: null, Total_Visits__c: 0, Status: 'Working - Contacted' },
    ...{ Current_Occupation__c: null },
  });
  assert.partialDeepStrictEqual(third, { LeadSource: 'Word of "mouth"', Country: 'Österreich', Do_Not_Email__c: true });

  const converted = await readAll(
    org.admin,
    'SELECT LastName, ConvertedDate, ConvertedContact.LastName, ConvertedAccount.Name, ConvertedOpportunityId FROM Lead WHERE IsConverted = true',
  );
  assert.equal(converted.length, 10);
  for (const { LastName, ConvertedContact, ConvertedOpportunityId, ConvertedDate } of converted) {
    assert.equal((ConvertedContact as Record<string, unknown>)['LastName'], LastName);
    assert.equal(ConvertedOpportunityId, null);
    assert.ok(ConvertedDate);
  }
  assert.equal(await count(org.admin, 'Account'), 10);
  const [lead] = await readAll(org.admin, 'SELECT Id FROM Lead WHERE IsConverted = true LIMIT 1');
  const [answer] = await org.admin.sobject('Lead').update([{ Id: String(lead?.['Id']), City: 'Wels' }]);
  assert.partialDeepStrictEqual(answer, { success: false, errors: [{ statusCode: 'CANNOT_UPDATE_CONVERTED_LEAD' }] });
});

test('without the permission set, the load names every field before it sends a row', async () => {
  const org = await startOrg({ metadata: [join(fixtureFolder('xeducation'), 'main/default')] });
  after(() => org.stop());
  await assert.rejects(
    load(org, csv),
    /cannot fill Lead_Origin__c, .*, Last_Notable_Activity__c of Lead\..*permission set/,
  );
  assert.deepEqual(
    org.requests.map(({ path }) => path.split('/').at(-1)),
    ['describe'],
  );
});

const skip = existsSync(realLeads) ? false : 'X Education is not beside the repository (../shared/data/xeducation)';

test('the 9,240 real leads are loaded, and 3,561 of them converted', { skip }, async (context) => {
  const org = await startConnected('xeducation');
  after(() => org.stop());
  const startedMs = performance.now();
  const summary = await load(org, realLeads);
  context.diagnostic(`loaded in ${((performance.now() - startedMs) / 1000).toFixed(1)} s`);
  assert.deepEqual(summary.failures, []);
  assert.deepEqual(summary.conversionFailures, []);
  assert.equal(await count(org.admin, 'Lead'), 9240);
  assert.equal(await count(org.admin, 'Lead WHERE IsConverted = true'), 3561);
  assert.equal(await count(org.admin, 'Contact'), 3561);
});
