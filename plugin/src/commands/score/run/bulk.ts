import { Messages } from '@salesforce/core';
import { Flags, SfCommand } from '@salesforce/sf-plugins-core';
import { asyncFlag, goalFlag, orgFlags, resultFormatFlag, serviceVariables, waitFlag } from '../../../flags.ts';
import { findGoal } from '../../../org/goals.ts';
import type { RunOutcome } from '../../../results.ts';
import { followRun } from '../../../runs/follow-run.ts';
import { writeOutput } from '../../../runs/write-output.ts';
import { startScoring } from '../../../runs/select-records.ts';
import type { Selection } from '../../../runs/select-records.ts';
import { openService } from '../../../service/open-service.ts';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const messages = Messages.loadMessages('@plumbline/plugin-score', 'run.bulk');

const selectors = ['all', 'where', 'file'];

/** Scores many records of a goal in bulk. */
export default class ScoreRunBulk extends SfCommand<RunOutcome> {
  static override readonly summary = messages.getMessage('summary');
  static override readonly description = messages.getMessage('description');
  static override readonly examples = messages.getMessages('examples');
  static override readonly envVariablesSection = serviceVariables;

  static override readonly flags = {
    ...orgFlags,
    goal: goalFlag,
    all: Flags.boolean({ exactlyOne: selectors, summary: messages.getMessage('flags.all.summary') }),
    where: Flags.string({
      exactlyOne: selectors,
      summary: messages.getMessage('flags.where.summary'),
      description: messages.getMessage('flags.where.description'),
    }),
    file: Flags.file({
      char: 'f',
      exists: true,
      exactlyOne: selectors,
      summary: messages.getMessage('flags.file.summary'),
      description: messages.getMessage('flags.file.description'),
    }),
    'accept-removals': Flags.boolean({
      summary: messages.getMessage('flags.accept-removals.summary'),
      description: messages.getMessage('flags.accept-removals.description'),
    }),
    wait: waitFlag,
    async: asyncFlag,
    'output-file': Flags.file({ dependsOn: ['wait'], summary: messages.getMessage('flags.output-file.summary') }),
    'result-format': resultFormatFlag,
  };

  async run(): Promise<RunOutcome> {
    const { flags } = await this.parse(ScoreRunBulk);
    const org = flags['target-org'];
    const connection = org.getConnection(flags['api-version']);
    const client = await openService(org);
    const goal = await findGoal(connection, flags.goal);
    const selection = toSelection(flags);
    return writeOutput(this, client, flags, () =>
      followRun(this, {
        ...{ client, org, goal: goal.name, jobType: 'Scoring', isUploading: selection.kind === 'file' },
        title: messages.getMessage('title'),
        waitMs: flags.wait?.milliseconds ?? 0,
        begin: (stages) =>
          startScoring({ client, connection, goal }, selection, stages, {
            acceptRemovals: flags['accept-removals'],
          }),
      }),
    );
  }
}

function toSelection({ where, file }: { where?: string; file?: string }): Selection {
  if (where !== undefined) return { kind: 'where', where };
  return file === undefined ? { kind: 'all' } : { kind: 'file', path: file };
}
