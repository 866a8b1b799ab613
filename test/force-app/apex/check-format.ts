import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { check, resolveConfig } from 'prettier';
import type { ApexFile } from './read-apex.ts';

const sample = join(import.meta.dirname, '../../../force-app/main/default/classes/ScoringClient.cls');

/** A class as it stands in the package, to be spoilt. */
export const sampleClass: ApexFile = { name: 'ScoringClient.cls', text: readFileSync(sample, 'utf8') };

/** The names of classes and triggers that do not stand as the project's settings would write them. */
export async function findUnformatted(files: readonly ApexFile[]): Promise<string[]> {
  const settings = await resolveConfig(sample);
  const unformatted: string[] = [];
  for (const { name, text } of files)
    if (!(await check(text, { ...settings, filepath: sample }))) unformatted.push(`${name} is not formatted.`);
  return unformatted;
}
