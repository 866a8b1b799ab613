import type { Readiness, ReadinessCheck } from '@plumbline/contract';
import { Messages } from '@salesforce/core';
import { Flags, SfCommand } from '@salesforce/sf-plugins-core';
import { toDraft } from '../../goals/check-needs.ts';
import { readGoalFile } from '../../goals/goal-file.ts';
import { orgFlags, serviceVariables } from '../../flags.ts';
import { findGoal } from '../../org/goals.ts';
import { openService } from '../../service/open-service.ts';
import { showInputs } from '../../terminal/show-inputs.ts';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const messages = Messages.loadMessages('@plumbline/plugin-score', 'check');

/** The exit code for a goal that is not ready; a check that could not run exits with 1. */
const notReadyCode = 3;

/** Checks whether a goal has what its training needs. */
export default class ScoreCheck extends SfCommand<Readiness> {
  static override readonly summary = messages.getMessage('summary');
  static override readonly description = messages.getMessage('description');
  static override readonly examples = messages.getMessages('examples');
  static override readonly envVariablesSection = serviceVariables;
  static override readonly flags = {
    ...orgFlags,
    goal: Flags.string({
      char: 'g',
      exactlyOne: ['goal', 'file'],
      summary: messages.getMessage('flags.goal.summary'),
    }),
    inputs: Flags.boolean({ summary: messages.getMessage('flags.inputs.summary') }),
    file: Flags.file({
      char: 'f',
      exists: true,
      exactlyOne: ['goal', 'file'],
      summary: messages.getMessage('flags.file.summary'),
    }),
  };

  async run(): Promise<Readiness> {
    const { flags } = await this.parse(ScoreCheck);
    const org = flags['target-org'];
    const client = await openService(org);
    this.spinner.start(messages.getMessage('info.checking'));
    const readiness = await this.ask(client, flags, org.getConnection(flags['api-version']));
    this.spinner.stop();
    this.show(readiness);
    this.showInputs(readiness, flags.inputs);
    if (!readiness.isReady) process.exitCode = notReadyCode;
    return readiness;
  }

  private async ask(
    client: Awaited<ReturnType<typeof openService>>,
    flags: { goal?: string; file?: string },
    connection: Parameters<typeof findGoal>[0],
  ): Promise<Readiness> {
    if (flags.goal !== undefined) return client.readiness((await findGoal(connection, flags.goal)).id);
    return client.draftReadiness(toDraft(await readGoalFile(flags.file ?? '')));
  }

  private showInputs({ inputs = [] }: Readiness, isListed: boolean): void {
    const unused = inputs.filter(({ state }) => state !== 'used').length;
    if (isListed) showInputs(this, inputs);
    else if (unused > 0) this.log(messages.getMessage('info.unusedInputs', [unused]));
  }

  private show({ checks, isReady }: Readiness): void {
    this.table({ data: checks.map(toRow), columns: [...columns], overflow: 'wrap' });
    for (const { outcome, text, nextStep } of checks) {
      if (outcome !== 'failed' && outcome !== 'warned') continue;
      this.log(text);
      if (nextStep !== undefined) this.log(`  ${nextStep}`);
    }
    if (isReady) this.logSuccess(messages.getMessage('info.ready'));
    else this.log(messages.getMessage('info.notReady'));
  }
}

const columns = [
  { key: 'code', name: 'Code' },
  { key: 'name', name: 'Check' },
  { key: 'outcome', name: 'Outcome' },
  { key: 'figure', name: 'Figure' },
  { key: 'threshold', name: 'Needed' },
  { key: 'shortBy', name: 'Short by' },
  { key: 'passesOn', name: 'Passes on' },
] as const;

const outcomeLabels: Record<ReadinessCheck['outcome'], string> = {
  passed: 'passed',
  failed: 'failed',
  warned: 'warning',
  unknown: 'not known',
  'after training': 'after training',
  'not needed': 'not needed',
};

const toRow = ({ code, name, outcome, figure, threshold, shortBy, passesOn }: ReadinessCheck) => ({
  ...{ code: String(code), name, outcome: outcomeLabels[outcome], passesOn: passesOn ?? '' },
  ...{ figure: readable(figure), threshold: readable(threshold), shortBy: readable(shortBy) },
});

const readable = (figure: number | undefined): string =>
  figure === undefined ? '' : figure.toLocaleString('en', { maximumFractionDigits: 3 });
