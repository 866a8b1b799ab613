import { Messages, SfError } from '@salesforce/core';
import type { Org } from '@salesforce/core';
import { SfCommand } from '@salesforce/sf-plugins-core';
import type { z } from 'zod';
import { goalFlag, noPromptFlag, orgFlags, serviceVariables } from '../../../flags.ts';
import { deleteGoal, findGoal } from '../../../org/goals.ts';
import type { goalDeletionSchema } from '../../../results.ts';
import { saveRun } from '../../../runs/run-cache.ts';
import { findService } from '../../../service/open-service.ts';
import { openServiceClient } from '../../../service/service-client.ts';
import { confirmOrThrow } from '../../../terminal/confirm.ts';
import { countOf } from '../../../terminal/counts.ts';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const messages = Messages.loadMessages('@plumbline/plugin-score', 'goal.delete');

/** Deletes a goal, its scores and its models. */
export default class ScoreGoalDelete extends SfCommand<z.infer<typeof goalDeletionSchema>> {
  static override readonly summary = messages.getMessage('summary');
  static override readonly description = messages.getMessage('description');
  static override readonly examples = messages.getMessages('examples');
  static override readonly envVariablesSection = serviceVariables;
  static override readonly flags = { ...orgFlags, goal: goalFlag, 'no-prompt': noPromptFlag };

  async run(): Promise<z.infer<typeof goalDeletionSchema>> {
    const { flags } = await this.parse(ScoreGoalDelete);
    const org = flags['target-org'];
    const connection = org.getConnection(flags['api-version']);
    const goal = await findGoal(connection, flags.goal);
    const scores = countOf(goal.recordsScored ?? 0, 'score');
    if (!flags['no-prompt']) await confirmOrThrow(this, messages.getMessage('prompt.confirm', [goal.name, scores]));
    await deleteGoal(connection, goal.id);
    this.logSuccess(messages.getMessage('info.deleted', [goal.name]));
    this.log(messages.getMessage('info.fields', [`${goal.object}.${goal.scoreField}`]));
    const deletionRun = await this.removeScores(org, goal.id);
    return { id: goal.id, name: goal.name, ...(deletionRun !== undefined && { deletionRun }) };
  }

  /** An org that is connected to the service requests this too; a second request changes nothing. */
  private async removeScores(org: Org, goalId: string): Promise<string | undefined> {
    const service = await findService(org);
    if (!service) {
      this.warn(messages.getMessage('warning.noService'));
      return undefined;
    }
    try {
      const run = await openServiceClient(service).deleteScores(goalId);
      await saveRun(org, run);
      this.log(messages.getMessage('info.removing', [run.key]));
      return run.key;
    } catch (error) {
      if (!(error instanceof SfError)) throw error;
      if (error.name === 'RunInProgressError') this.log(messages.getMessage('info.underWay'));
      else this.warn(messages.getMessage('warning.notRemoved', [error.message]));
      return undefined;
    }
  }
}
