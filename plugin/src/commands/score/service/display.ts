import { Messages, SfError } from '@salesforce/core';
import { SfCommand } from '@salesforce/sf-plugins-core';
import { orgFlags, serviceVariables } from '../../../flags.ts';
import type { ServiceResult } from '../../../results.ts';
import { orgName } from '../../../org/org-name.ts';
import { findService } from '../../../service/open-service.ts';
import { openServiceClient } from '../../../service/service-client.ts';
import { isReady, showConnection } from '../../../terminal/show-connection.ts';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const messages = Messages.loadMessages('@plumbline/plugin-score', 'service.display');

/** Shows the service that an org is connected to, and the access it lacks. */
export default class ScoreServiceDisplay extends SfCommand<ServiceResult> {
  static override readonly summary = messages.getMessage('summary');
  static override readonly description = messages.getMessage('description');
  static override readonly examples = messages.getMessages('examples');
  static override readonly envVariablesSection = serviceVariables;
  static override readonly flags = { ...orgFlags };

  async run(): Promise<ServiceResult> {
    const { flags } = await this.parse(ScoreServiceDisplay);
    const org = flags['target-org'];
    const service = await findService(org);
    if (!service) {
      const { message, actions } = messages.createError('error.none', [orgName(org)]);
      throw new SfError(message, 'ServiceNotConnectedError', actions);
    }
    const { url, source } = service;
    this.log(messages.getMessage(source === 'saved' ? 'info.saved' : 'info.environment', [url]));
    const connection = await openServiceClient(service).connection();
    showConnection(this, connection);
    return { orgId: org.getOrgId(), url, source, connection, isReady: isReady(connection) };
  }
}
