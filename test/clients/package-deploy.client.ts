import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { deployArguments, deployPackage, findUndeployed } from './deploy-package.ts';
import type { Deployed } from './deploy-package.ts';
import { insertRecord, openClients } from './open-clients.ts';
import { readTable, readTables } from './printed-table.ts';
import { connectionFolder, copyProject } from './project-copy.ts';
import { assert } from './tally.ts';

const { org, sf, close } = await openClients();
after(close);

const rep = 'rep@local.org';
const repToken = org.tokenFor(rep);
const asRep = { env: { SF_TARGET_ORG: repToken } };
const lead = insertRecord(org, 'Lead', { LastName: 'Ost', Company: 'Acme' });
const scoreQuery = ['data', 'query', '--query', 'SELECT LastName, Predictive_Score__c FROM Lead'];

const project = copyProject(join(sf.folder, 'project'));
const inProject = { cwd: project.folder };

/** Everything a deploy may change: what the org describes and how many rows it has. */
function takeState(): unknown {
  const { org: engine } = org;
  const administrator = engine.userId('admin@local.org') ?? '';
  const described = engine.describeGlobal(administrator);
  const rows = ['Lead', 'PermissionSet', 'FieldPermissions', 'ObjectPermissions', 'PermissionSetAssignment'].map(
    (object) => [object, engine.query(administrator, `SELECT COUNT() FROM ${object}`).countOnly],
  );
  return structuredClone({ described, rows });
}

test('a dry run reports the components it would create and creates nothing', async () => {
  const before = takeState();
  const { exitCode, stdout, stderr } = await sf.run(deployArguments('--dry-run'), inProject);
  assert.equal(exitCode, 0, stderr);
  assert.match(stdout, /^Status: Succeeded$/m);
  assert.match(stdout, /^Validated Source$/m);
  const { headers, rows } = readTable(stdout);
  assert.deepEqual(headers, ['State', 'Name', 'Type', 'Path']);
  assert.ok(rows.every(([state]) => state === 'Created'));
  const path = 'force-app/main/default/objects/Lead/fields/Predictive_Score__c.field-meta.xml';
  assert.ok(rows.some((row) => row.join() === ['Created', 'Lead.Predictive_Score__c', 'CustomField', path].join()));
  assert.deepEqual(takeState(), before);
});

test('the whole package is deployed over SOAP', async () => {
  const refused = await sf.json(scoreQuery);
  assert.equal(refused.name, 'INVALID_FIELD');
  const { exitCode, status, result, message } = await deployPackage(sf, project);
  assert.equal(exitCode, 0, message);
  assert.equal(status, 0);
  const deployed = result as Deployed;
  assert.partialDeepStrictEqual(deployed, { success: true, status: 'Succeeded', done: true, checkOnly: false });
  assert.ok(deployed.numberComponentsDeployed > 50);
  assert.equal(deployed['numberComponentsTotal'], deployed.numberComponentsDeployed);
  assert.ok(deployed.files.every(({ state }) => state === 'Created'));

  assert.deepEqual(findUndeployed(deployed), []);
  const paths = deployed.files.flatMap(({ filePath = '' }) => filePath);
  assert.deepEqual(
    paths.filter((path) => /__tests__|\.ts$|README/.test(path)),
    [],
  );
  assert.ok(paths.some((path) => path.endsWith('lwc/scoreBadge/scoreBadge.js')));
});

test('a user sees INVALID_FIELD before org assign permset, and values after', async () => {
  const hidden = await sf.json(scoreQuery, asRep);
  assert.equal(hidden.exitCode, 1);
  assert.equal(hidden.name, 'INVALID_FIELD');
  assert.match(hidden.message ?? '', /No such column 'Predictive_Score__c' on entity 'Lead'/);

  const assigned = await sf.run(['org', 'assign', 'permset', '--name', 'ScoringUser', '--on-behalf-of', rep]);
  assert.equal(assigned.exitCode, 0, assigned.stderr);
  assert.match(assigned.stdout, /^Permsets Assigned$/m);
  const { headers, rows } = readTable(assigned.stdout);
  assert.deepEqual(headers, ['Username', 'Permission Set Assignment']);
  assert.deepEqual(rows, [[rep, 'ScoringUser']]);

  // The integration's permission set is the one that may write the score.
  org.org.assignPermissionSet(org.org.userId('admin@local.org') ?? '', 'ScoringIntegration');
  const values = ['--values', 'Predictive_Score__c=87'];
  const written = await sf.run(['data', 'update', 'record', '--sobject', 'Lead', '--record-id', lead, ...values]);
  assert.equal(written.exitCode, 0, written.stderr);
  const shown = await sf.run(scoreQuery, asRep);
  assert.equal(shown.exitCode, 0, shown.stderr);
  assert.deepEqual(readTable(shown.stdout), { headers: ['LASTNAME', 'PREDICTIVE_SCORE__C'], rows: [['Ost', '87']] });

  const update = [
    'data',
    'update',
    'record',
    '--sobject',
    'Lead',
    '--record-id',
    lead,
    '--values',
    'Predictive_Score__c=1',
  ];
  const refused = await sf.json(update, asRep);
  assert.equal(refused.exitCode, 1);
  assert.equal(refused.name, 'INVALID_FIELD_FOR_INSERT_UPDATE');
  assert.match(refused.message ?? '', /Unable to create\/update fields: Predictive_Score__c\./);
});

