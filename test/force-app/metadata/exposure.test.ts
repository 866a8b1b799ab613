import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkExposure } from './check-exposure.ts';
import { planted } from './planted.ts';
import { readPackage } from './read-package.ts';

const files = readPackage();

test('pages, tabs, actions and flows open components that are made for them', () => {
  assert.deepEqual(checkExposure(files), []);
});

/** A defect in a file of the package: what is replaced by what, and how the check names it. */
const defects: [defect: string, file: string, from: string | RegExp, to: string, problem: RegExp][] = [
  [
    'a tab with a component for other places',
    'Scoring_Runs.tab-meta.xml',
    '>scoringRuns<',
    '>evaluateScore<',
    /Scoring_Runs.*: evaluateScore is not for lightning__Tab/,
  ],
  [
    'a record page with a component for app pages',
    'scoreBadge.js-meta.xml',
    'lightning__RecordPage</target>',
    'lightning__AppPage</target>',
    /Predictive_Score_Lead.*: scoreBadge is not for lightning__RecordPage/,
  ],
  [
    'a component that is not exposed',
    'evaluateScore.js-meta.xml',
    '<isExposed>true',
    '<isExposed>false',
    /Lead\.Evaluate_Predictive_Score.*: evaluateScore is not exposed/,
  ],
  [
    'a page of an object that the component leaves out',
    'scoreBadge.js-meta.xml',
    '<object>Contact</object>',
    '',
    /Predictive_Score_Contact.*: scoreBadge is not for Contact/,
  ],
  [
    'a value that the component does not take',
    'evaluateScores.js-meta.xml',
    'name="recordIds"',
    'name="ids"',
    /Evaluate_Predictive_Scores.*: evaluateScores takes no recordIds/,
  ],
];

for (const [defect, file, from, to, problem] of defects) {
  test(`the platform would refuse ${defect}`, () => {
    assert.match(checkExposure(planted(files, file, from, to)).join('\n'), problem);
  });
}
