import { Messages } from '@salesforce/core';
import { Flags, SfCommand } from '@salesforce/sf-plugins-core';
import { writeFile } from 'node:fs/promises';
import type { z } from 'zod';
import { goalFlag, orgFlags, serviceVariables } from '../../../flags.ts';
import { findGoal } from '../../../org/goals.ts';
import type { modelDisplayResultSchema } from '../../../results.ts';
import { requireFolderOf } from '../../../require-folder.ts';
import { openService } from '../../../service/open-service.ts';
import { showModelCard } from '../../../terminal/show-model.ts';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const messages = Messages.loadMessages('@plumbline/plugin-score', 'model.display');

/** Shows the card of a model. */
export default class ScoreModelDisplay extends SfCommand<z.infer<typeof modelDisplayResultSchema>> {
  static override readonly summary = messages.getMessage('summary');
  static override readonly description = messages.getMessage('description');
  static override readonly examples = messages.getMessages('examples');
  static override readonly envVariablesSection = serviceVariables;
  static override readonly flags = {
    ...orgFlags,
    goal: goalFlag,
    'model-version': Flags.string({ char: 'm', summary: messages.getMessage('flags.model-version.summary') }),
    html: Flags.file({ summary: messages.getMessage('flags.html.summary') }),
  };

  async run(): Promise<z.infer<typeof modelDisplayResultSchema>> {
    const { flags } = await this.parse(ScoreModelDisplay);
    if (flags.html !== undefined) await requireFolderOf(flags.html);
    const org = flags['target-org'];
    const client = await openService(org);
    const goal = await findGoal(org.getConnection(flags['api-version']), flags.goal);
    const card = await client.model(goal.id, flags['model-version']);
    if (flags.html === undefined) {
      showModelCard(this, card);
      return { card };
    }
    await writeFile(flags.html, await client.modelPage(goal.id, card.version));
    this.logSuccess(messages.getMessage('info.written', [card.version, flags.html]));
    return { card, htmlFile: flags.html };
  }
}
