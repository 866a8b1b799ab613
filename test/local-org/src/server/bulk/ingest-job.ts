import type { WriteOperation } from '../../org.ts';
import type { RowSpool } from '../row-spool.ts';
import type { CsvFormat } from './csv-format.ts';

export type IngestState = 'Open' | 'UploadComplete' | 'InProgress' | 'JobComplete' | 'Failed' | 'Aborted';

/** One Bulk API 2.0 ingest job. */
export type IngestJob = {
  id: string;
  operation: WriteOperation;
  object: string;
  externalIdField: string | undefined;
  format: CsvFormat;
  userId: string;
  apiVersion: string;
  createdAt: Date;
  changedAt: Date;
  state: IngestState;
  errorMessage: string | undefined;
  /** The uploaded CSV; undefined until the upload is done. */
  uploadPath: string | undefined;
  headers: string[];
  succeeded: RowSpool;
  failed: RowSpool;
  processingMs: number;
};

const platformTime = (moment: Date): string => moment.toISOString().replace('Z', '+0000');

const hasRun = ({ state }: IngestJob): boolean => state !== 'Open' && state !== 'UploadComplete';

/** A job as the API shows it. */
export function ingestJobJson(job: IngestJob): Record<string, unknown> {
  return {
    id: job.id,
    operation: job.operation,
    object: job.object,
    createdById: job.userId,
    createdDate: platformTime(job.createdAt),
    systemModstamp: platformTime(job.changedAt),
    state: job.state,
    ...(job.externalIdField === undefined ? {} : { externalIdFieldName: job.externalIdField }),
    concurrencyMode: 'Parallel',
    contentType: 'CSV',
    apiVersion: Number(job.apiVersion),
    jobType: 'V2Ingest',
    contentUrl: `services/data/v${job.apiVersion}/jobs/ingest/${job.id}/batches`,
    ...job.format,
    ...(job.errorMessage === undefined ? {} : { errorMessage: job.errorMessage }),
    ...(hasRun(job)
      ? {
          retries: 0,
          totalProcessingTime: job.processingMs,
          apiActiveProcessingTime: job.processingMs,
          apexProcessingTime: 0,
          numberRecordsProcessed: job.succeeded.count + job.failed.count,
          numberRecordsFailed: job.failed.count,
        }
      : {}),
  };
}
