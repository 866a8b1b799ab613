import assert from 'node:assert/strict';
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, test } from 'node:test';
import { analyze, needsAnalyzer } from './analyze.ts';
import type { Violation } from './analyze.ts';
import { plantedFiles, plantedFindings } from './planted-defects.ts';

const forceApp = join(import.meta.dirname, '../../../force-app');
const folder = mkdtempSync(join(tmpdir(), 'plumbline-scan-'));
after(() => {
  rmSync(folder, { recursive: true, force: true });
});

const tests = /^test\/classes\//;

/** What we do otherwise than a rule wants, each with its reason: the list of false positives for a review. */
const accepted: { rule: string; files: RegExp; reason: string }[] = [
  {
    rule: 'pmd:ApexCRUDViolation',
    files: /^main\/default\/classes\/ScoringAccess\.cls$/,
    reason: 'It asks what the running user may read, of the object that says so and is not read in user mode.',
  },
  {
    rule: 'pmd:ProtectSensitiveData',
    files: /^main\/default\/objects\/Score_Run__c\/fields\/Run_Key__c\.field-meta\.xml$/,
    reason: 'The key of a run is its public number, not a key that opens something.',
  },
  {
    rule: 'eslint:@lwc/lwc/no-async-operation',
    files: /^main\/default\/lwc\/scoringPoll\/scoringPoll\.js$/,
    reason: 'The one place that waits: it stops when the page is hidden or left.',
  },
  {
    rule: 'pmd:QueueableWithoutFinalizer',
    files: /^main\/default\/classes\/ClearGoalScores\.cls$/,
    reason: 'What failed is shown in the list of Apex jobs; nothing is left to be put in order.',
  },
  {
    rule: 'pmd:ApexDoc',
    files: /\.cls$/,
    reason: 'Comments say why; tags for each parameter would repeat their names.',
  },
  {
    rule: 'pmd:ApexUnitTestClassShouldHaveRunAs',
    files: tests,
    reason: 'Tests run as somebody in a method that they share, or ask what does not depend on the user.',
  },
];

const isAccepted = ({ rule, file }: Violation): boolean =>
  accepted.some((exception) => exception.rule === rule && exception.files.test(file));

const isDeployed = (path: string): boolean => !/__tests__|\.ts$/.test(path);

test(
  'Salesforce Code Analyzer finds nothing in the package but what is accepted for a reason',
  needsAnalyzer,
  async () => {
    // As it deploys: compiled components, no sources and no tests of theirs.
    assert.ok(existsSync(join(forceApp, 'main/default/lwc/scoreBadge/scoreBadge.js')), 'run npm run build:lwc');
    const copy = join(folder, 'package');
    for (const part of ['main', 'test'])
      cpSync(join(forceApp, part), join(copy, part), { recursive: true, filter: isDeployed });

    const { engines, violations } = await analyze(copy);

    assert.deepEqual(engines, Object.keys(plantedFindings).sort());
    assert.deepEqual(
      violations.filter((violation) => !isAccepted(violation)),
      [],
    );
    const stale = accepted.filter(
      ({ rule, files }) => !violations.some((violation) => violation.rule === rule && files.test(violation.file)),
    );
    assert.deepEqual(stale, [], 'no longer needed');
  },
);

test('each engine of the Code Analyzer finds its planted defect', needsAnalyzer, async () => {
  const copy = join(folder, 'planted');
  for (const [path, text] of Object.entries(plantedFiles)) {
    mkdirSync(dirname(join(copy, path)), { recursive: true });
    writeFileSync(join(copy, path), text);
  }

  const found = (await analyze(copy)).violations.map(({ rule, file }) => `${rule} ${file}`);

  for (const [engine, findings] of Object.entries(plantedFindings)) {
    assert.deepEqual(
      findings.filter((finding) => !found.includes(finding)),
      [],
      `${engine} found ${found.filter((finding) => finding.startsWith(`${engine}:`)).join(', ')}`,
    );
  }
});
