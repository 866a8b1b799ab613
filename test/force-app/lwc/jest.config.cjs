// Jest for the components: the preset of Salesforce, with what it leaves out.
const { join } = require('node:path');
const { jestConfig } = require('@salesforce/sfdx-lwc-jest/config');

const root = join(__dirname, '../../..');

module.exports = {
  ...jestConfig,
  rootDir: root,
  roots: [join(root, 'force-app/main/default/lwc')],
  moduleNameMapper: {
    ...jestConfig.moduleNameMapper,
    // The preset has no stub for these modules.
    '^lightning/modal$': join(__dirname, 'platform/modal.js'),
    '^lightning/actions$': join(__dirname, 'platform/actions.js'),
  },
  setupFilesAfterEnv: [...(jestConfig.setupFilesAfterEnv ?? []), join(__dirname, 'jest-setup.cjs')],
  // The accessibility checks are slow on a busy machine.
  testTimeout: 30_000,
  // LWC 9 is ESM only: the transformer of the preset turns it into CommonJS.
  transformIgnorePatterns: ['/node_modules/(?!(.*@lwc/)|(.*@salesforce/sfdx-lwc-jest/src/lightning-stubs)/)'],
};
