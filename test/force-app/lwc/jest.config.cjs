// Jest of the components: Salesforce's preset, with what it leaves out.
const { join } = require('node:path');
const { jestConfig } = require('@salesforce/sfdx-lwc-jest/config');

const root = join(__dirname, '../../..');

module.exports = {
  ...jestConfig,
  rootDir: root,
  roots: [join(root, 'force-app/main/default/lwc')],
  moduleNameMapper: {
    ...jestConfig.moduleNameMapper,
    // The preset has no stand-in for these.
    '^lightning/modal$': join(__dirname, 'platform/modal.js'),
    '^lightning/actions$': join(__dirname, 'platform/actions.js'),
  },
  setupFilesAfterEnv: [...(jestConfig.setupFilesAfterEnv ?? []), join(__dirname, 'jest-setup.cjs')],
  // LWC 9 is ESM only: the preset's transformer makes CommonJS of it.
  transformIgnorePatterns: ['/node_modules/(?!(.*@lwc/)|(.*@salesforce/sfdx-lwc-jest/src/lightning-stubs)/)'],
};
