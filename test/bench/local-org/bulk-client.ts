import { setTimeout as wait } from 'node:timers/promises';
import { parse } from 'csv-parse';
import type { OrgProcess } from './org-process.ts';

const pollMs = 200;

type Job = { id: string; state: string; errorMessage?: string; numberRecordsFailed?: number };

async function ended(org: OrgProcess, path: string): Promise<Job> {
  for (;;) {
    const job = JSON.parse(await org.ask(path)) as Job;
    if (!['Open', 'UploadComplete', 'InProgress'].includes(job.state)) return job;
    await wait(pollMs);
  }
}

/** Inserts a streamed CSV through Bulk API 2.0 and returns the new ids. */
export async function ingest(org: OrgProcess, object: string, csv: ReadableStream<string>): Promise<string[]> {
  const order = JSON.stringify({ object, operation: 'insert' });
  const { id } = JSON.parse(await org.ask('/jobs/ingest', { method: 'POST', body: order })) as Job;
  const upload = { method: 'PUT', body: csv.pipeThrough(new TextEncoderStream()), duplex: 'half' as const };
  await org.ask(`/jobs/ingest/${id}/batches`, { ...upload, headers: { 'Content-Type': 'text/csv' } });
  await org.ask(`/jobs/ingest/${id}`, { method: 'PATCH', body: JSON.stringify({ state: 'UploadComplete' }) });
  const job = await ended(org, `/jobs/ingest/${id}`);
  if (job.state !== 'JobComplete' || job.numberRecordsFailed !== 0) throw new Error(JSON.stringify(job));
  const results = await org.fetch(`/jobs/ingest/${id}/successfulResults`);
  const ids: string[] = [];
  const rows = parse({ columns: true });
  const reading = (async () => {
    for await (const row of rows as AsyncIterable<Record<string, string>>) ids.push(row['sf__Id'] ?? '');
  })();
  for await (const chunk of results.body ?? []) rows.write(chunk);
  rows.end();
  await reading;
  return ids;
}

/** Reads all pages of a bulk query and returns the number of rows. */
export async function queryAll(org: OrgProcess, query: string): Promise<number> {
  const order = JSON.stringify({ operation: 'query', query });
  const { id } = JSON.parse(await org.ask('/jobs/query', { method: 'POST', body: order })) as Job;
  const job = await ended(org, `/jobs/query/${id}`);
  if (job.state !== 'JobComplete') throw new Error(JSON.stringify(job));
  let rows = 0;
  let locator = '';
  do {
    const page = await org.fetch(`/jobs/query/${id}/results${locator === '' ? '' : `?locator=${locator}`}`);
    for await (const chunk of page.body ?? []) void chunk;
    rows += Number(page.headers.get('sforce-numberofrecords'));
    locator = page.headers.get('sforce-locator') ?? 'null';
  } while (locator !== 'null');
  return rows;
}
