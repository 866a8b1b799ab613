import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { adminUsername, integrationUsername } from '../../local-org/src/index.ts';
import { projectFolder } from '../build/folders.ts';
import type { BrowserStage } from './open-stage.ts';

const fields = 'objects/Lead/fields';
const ofPackage = join(projectFolder, 'force-app/main/default', fields);
const packaged = /Predictive_Score(?:_(?:Band|Percentile|Scored_At|Factors))?__c/g;

const grant = (field: string): string =>
  `<fieldPermissions><editable>true</editable><field>Lead.${field}</field><readable>true</readable></fieldPermissions>`;

/** Deploys a further set of score fields on Lead, as a developer would for a second goal; its score field. */
export async function addSecondScoreFields({ org: { org }, grant: give }: BrowserStage): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'plumbline-fields-'));
  try {
    mkdirSync(join(folder, fields), { recursive: true });
    mkdirSync(join(folder, 'permissionsets'));
    const files = readdirSync(ofPackage).filter((file) => new RegExp(`^${packaged.source}\\.`).test(file));
    for (const file of files) {
      const text = readFileSync(join(ofPackage, file), 'utf8');
      const rename = (name: string): string => name.replaceAll('Predictive_Score', 'Second_Score');
      writeFileSync(join(folder, fields, rename(file)), text.replaceAll(packaged, rename));
    }
    const names = files.map((file) => file.replace('.field-meta.xml', '').replace('Predictive_Score', 'Second_Score'));
    writeFileSync(
      join(folder, 'permissionsets/Second_Score.permissionset-meta.xml'),
      `<?xml version="1.0" encoding="UTF-8"?><PermissionSet xmlns="http://soap.sforce.com/2006/04/metadata">
      ${names.map(grant).join('')}<label>Second Score</label></PermissionSet>`,
    );
    const { success, messages } = org.deploySource(org.userId(adminUsername) ?? '', folder);
    if (!success) throw new Error(`The second score fields were not deployed: ${JSON.stringify(messages)}`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  for (const username of [adminUsername, integrationUsername, 'rep@local.org']) await give(username, 'Second_Score');
  return 'Lead.Second_Score__c';
}
