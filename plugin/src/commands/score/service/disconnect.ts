import { Messages } from '@salesforce/core';
import { SfCommand } from '@salesforce/sf-plugins-core';
import type { z } from 'zod';
import { noPromptFlag, orgFlags } from '../../../flags.ts';
import type { disconnectResultSchema } from '../../../results.ts';
import { deleteService, readSavedService } from '../../../service/service-store.ts';
import { confirmOrThrow } from '../../../terminal/confirm.ts';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const messages = Messages.loadMessages('@plumbline/plugin-score', 'service.disconnect');

/** Deletes the saved connection of an org to its service. */
export default class ScoreServiceDisconnect extends SfCommand<z.infer<typeof disconnectResultSchema>> {
  static override readonly summary = messages.getMessage('summary');
  static override readonly description = messages.getMessage('description');
  static override readonly examples = messages.getMessages('examples');
  static override readonly flags = { ...orgFlags, 'no-prompt': noPromptFlag };

  async run(): Promise<z.infer<typeof disconnectResultSchema>> {
    const { flags } = await this.parse(ScoreServiceDisconnect);
    const orgId = flags['target-org'].getOrgId();
    const saved = await readSavedService(orgId);
    if (!saved) {
      this.log(messages.getMessage('info.none'));
      return { orgId, isForgotten: false };
    }
    if (!flags['no-prompt']) await confirmOrThrow(this, messages.getMessage('prompt.confirm', [saved.url]));
    await deleteService(orgId);
    this.logSuccess(messages.getMessage('info.forgotten', [saved.url]));
    return { orgId, isForgotten: true };
  }
}
