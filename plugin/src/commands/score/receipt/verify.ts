import type { ReceiptVerification } from '@plumbline/contract';
import { Messages, SfError } from '@salesforce/core';
import { Flags, SfCommand } from '@salesforce/sf-plugins-core';
import { orgFlags, serviceVariables } from '../../../flags.ts';
import { openService } from '../../../service/open-service.ts';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const messages = Messages.loadMessages('@plumbline/plugin-score', 'receipt.verify');

/** Recomputes a past score from its receipt. */
export default class ScoreReceiptVerify extends SfCommand<ReceiptVerification> {
  static override readonly summary = messages.getMessage('summary');
  static override readonly description = messages.getMessage('description');
  static override readonly examples = messages.getMessages('examples');
  static override readonly envVariablesSection = serviceVariables;
  static override readonly flags = {
    ...orgFlags,
    'receipt-id': Flags.string({ char: 'i', required: true, summary: messages.getMessage('flags.receipt-id.summary') }),
  };

  async run(): Promise<ReceiptVerification> {
    const { flags } = await this.parse(ScoreReceiptVerify);
    const client = await openService(flags['target-org']);
    const verification = await client.verifyReceipt(flags['receipt-id']);
    const { receiptId, recordId, modelVersion, scoredAt, stored, recomputed, isEqual } = verification;
    this.log(messages.getMessage('info.about', [receiptId, recordId, scoredAt, modelVersion]));
    this.table({ data: toRows(stored, recomputed), columns: ['figure', 'stored', 'recomputed'] });
    if (isEqual) {
      this.logSuccess(messages.getMessage('info.equal'));
      return verification;
    }
    const { message, actions } = messages.createError('error.differs', [receiptId]);
    const error = new SfError(message, 'ReceiptDiffersError', actions);
    error.setData(verification);
    throw error;
  }
}

type Figures = ReceiptVerification['stored'];

const toRows = (stored: Figures, recomputed: Figures) =>
  (['score', 'band', 'probability', 'percentile'] as const).map((figure) => ({
    figure,
    stored: String(stored[figure] ?? ''),
    recomputed: String(recomputed[figure] ?? ''),
  }));
