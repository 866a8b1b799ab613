import { contractVersion, shortId } from '@plumbline/contract';
import type { Connection } from '@plumbline/contract';
import { Messages, SfError } from '@salesforce/core';
import { env } from '@salesforce/kit';
import { Flags, SfCommand } from '@salesforce/sf-plugins-core';
import { orgFlags, serviceVariables } from '../../../flags.ts';
import type { ServiceResult } from '../../../results.ts';
import { tokenVariable } from '../../../service/open-service.ts';
import { openServiceClient } from '../../../service/service-client.ts';
import { saveService } from '../../../service/service-store.ts';
import { isReady, showConnection } from '../../../terminal/show-connection.ts';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const messages = Messages.loadMessages('@plumbline/plugin-score', 'service.connect');

/** Saves the scoring service of an org after checking that it works for this org. */
export default class ScoreServiceConnect extends SfCommand<ServiceResult> {
  static override readonly summary = messages.getMessage('summary');
  static override readonly description = messages.getMessage('description');
  static override readonly examples = messages.getMessages('examples');
  static override readonly envVariablesSection = serviceVariables;

  static override readonly flags = {
    ...orgFlags,
    url: Flags.url({ char: 'u', required: true, summary: messages.getMessage('flags.url.summary') }),
    token: Flags.string({
      char: 't',
      summary: messages.getMessage('flags.token.summary'),
      description: messages.getMessage('flags.token.description'),
    }),
    check: Flags.boolean({ allowNo: true, default: true, summary: messages.getMessage('flags.check.summary') }),
  };

  async run(): Promise<ServiceResult> {
    const { flags } = await this.parse(ScoreServiceConnect);
    const org = flags['target-org'];
    const url = flags.url.href.replace(/\/+$/, '');
    const token = (flags.token ?? env.getString(tokenVariable) ?? (await this.promptForToken())).trim();
    if (isUnencrypted(flags.url)) this.warn(messages.getMessage('warning.notEncrypted'));
    const summary = { orgId: org.getOrgId(), url, source: 'saved' as const };
    if (!flags.check) {
      await saveService(org.getOrgId(), { url, token });
      this.logSuccess(messages.getMessage('info.savedUnchecked', [url]));
      return { ...summary, isReady: false };
    }
    const connection = await openServiceClient({ url, token, orgId: org.getOrgId() }).connection();
    requireSameOrg(connection, org.getOrgId());
    requireSameContract(connection);
    await saveService(org.getOrgId(), { url, token });
    showConnection(this, connection);
    const isComplete = isReady(connection);
    if (isComplete) this.logSuccess(messages.getMessage('info.connected', [url]));
    else this.warn(messages.getMessage('info.connectedWithGaps', [url]));
    return { ...summary, connection, isReady: isComplete };
  }

  private async promptForToken(): Promise<string> {
    if (!process.stdin.isTTY || this.jsonEnabled()) throw messages.createError('error.noToken');
    return this.secretPrompt({ message: messages.getMessage('prompt.token'), ms: 120_000 });
  }
}

/** Whether the token travels unencrypted; traffic that stays on this computer is safe. */
const isUnencrypted = ({ protocol, hostname }: URL): boolean =>
  protocol === 'http:' && !/^(localhost|127\..*|\[::1\])$/.test(hostname);

function requireSameOrg({ orgId }: Connection, ownId: string): void {
  if (orgId === undefined || shortId(orgId) === shortId(ownId)) return;
  const { message, actions } = messages.createError('error.otherOrg', [orgId, ownId]);
  throw new SfError(message, 'OtherOrgError', actions);
}

function requireSameContract({ contractVersion: theirs, version }: Connection): void {
  if (theirs === contractVersion) return;
  const messageKey = theirs > contractVersion ? 'error.olderPlugin' : 'error.olderService';
  const { message, actions } = messages.createError(messageKey, [version, theirs, contractVersion]);
  throw new SfError(message, 'VersionMismatchError', actions);
}
