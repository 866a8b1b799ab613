import type { WriteOperation } from '../../org.ts';
import type { CsvFormat } from './csv-format.ts';
import type { ResultFile } from './result-file.ts';

export type IngestState = 'Open' | 'UploadComplete' | 'InProgress' | 'JobComplete' | 'Failed' | 'Aborted';

/** One Bulk API 2.0 ingest job. */
export type IngestJob = {
  readonly id: string;
  readonly operation: WriteOperation;
  readonly object: string;
  readonly externalIdField: string | undefined;
  /** Whether the job names an assignment rule. */
  readonly assignsOwner?: boolean;
  readonly format: CsvFormat;
  readonly userId: string;
  readonly apiVersion: string;
  readonly createdAt: Date;
  changedAt: Date;
  state: IngestState;
  errorMessage: string | undefined;
  /** The CSV, once the upload is done. */
  readonly uploadPath: string;
  isUploaded: boolean;
  headers: string[];
  readonly succeeded: ResultFile;
  readonly failed: ResultFile;
  processingMs: number;
};

const platformTime = (time: Date): string => time.toISOString().replace('Z', '+0000');

const hasRun = ({ state }: IngestJob): boolean => state !== 'Open' && state !== 'UploadComplete';

/** How many rows of the upload have their result. */
export const processedRows = ({ succeeded, failed }: IngestJob): number => succeeded.count + failed.count;

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
          numberRecordsProcessed: processedRows(job),
          numberRecordsFailed: job.failed.count,
        }
      : {}),
  };
}
