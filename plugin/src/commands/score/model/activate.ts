import type { ModelActivation } from '@plumbline/contract';
import { Messages } from '@salesforce/core';
import { Flags, SfCommand } from '@salesforce/sf-plugins-core';
import { goalFlag, noPromptFlag, orgFlags, serviceVariables } from '../../../flags.ts';
import { findGoal } from '../../../org/goals.ts';
import { openService } from '../../../service/open-service.ts';
import { confirmOrThrow } from '../../../terminal/confirm.ts';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const messages = Messages.loadMessages('@plumbline/plugin-score', 'model.activate');

/** Activates another version of a goal's model. */
export default class ScoreModelActivate extends SfCommand<ModelActivation> {
  static override readonly summary = messages.getMessage('summary');
  static override readonly description = messages.getMessage('description');
  static override readonly examples = messages.getMessages('examples');
  static override readonly envVariablesSection = serviceVariables;
  static override readonly flags = {
    ...orgFlags,
    goal: goalFlag,
    'model-version': Flags.string({
      char: 'm',
      required: true,
      summary: messages.getMessage('flags.model-version.summary'),
    }),
    'no-prompt': noPromptFlag,
  };

  async run(): Promise<ModelActivation> {
    const { flags } = await this.parse(ScoreModelActivate);
    const org = flags['target-org'];
    const client = await openService(org);
    const goal = await findGoal(org.getConnection(flags['api-version']), flags.goal);
    const version = flags['model-version'];
    const { auc } = await client.model(goal.id, version);
    const question = messages.getMessage('prompt.confirm', [version, auc.toFixed(4), goal.name]);
    if (!flags['no-prompt']) await confirmOrThrow(this, question);
    const activation = await client.activateModel(goal.id, version);
    if (!activation.isChanged) {
      this.log(messages.getMessage('info.already', [version]));
      return activation;
    }
    this.logSuccess(messages.getMessage('info.activated', [version]));
    if (activation.previousVersion !== undefined) {
      this.log(messages.getMessage('info.undo', [goal.name, activation.previousVersion]));
    }
    this.log(messages.getMessage('info.next', [goal.name]));
    return activation;
  }
}
