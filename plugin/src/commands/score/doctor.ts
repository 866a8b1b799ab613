import { Messages } from '@salesforce/core';
import { SfCommand } from '@salesforce/sf-plugins-core';
import { checkApiCalls } from '../../doctor/check-api-calls.ts';
import { checkOrg } from '../../doctor/check-org.ts';
import { checkService } from '../../doctor/check-service.ts';
import { orgFlags, serviceVariables } from '../../flags.ts';
import type { DoctorCheck } from '../../results.ts';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const messages = Messages.loadMessages('@plumbline/plugin-score', 'doctor');

type DoctorResult = { isHealthy: boolean; checks: DoctorCheck[] };

/** The exit code when a check did not pass; a command that failed exits with 1. */
const unhealthyCode = 3;

/** Checks everything that scoring needs, and shows the command that fixes each problem. */
export default class ScoreDoctor extends SfCommand<DoctorResult> {
  static override readonly summary = messages.getMessage('summary');
  static override readonly description = messages.getMessage('description');
  static override readonly examples = messages.getMessages('examples');
  static override readonly envVariablesSection = serviceVariables;
  static override readonly flags = { ...orgFlags };

  async run(): Promise<DoctorResult> {
    const { flags } = await this.parse(ScoreDoctor);
    const org = flags['target-org'];
    this.spinner.start(messages.getMessage('info.checking'));
    const connection = org.getConnection(flags['api-version']);
    const { checks: ofOrg, goals, isLoggedIn } = await checkOrg(org, connection);
    const { checks: ofService, apiShare } = await checkService(org, goals);
    const limits = isLoggedIn ? [await checkApiCalls(connection, apiShare)] : [];
    const checks = [...ofOrg, ...limits, ...ofService];
    this.spinner.stop();
    const data = checks.map(({ part, name, outcome, detail }) => ({ part, name, outcome, detail }));
    this.table({ data, columns: ['part', 'name', 'outcome', 'detail'], overflow: 'wrap' });
    const open = checks.filter(({ outcome }) => outcome !== 'passed');
    const problems = open.filter(({ isOptional = false }) => !isOptional);
    const unknown = open.filter(({ isOptional = false }) => isOptional);
    if (problems.length > 0) this.showFixes(problems);
    else this.logSuccess(messages.getMessage(unknown.length > 0 ? 'info.noneFailed' : 'info.healthy'));
    this.showSteps(unknown);
    return { isHealthy: problems.length === 0, checks };
  }

  private showFixes(problems: DoctorCheck[]): void {
    this.log(
      problems.length === 1
        ? messages.getMessage('info.oneProblem')
        : messages.getMessage('info.problems', [problems.length]),
    );
    this.showSteps(problems);
    process.exitCode = unhealthyCode;
  }

  private showSteps(checks: DoctorCheck[]): void {
    for (const { name, detail, command } of checks) {
      this.log(`${name}: ${detail}`);
      if (command !== undefined) this.log(`  → ${command}`);
    }
  }
}
