import { findUntested, findUntestedBundles, runJest } from '../run-jest.ts';
import { versionsOf } from './tool.ts';
import type { Tool } from './tool.ts';

let failed: Promise<string[]> | undefined;

/** What fails in the tests that are there to fail: one run for all of them. */
function saidOfPlanted(): Promise<string[]> {
  failed ??= runJest('test/force-app/lwc/planted').then(({ violations }) => violations);
  return failed;
}

export const jest: Tool = {
  name: 'Jest of the components, with accessibility',
  version: versionsOf('@salesforce/sfdx-lwc-jest', 'jest', '@sa11y/jest'),
  things: 'tests',
  look: async () => {
    const { count, violations } = await runJest();
    return { count, violations: [...violations, ...findUntestedBundles()] };
  },
  planted: [
    {
      defect: 'an input that a screen reader cannot name',
      said: saidOfPlanted,
      names: /of accessibility: failed[\s\S]*\[label\] Ensure every form element has a label/,
    },
    {
      defect: 'an input that holds something else than it should',
      said: saidOfPlanted,
      names: /of behaviour: failed[\s\S]*something/,
    },
    {
      defect: 'a component whose accessibility no test looks at',
      said: () =>
        findUntested('planted', [
          { path: 'planted.html', text: '<template></template>' },
          { path: '__tests__/planted.test.ts', text: "it('shows nothing', () => undefined);" },
        ]),
      names: /no test that looks whether it is accessible/,
    },
  ],
};
