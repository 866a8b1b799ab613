import { Messages } from '@salesforce/core';
import { Flags, SfCommand } from '@salesforce/sf-plugins-core';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { z } from 'zod';
import { orgFlags } from '../../../flags.ts';
import { goalFileName, toGoalText, toGoalValues } from '../../../goals/goal-file.ts';
import { findGoal, listGoals } from '../../../org/goals.ts';
import type { goalExportSchema } from '../../../results.ts';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const messages = Messages.loadMessages('@plumbline/plugin-score', 'goal.export');

/** Writes goals to files. */
export default class ScoreGoalExport extends SfCommand<z.infer<typeof goalExportSchema>> {
  static override readonly summary = messages.getMessage('summary');
  static override readonly description = messages.getMessage('description');
  static override readonly examples = messages.getMessages('examples');
  static override readonly flags = {
    ...orgFlags,
    goal: Flags.string({ char: 'g', multiple: true, summary: messages.getMessage('flags.goal.summary') }),
    'output-dir': Flags.directory({
      char: 'd',
      default: 'goals',
      summary: messages.getMessage('flags.output-dir.summary'),
    }),
  };

  async run(): Promise<z.infer<typeof goalExportSchema>> {
    const { flags } = await this.parse(ScoreGoalExport);
    const connection = flags['target-org'].getConnection(flags['api-version']);
    const goals = flags.goal
      ? await Promise.all(flags.goal.map((name) => findGoal(connection, name)))
      : await listGoals(connection);
    const folder = flags['output-dir'];
    await mkdir(folder, { recursive: true });
    const taken = new Set<string>();
    const files: z.infer<typeof goalExportSchema>['files'] = [];
    for (const goal of goals) {
      const file = join(folder, freeName(goalFileName(goal.name), taken));
      const isChanged = await writeIfDifferent(file, toGoalText(toGoalValues(goal)));
      files.push({ name: goal.name, file, isChanged });
    }
    if (files.length === 0) this.log(messages.getMessage('info.none'));
    else this.table({ data: files.map(toRow), columns: ['goal', 'file', 'state'], overflow: 'wrap' });
    return { folder, files };
  }
}

const toRow = ({ name, file, isChanged }: { name: string; file: string; isChanged: boolean }) => ({
  ...{ goal: name, file, state: isChanged ? 'written' : 'unchanged' },
});

/** Numbers the file names of goals whose names differ only in punctuation or case. */
function freeName(name: string, taken: Set<string>): string {
  let free = name;
  for (let copy = 2; taken.has(free); copy += 1) free = name.replace('.goal.json', `-${copy}.goal.json`);
  taken.add(free);
  return free;
}

/** Does not touch a file that is up to date, so that version control shows no change. */
async function writeIfDifferent(file: string, text: string): Promise<boolean> {
  const existing = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (existing === text) return false;
  await writeFile(file, text);
  return true;
}
