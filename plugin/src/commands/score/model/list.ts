import type { ModelList } from '@plumbline/contract';
import { Messages } from '@salesforce/core';
import { SfCommand } from '@salesforce/sf-plugins-core';
import { goalFlag, orgFlags, serviceVariables } from '../../../flags.ts';
import { findGoal } from '../../../org/goals.ts';
import { openService } from '../../../service/open-service.ts';
import { readableCount } from '../../../terminal/counts.ts';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const messages = Messages.loadMessages('@plumbline/plugin-score', 'model.list');

/** Lists the models of a goal. */
export default class ScoreModelList extends SfCommand<ModelList> {
  static override readonly summary = messages.getMessage('summary');
  static override readonly description = messages.getMessage('description');
  static override readonly examples = messages.getMessages('examples');
  static override readonly envVariablesSection = serviceVariables;
  static override readonly flags = { ...orgFlags, goal: goalFlag };

  async run(): Promise<ModelList> {
    const { flags } = await this.parse(ScoreModelList);
    const org = flags['target-org'];
    const client = await openService(org);
    const goal = await findGoal(org.getConnection(flags['api-version']), flags.goal);
    const list = await client.models(goal.id);
    if (list.models.length === 0) this.log(messages.getMessage('info.none', [goal.name, goal.name]));
    else
      this.table({
        data: list.models.map(toRow),
        columns: ['version', 'active', 'trained', 'auc', 'interval', 'learner', 'rows', 'test'],
      });
    return list;
  }
}

const toRow = (model: ModelList['models'][number]) => ({
  ...{ version: model.version, learner: model.learner, trained: model.trainedAt.replace('T', ' ').slice(0, 16) },
  active: model.isActive ? 'yes' : '',
  auc: model.auc.toFixed(4),
  interval: `${model.aucLow.toFixed(3)} to ${model.aucHigh.toFixed(3)}`,
  rows: readableCount(model.trainingRows),
  test: readableCount(model.testRows),
});
