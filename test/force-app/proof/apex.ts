import { analyzePackage, analyzePlanted, engineNames } from '../apex/analyze-package.ts';
import { checkTypes } from '../apex/check-types.ts';
import { findUnformatted, sampleClass } from '../apex/check-format.ts';
import { plantedFindings } from '../apex/planted-defects.ts';
import { readApex } from '../apex/read-apex.ts';
import { versionsOf } from './tool.ts';
import type { Tool } from './tool.ts';

const files = readApex();

const format: Tool = {
  name: 'Apex is formatted',
  version: versionsOf('prettier', 'prettier-plugin-apex'),
  things: 'classes and triggers',
  look: async () => ({ count: files.length, violations: await findUnformatted(files) }),
  planted: [
    {
      defect: 'a brace on a line of its own',
      said: () => findUnformatted([{ name: sampleClass.name, text: sampleClass.text.replace('{\n', '\n{\n') }]),
      names: /ScoringClient\.cls is not formatted/,
    },
  ],
};

const misspelt = `public with sharing class Planted {
    public Object read() {
        return [SELECT Predictive_Scores__c FROM Lead WITH USER_MODE];
    }
}
`;

const types: Tool = {
  name: "Apex against the platform's types and our fields: apex-ls",
  version: versionsOf('@salesforce/code-analyzer-pmd-engine'),
  things: 'classes and triggers',
  look: async () => ({ count: files.length, violations: await checkTypes() }),
  planted: [
    {
      defect: 'a query for a field that the package does not have',
      said: () => checkTypes([{ name: 'Planted.cls', text: misspelt }]),
      names: /Unknown field 'Predictive_Scores__c'/,
    },
  ],
};

let found: Promise<string[]> | undefined;

/** What the analyzer finds in the package of defects: one run for all engines. */
function saidOfPlanted(): Promise<string[]> {
  found ??= analyzePlanted();
  return found;
}

const analyzer: Tool = {
  name: 'Salesforce Code Analyzer, rules AppExchange and Recommended',
  version: versionsOf(
    '@salesforce/code-analyzer-core',
    ...['eslint', 'flow', 'pmd', 'regex', 'retirejs', 'sfge'].map((name) => `@salesforce/code-analyzer-${name}-engine`),
  ),
  things: `files with the engines ${engineNames.join(', ')}`,
  look: async () => {
    const { engines, count, violations } = await analyzePackage();
    const unproved = [...new Set(engines).symmetricDifference(new Set(engineNames))];
    const said = unproved.map((engine) => `The engine ${engine} did not look, or no defect is planted for it.`);
    return { count, violations: [...violations, ...said] };
  },
  planted: Object.values(plantedFindings)
    .flat()
    .map((finding) => ({
      defect: finding,
      said: saidOfPlanted,
      names: new RegExp(`^${finding.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')}$`),
    })),
};

export const apexTools: readonly Tool[] = [format, types, analyzer];
