import assert from 'node:assert/strict';
import { test } from 'node:test';
import { analyzePackage, analyzePlanted, engineNames } from './analyze-package.ts';
import { needsAnalyzer } from './analyze.ts';
import { plantedFindings } from './planted-defects.ts';

test(
  'Salesforce Code Analyzer finds nothing in the package but what is accepted for a reason',
  needsAnalyzer,
  async () => {
    const { engines, count, violations } = await analyzePackage();
    assert.deepEqual(engines, engineNames);
    assert.ok(count > 0);
    assert.deepEqual(violations, []);
  },
);

test('each engine of the Code Analyzer finds its planted defect', needsAnalyzer, async () => {
  const found = await analyzePlanted();
  for (const [engine, findings] of Object.entries(plantedFindings)) {
    assert.deepEqual(
      findings.filter((finding) => !found.includes(finding)),
      [],
      `${engine} found ${found.filter((finding) => finding.startsWith(`${engine}:`)).join(', ')}`,
    );
  }
});
