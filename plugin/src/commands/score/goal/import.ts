import { Messages, SfError } from '@salesforce/core';
import { Flags, SfCommand } from '@salesforce/sf-plugins-core';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { dryRunFlag, noPromptFlag, orgFlags } from '../../../flags.ts';
import { readGoalFile } from '../../../goals/goal-file.ts';
import { requireNeeds } from '../../../goals/check-needs.ts';
import { applyImport, planImport } from '../../../goals/import-goals.ts';
import type { FileGoal } from '../../../goals/import-goals.ts';
import type { GoalChange } from '../../../results.ts';
import { confirmOrThrow } from '../../../terminal/confirm.ts';
import { countOf } from '../../../terminal/counts.ts';
import { showGoalChange } from '../../../terminal/show-goal.ts';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const messages = Messages.loadMessages('@plumbline/plugin-score', 'goal.import');

/** Imports goals from files into an org. */
export default class ScoreGoalImport extends SfCommand<{ goals: GoalChange[] }> {
  static override readonly summary = messages.getMessage('summary');
  static override readonly description = messages.getMessage('description');
  static override readonly examples = messages.getMessages('examples');
  static override readonly flags = {
    ...orgFlags,
    file: Flags.file({
      char: 'f',
      exists: true,
      multiple: true,
      exactlyOne: ['file', 'source-dir'],
      summary: messages.getMessage('flags.file.summary'),
    }),
    'source-dir': Flags.directory({
      char: 'd',
      exists: true,
      exactlyOne: ['file', 'source-dir'],
      summary: messages.getMessage('flags.source-dir.summary'),
    }),
    'dry-run': dryRunFlag,
    'no-prompt': noPromptFlag,
  };

  async run(): Promise<{ goals: GoalChange[] }> {
    const { flags } = await this.parse(ScoreGoalImport);
    const connection = flags['target-org'].getConnection(flags['api-version']);
    const files = await readFiles(flags.file ?? (await listGoalFiles(flags['source-dir'] ?? '.')));
    const plan = await planImport(connection, files, flags['dry-run']);
    const written = plan.filter(({ outcome }) => outcome !== 'unchanged').map(({ file }) => file);
    const goalsToCheck = files.filter(({ file }) => written.includes(file)).map(({ values }) => values);
    const isChecked = await requireNeeds(flags['target-org'], goalsToCheck);
    if (!isChecked && goalsToCheck.length > 0) this.warn(messages.getMessage('warning.notChecked'));
    // The plan is shown before it is confirmed, so it is worded as a dry run.
    for (const change of plan) showGoalChange(this, { ...change, isDryRun: true });
    const isUnchanged = plan.every(({ outcome }) => outcome === 'unchanged');
    if (isUnchanged) this.log(messages.getMessage('info.nothing'));
    if (isUnchanged || flags['dry-run']) return { goals: plan };
    if (!flags['no-prompt']) await confirmOrThrow(this, messages.getMessage('prompt.confirm'));
    const goals = await applyImport(connection, files, plan);
    this.logSuccess(messages.getMessage('info.done', [countOf(goalsToCheck.length, 'goal')]));
    return { goals };
  }
}

const readFiles = (paths: string[]): Promise<FileGoal[]> =>
  Promise.all(paths.map(async (file) => ({ file, values: await readGoalFile(file) })));

async function listGoalFiles(folder: string): Promise<string[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.goal.json')).toSorted();
  if (names.length > 0) return names.map((name) => join(folder, name));
  throw new SfError(`The folder ${folder} has no *.goal.json files.`, 'NoGoalFilesError', [
    'Export goals to files: sf score goal export --output-dir FOLDER.',
  ]);
}
