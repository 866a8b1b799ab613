import { Messages } from '@salesforce/core';
import { Flags, toHelpSection } from '@salesforce/sf-plugins-core';
import { tokenVariable, urlVariable } from './service/open-service.ts';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const messages = Messages.loadMessages('@plumbline/plugin-score', 'flags');

/** Flags of every command that works in an org. */
export const orgFlags = { 'target-org': Flags.requiredOrg(), 'api-version': Flags.orgApiVersion() };

/** The flag of every command that works on one goal. */
export const goalFlag = Flags.string({
  char: 'g',
  required: true,
  summary: messages.getMessage('flags.goal.summary'),
  description: messages.getMessage('flags.goal.description'),
});

const waitOptions = {
  char: 'w',
  unit: 'minutes',
  min: 0,
  summary: messages.getMessage('flags.wait.summary'),
  description: messages.getMessage('flags.wait.description'),
  helpValue: '<minutes>',
} as const;

/** How long to wait for a run that the command starts; without it the command does not wait. */
export const waitFlag = Flags.duration({ ...waitOptions });

/** How long to watch a run. */
export const watchFlag = Flags.duration({ ...waitOptions, defaultValue: 5 });

/** Accepted because other bulk commands of `sf` have it; not waiting is the default here. */
export const asyncFlag = Flags.boolean({
  char: 'a',
  hidden: true,
  deprecated: true,
  exclusive: ['wait'],
  summary: messages.getMessage('flags.async.summary'),
});

export const noPromptFlag = Flags.boolean({ default: false, summary: messages.getMessage('flags.no-prompt.summary') });

export const dryRunFlag = Flags.boolean({ default: false, summary: messages.getMessage('flags.dry-run.summary') });

/** The file format of results for each record. */
export const resultFormatFlag = Flags.option({
  char: 'r',
  options: ['csv', 'json'] as const,
  default: 'csv' as const,
  summary: messages.getMessage('flags.result-format.summary'),
})();

/** Flags that select a run. The org has no default, because the run itself determines its org. */
export const runFlags = {
  'target-org': Flags.optionalOrg({
    default: async () => undefined,
    defaultHelp: async () => undefined,
    summary: messages.getMessage('flags.run-org.summary'),
  }),
  'api-version': Flags.orgApiVersion(),
  'job-id': Flags.string({
    char: 'i',
    exactlyOne: ['job-id', 'use-most-recent'],
    summary: messages.getMessage('flags.job-id.summary'),
  }),
  'use-most-recent': Flags.boolean({
    exactlyOne: ['job-id', 'use-most-recent'],
    summary: messages.getMessage('flags.use-most-recent.summary'),
  }),
};

/** Shown in the help of every command that calls the service. */
export const serviceVariables = toHelpSection('ENVIRONMENT VARIABLES', {
  [urlVariable]: messages.getMessage('variables.url'),
  [tokenVariable]: messages.getMessage('variables.token'),
  SF_TARGET_ORG: messages.getMessage('variables.target-org'),
});
