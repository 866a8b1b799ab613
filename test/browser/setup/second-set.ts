import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { projectFolder } from '../build/folders.ts';
import { adminUsername } from '../../local-org/src/index.ts';
import type { BrowserStage } from '../stage/open-stage.ts';

const source = join(projectFolder, 'force-app/main/default/objects/Lead/fields');

/** A further set of score fields on leads, made from the packaged one and deployed as an admin would. */
export async function deploySecondSet({ org, grant }: BrowserStage): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'plumbline-second-set-'));
  const fields = join(folder, 'main/default/objects/Lead/fields');
  const sets = join(folder, 'main/default/permissionsets');
  mkdirSync(fields, { recursive: true });
  mkdirSync(sets, { recursive: true });
  const names = readdirSync(source).filter((name) => /^Predictive_Score(_(?!Icon)\w+)?__c\./.test(name));
  for (const name of names) {
    const text = readFileSync(join(source, name), 'utf8').replaceAll('Predictive_Score', 'Second_Score');
    writeFileSync(join(fields, name.replace('Predictive_Score', 'Second_Score')), text);
  }
  writeFileSync(join(sets, 'Second_Score_Fields.permissionset-meta.xml'), permissionSet(names));
  const { success, messages } = org.org.deploySource(org.org.userId(adminUsername) ?? '', folder);
  rmSync(folder, { recursive: true, force: true });
  assert.ok(success, JSON.stringify(messages));
  await grant(adminUsername, 'Second_Score_Fields');
}

const permissionSet = (names: readonly string[]): string => `<?xml version="1.0" encoding="UTF-8"?>
<PermissionSet xmlns="http://soap.sforce.com/2006/04/metadata">
${names
  .map((name) => name.replace('Predictive_Score', 'Second_Score').replace(/\.field-meta\.xml$/, ''))
  .map(
    (name) =>
      `    <fieldPermissions><editable>false</editable><field>Lead.${name}</field><readable>true</readable></fieldPermissions>`,
  )
  .join('\n')}
    <hasActivationRequired>false</hasActivationRequired>
    <label>Second Score Fields</label>
</PermissionSet>
`;
