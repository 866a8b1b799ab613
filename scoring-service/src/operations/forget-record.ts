import type { ForgottenRecord } from '@plumbline/contract';
import { toLongId } from '../domain/scoring/record-id.ts';
import type { RunLog, Store } from '../ports.ts';

/** Deletes everything that is kept of a record, by whatever goal; the org's own fields are the org's to empty. */
export async function forgetRecord(
  { store, log }: { store: Pick<Store, 'forgetRecords'>; log: RunLog },
  recordId: string,
): Promise<ForgottenRecord> {
  const id = toLongId(recordId);
  const receipts = await store.forgetRecords([id]);
  log.info('record.forgotten', { recordId: id, receipts });
  return { recordId: id, receipts };
}
