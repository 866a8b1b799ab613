import { Messages } from '@salesforce/core';
import { Flags, toHelpSection } from '@salesforce/sf-plugins-core';
import { tokenVariable, urlVariable } from './service/open-service.ts';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const messages = Messages.loadMessages('@plumbline/plugin-score', 'flags');

/** Flags of every command that works in an org. */
export const orgFlags = { 'target-org': Flags.requiredOrg(), 'api-version': Flags.orgApiVersion() };

/** The flag of every command that is about one goal. */
export const goalFlag = Flags.string({
  char: 'g',
  required: true,
  summary: messages.getMessage('flags.goal.summary'),
  description: messages.getMessage('flags.goal.description'),
});

const waiting = {
  char: 'w',
  unit: 'minutes',
  min: 0,
  summary: messages.getMessage('flags.wait.summary'),
  description: messages.getMessage('flags.wait.description'),
  helpValue: '<minutes>',
} as const;

/** How long to wait for a run that the command starts; without it the command does not wait. */
export const waitFlag = Flags.duration({ ...waiting });

/** How long to watch a run. */
export const watchFlag = Flags.duration({ ...waiting, defaultValue: 5 });

/** As older commands of `sf` have it; what it says is the default here. */
export const asyncFlag = Flags.boolean({
  char: 'a',
  hidden: true,
  deprecated: true,
  exclusive: ['wait'],
  summary: messages.getMessage('flags.async.summary'),
});

export const noPromptFlag = Flags.boolean({ default: false, summary: messages.getMessage('flags.no-prompt.summary') });

export const dryRunFlag = Flags.boolean({ default: false, summary: messages.getMessage('flags.dry-run.summary') });

/** How the results of single records are written. */
export const resultFormatFlag = Flags.option({
  char: 'r',
  options: ['csv', 'json'] as const,
  default: 'csv' as const,
  summary: messages.getMessage('flags.result-format.summary'),
})();

/** Which run a command is about. The run itself says in which org it is: an org here is one that was asked for. */
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

/** Shown in the help of every command that asks the service. */
export const serviceVariables = toHelpSection('ENVIRONMENT VARIABLES', {
  [urlVariable]: messages.getMessage('variables.url'),
  [tokenVariable]: messages.getMessage('variables.token'),
  SF_TARGET_ORG: messages.getMessage('variables.target-org'),
});
