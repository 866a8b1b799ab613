import { Messages } from '@salesforce/core';
import { SfCommand } from '@salesforce/sf-plugins-core';
import { checkOrg } from '../../doctor/check-org.ts';
import { checkService } from '../../doctor/check-service.ts';
import { orgFlags, serviceVariables } from '../../flags.ts';
import type { DoctorCheck } from '../../results.ts';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const messages = Messages.loadMessages('@plumbline/plugin-score', 'doctor');

type DoctorResult = { isHealthy: boolean; checks: DoctorCheck[] };

/** Of an org where something is wrong, as opposed to a command that failed. */
const unhealthyCode = 3;

const words: Record<DoctorCheck['outcome'], string> = { right: 'right', wrong: 'WRONG', unknown: 'NOT KNOWN' };

/** Looks at everything that scoring needs, and says what mends what is wrong. */
export default class ScoreDoctor extends SfCommand<DoctorResult> {
  static override readonly summary = messages.getMessage('summary');
  static override readonly description = messages.getMessage('description');
  static override readonly examples = messages.getMessages('examples');
  static override readonly envVariablesSection = serviceVariables;
  static override readonly flags = { ...orgFlags };

  async run(): Promise<DoctorResult> {
    const { flags } = await this.parse(ScoreDoctor);
    const org = flags['target-org'];
    this.spinner.start(messages.getMessage('info.looking'));
    const { checks: ofOrg, goals } = await checkOrg(org, org.getConnection(flags['api-version']));
    const checks = [...ofOrg, ...(await checkService(org, goals))];
    this.spinner.stop();
    const data = checks.map(({ part, name, outcome, detail }) => ({ part, name, state: words[outcome], detail }));
    this.table({ data, columns: ['part', 'name', 'state', 'detail'], overflow: 'wrap' });
    const wrong = checks.filter(({ outcome }) => outcome !== 'right');
    if (wrong.length === 0) this.logSuccess(messages.getMessage('info.healthy'));
    else this.showCures(wrong);
    return { isHealthy: wrong.length === 0, checks };
  }

  private showCures(wrong: DoctorCheck[]): void {
    this.log(messages.getMessage('info.wrong', [wrong.length]));
    for (const { name, detail, command } of wrong) {
      this.log(`${name}: ${detail}`);
      if (command !== undefined) this.log(`  → ${command}`);
    }
    process.exitCode = unhealthyCode;
  }
}