test('org assign permset assigns a set once and reports a missing one', async () => {
  const args = ['org', 'assign', 'permset', '--name', 'ScoringUser', '--on-behalf-of', rep];
  const again = await sf.json(args);
  assert.equal(again.exitCode, 1);
  assert.partialDeepStrictEqual(again.result, { successes: [] });
  const [failure] = (again.result as { failures: { name: string; message: string }[] }).failures;
  assert.equal(failure?.name, rep);
  assert.match(failure?.message ?? '', /[Dd]uplicate/);

  const missing = await sf.json([...args.slice(0, 3), '--name', 'Nope', '--on-behalf-of', 'integration@local.org']);
  assert.equal(missing.exitCode, 1);
  const message = 'Permission set "Nope" not found in target org. Do you need to push source?';
  assert.partialDeepStrictEqual(missing.result, { failures: [{ name: 'integration@local.org', message }] });
});

test('a second deploy changes nothing and reports it', async () => {
  const { exitCode, stdout, stderr } = await sf.run(deployArguments(), inProject);
  assert.equal(exitCode, 0, stderr);
  assert.match(stdout, /^Deployed Source$/m);
  assert.ok(readTable(stdout).rows.every(([state]) => state === 'Unchanged'));
});

test('the named credential is deployed once, and no deploy of source overwrites its address', async () => {
  const connect = ['project', 'deploy', 'start', '--metadata-dir', connectionFolder];
  const first = await sf.json(connect, inProject);
  assert.equal(first.exitCode, 0, first.message);
  const file = join(project.folder, connectionFolder, 'namedCredentials/Scoring_Service.namedCredential');
  const shipped = readFileSync(file, 'utf8');
  // What an admin does in Setup.
  writeFileSync(file, shipped.replace('https://scoring.example.com', 'https://scores.acme.com'));
  assert.equal((await sf.json(connect, inProject)).exitCode, 0);
  writeFileSync(file, shipped);
  for (const args of [deployArguments(), ['project', 'deploy', 'start', '--ignore-conflicts']]) {
    const { exitCode, result, message } = await sf.json(args, inProject);
    assert.equal(exitCode, 0, message);
    assert.ok(!(result as Deployed).files.some(({ type }) => type === 'NamedCredential'));
  }
  const administrator = org.org.userId('admin@local.org') ?? '';
  const [kept] = org.org.retrieve(administrator, [{ type: 'NamedCredential', fullName: 'Scoring_Service' }]).files;
  assert.match(new TextDecoder().decode(kept?.content), />https:\/\/scores\.acme\.com</);
});

test('a broken field fails the deploy, line by line, and nothing changes', async () => {
  const broken = copyProject(join(sf.folder, 'broken'));
  broken.edit('objects/Lead/fields/Predictive_Score_Percentile__c.field-meta.xml', /\s*<scale>0<\/scale>/, '');
  broken.edit(
    'objects/Lead/fields/Predictive_Score_Band__c.field-meta.xml',
    /<label>[^<]*<\/label>/,
    '<label>New</label>',
  );
  const before = takeState();

  const human = await sf.run(deployArguments(), { cwd: broken.folder });
  assert.equal(human.exitCode, 1);
  assert.match(human.stdout, /^Status: Failed$/m);
  assert.match(human.stdout, /^Component Failures \[\d+\]$/m);
  const { headers, rows } = readTable(human.stdout);
  assert.deepEqual(headers, ['Type', 'Name', 'Problem', 'Line:Column']);
  const [type, name, problem, place] = rows[0] ?? [];
  assert.deepEqual([type, name], ['CustomField', 'Lead.Predictive_Score_Percentile__c']);
  assert.match(problem ?? '', /^Must specify 'scale' for a CustomField of type Number \(\d+:\d+\)$/);
  assert.match(place ?? '', /^\d+:\d+$/);

  const { exitCode, status, result } = await deployPackage(sf, broken);
  assert.deepEqual([exitCode, status], [1, 1]);
  const { details, ...rest } = result as Deployed;
  assert.partialDeepStrictEqual(rest, { success: false, status: 'Failed' });
  assert.partialDeepStrictEqual(details.componentFailures[0], {
    componentType: 'CustomField',
    fullName: 'Lead.Predictive_Score_Percentile__c',
    fileName: 'objects/Lead.object',
    success: false,
    problemType: 'Error',
    problem: "Must specify 'scale' for a CustomField of type Number",
  });
  assert.equal(rest['numberComponentErrors'], details.componentFailures.length);
  // Valid components are counted although they were rolled back.
  assert.equal(rest.numberComponentsDeployed, Number(rest['numberComponentsTotal']) - details.componentFailures.length);
  assert.deepEqual(takeState(), before);
});

test('a user without the right to deploy is refused', async () => {
  const refused = await sf.json(deployArguments(), { ...inProject, ...asRep });
  assert.equal(refused.exitCode, 1);
  assert.match(`${refused.name}: ${refused.message}`, /INSUFFICIENT_ACCESS/);
});

test('a user without the right to give permissions is refused', async () => {
  const args = ['org', 'assign', 'permset', '--name', 'ScoringAdmin', '--on-behalf-of', rep];
  const refused = await sf.json(args, asRep);
  assert.equal(refused.exitCode, 1);
  const failures = [{ name: rep, message: 'insufficient access rights on object id' }];
  assert.deepEqual(refused.result, { successes: [], failures });
});

test('a deploy report shows the last deploy and its options', async () => {
  const { exitCode, stdout, stderr } = await sf.run(['project', 'deploy', 'report', '--use-most-recent'], inProject);
  // The command succeeds if it can report, even about a failed deploy.
  assert.equal(exitCode, 0, stderr);
  const [info] = readTables(stdout);
  assert.deepEqual(info?.headers, ['Key', 'Value']);
  assert.ok(info?.rows.some((row) => row.join() === 'status,Failed'));
  assert.ok(info?.rows.some((row) => row.join() === 'rollbackOnError,true'));
});
