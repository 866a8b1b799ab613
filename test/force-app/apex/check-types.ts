import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { runJava } from './java.ts';
import { fieldExpressions, queriesOf } from './queries.ts';
import type { ApexFile } from './read-apex.ts';
import { readApex } from './read-apex.ts';

const forceApp = join(import.meta.dirname, '../../../force-app');

const classMeta = `<?xml version="1.0" encoding="UTF-8"?>
<ApexClass xmlns="http://soap.sforce.com/2006/04/metadata"><apiVersion>65.0</apiVersion><status>Active</status></ApexClass>
`;

const phantomField = `<?xml version="1.0" encoding="UTF-8"?>
<CustomField xmlns="http://soap.sforce.com/2006/04/metadata"><fullName>Phantom__c</fullName><defaultValue>false</defaultValue><label>Phantom</label><type>Checkbox</type></CustomField>
`;

/**
 * What apex-ls, which knows the platform's types, finds wrong in the package's Apex and in further classes, one
 * problem a line. The fields that queries name are checked too.
 */
export async function checkTypes(further: readonly ApexFile[] = []): Promise<string[]> {
  const workspace = mkdtempSync(join(tmpdir(), 'plumbline-apex-'));
  try {
    writeWorkspace(workspace, further);
    const options = ['--workspace', workspace, '--detail', 'warnings', '--nocache'];
    return readIssues(await runJava('io.github.apexdevtools.apexls.CheckForIssues', options));
  } finally {
    rmSync(workspace, { recursive: true, force: true });
  }
}

function writeWorkspace(workspace: string, further: readonly ApexFile[]): void {
  const isSource = (path: string): boolean => basename(path) !== 'lwc';
  cpSync(join(forceApp, 'main'), join(workspace, 'package/main'), { recursive: true, filter: isSource });
  cpSync(join(forceApp, 'test'), join(workspace, 'package/test'), { recursive: true });
  writePhantoms(workspace);
  mkdirSync(join(workspace, 'further'));
  const probes = [...readApex(), ...further].flatMap(queryProbe);
  for (const { name, text } of [...further, ...probes]) {
    writeFileSync(join(workspace, 'further', name), text);
    writeFileSync(join(workspace, 'further', `${name}-meta.xml`), classMeta);
  }
  const packageDirectories = [{ path: 'phantoms' }, { path: 'package', default: true }, { path: 'further' }];
  const project = { packageDirectories, namespace: '', sourceApiVersion: '65.0' };
  writeFileSync(join(workspace, 'sfdx-project.json'), JSON.stringify(project));
}

/** Unknown fields of a standard object are only seen once a package directory below extends the object. */
function writePhantoms(workspace: string): void {
  for (const object of readdirSync(join(forceApp, 'main/default/objects')).filter((name) => !name.includes('__'))) {
    const fields = join(workspace, 'phantoms/objects', object, 'fields');
    mkdirSync(fields, { recursive: true });
    writeFileSync(join(fields, 'Phantom__c.field-meta.xml'), phantomField);
  }
}

/** A class that reads every field that the queries of a file name; none where there are no queries. */
function queryProbe(file: ApexFile): ApexFile[] {
  const reads = queriesOf(file).flatMap(({ query }) => fieldExpressions(query));
  if (reads.length === 0) return [];
  const name = `QueriesOf${file.name.replace(/\W.*/, '')}`;
  const lines = reads.map((read, index) => `        Object value${String(index)} = ${read};`);
  const text = ['public class ' + name + ' {', '    public static void read() {', ...lines, '    }', '}', ''].join(
    '\n',
  );
  return [{ name: `${name}.cls`, text }];
}

/** The program prints a file's path, then its issues. */
function readIssues(printed: string): string[] {
  const issues: string[] = [];
  let file = '';
  for (const line of printed.split(/\r?\n/).filter((text) => text !== '')) {
    if (/^(Missing|Error|Syntax|Warning|Unused)\b.*: /.test(line)) issues.push(`${file}: ${line}`);
    else file = basename(line);
  }
  // A line that is neither would be lost with the last file's name: then what was printed is the issue.
  return issues.length === 0 && file !== '' ? [printed] : issues;
}
