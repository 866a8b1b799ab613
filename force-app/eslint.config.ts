/** The rules of Salesforce for the deployed JavaScript, HTML and CSS of the components. */
import lwcPlatform from '@lwc/eslint-plugin-lwc-platform';
import lwcRecommended from '@salesforce/eslint-config-lwc/recommended.js';
import slds from '@salesforce-ux/eslint-plugin-slds';
import type { Linter } from 'eslint';
import { defineConfig } from 'eslint/config';

export default defineConfig([
  { ignores: ['**/__tests__/**', '**/*.ts'] },
  ...(slds as unknown as { configs: Record<'flat/recommended', Linter.Config[]> }).configs['flat/recommended'],
  { files: ['**/lwc/**/*.js'], extends: [lwcRecommended, lwcPlatform.configs.recommended] },
  {
    files: ['**/lwc/**/*.js'],
    rules: {
      // It crashes on imports it cannot resolve; no component needs to work offline.
      '@lwc/lwc-platform/valid-offline-wire': 'off',
      // The TypeScript rules check these on the source.
      'dot-notation': 'off',
      'no-use-before-define': 'off',
      'no-void': 'off',
      // Callouts of one user run one after another on purpose.
      'no-await-in-loop': 'off',
      'no-eval': 'error',
      'no-implied-eval': 'error',
      'no-new-func': 'error',
      'no-script-url': 'error',
    },
  },
  // The only timer: it stops when the page is hidden or left.
  { files: ['**/lwc/scoringPoll/scoringPoll.js'], rules: { '@lwc/lwc/no-async-operation': 'off' } },
]);
