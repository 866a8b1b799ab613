import { Messages, SfError } from '@salesforce/core';
import { Flags, SfCommand } from '@salesforce/sf-plugins-core';
import type { z } from 'zod';
import { goalFlag, orgFlags, serviceVariables } from '../../flags.ts';
import { findGoal } from '../../org/goals.ts';
import type { recordResultSchema } from '../../results.ts';
import { openService } from '../../service/open-service.ts';
import { showScore, showWhatIf } from '../../terminal/show-score.ts';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const messages = Messages.loadMessages('@plumbline/plugin-score', 'record');

type RecordResult = z.infer<typeof recordResultSchema>;

/** Evaluates one record and explains its score. */
export default class ScoreRecord extends SfCommand<RecordResult> {
  static override readonly summary = messages.getMessage('summary');
  static override readonly description = messages.getMessage('description');
  static override readonly examples = messages.getMessages('examples');
  static override readonly envVariablesSection = serviceVariables;
  static override readonly flags = {
    ...orgFlags,
    goal: goalFlag,
    'record-id': Flags.salesforceId({
      char: 'i',
      length: 'both',
      required: true,
      summary: messages.getMessage('flags.record-id.summary'),
    }),
    'what-if': Flags.string({
      multiple: true,
      summary: messages.getMessage('flags.what-if.summary'),
      description: messages.getMessage('flags.what-if.description'),
    }),
  };

  async run(): Promise<RecordResult> {
    const { flags } = await this.parse(ScoreRecord);
    const org = flags['target-org'];
    const changes = Object.fromEntries((flags['what-if'] ?? []).map(parseChange));
    const client = await openService(org);
    const goal = await findGoal(org.getConnection(flags['api-version']), flags.goal);
    const recordId = flags['record-id'];
    const result = await client.score(goal.id, recordId);
    const details = await client.scoreDetails(goal.id, recordId);
    showScore(this, result, details);
    if (Object.keys(changes).length === 0) return { result, details };
    const whatIf = await client.whatIf(goal.id, recordId, changes);
    showWhatIf(this, whatIf);
    return { result, details, whatIf };
  }
}

function parseChange(text: string): [field: string, value: string] {
  const [, field, value] = /^\s*([A-Za-z]\w*)\s*=(.*)$/s.exec(text) ?? [];
  if (field !== undefined && value !== undefined) return [field, value.trim()];
  throw new SfError(`"${text}" has no field and value.`, 'InvalidWhatIfError', [
    'Use Field=value: --what-if Industry=Banking. To assume an empty field, omit the value: --what-if Industry=.',
  ]);
}
