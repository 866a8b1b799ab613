import { parse } from 'csv-parse/sync';
import { stringify } from 'csv-stringify/sync';
import { createServer } from 'node:http';
import type { IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Results that a real org would decide, set by the test. */
export type Script = {
  /** The error of a row, or undefined when it is inserted. */
  failRow?: (row: Record<string, string>) => string | undefined;
  /** The error of a conversion, or undefined when it succeeds. */
  failConversion?: (leadId: string) => string | undefined;
  fault?: string;
  /** The state a job ends in. */
  jobState?: string;
  /** Fields that the user may not fill. */
  lockedFields?: string[];
};

export type ScriptedOrg = {
  instanceUrl: string;
  /** Rows of each job, as sent. */
  jobs: Record<string, string>[][];
  /** Lead ids of each convertLead call. */
  conversions: string[][];
  lastEnvelope: string;
  close(): Promise<void>;
};

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

function conversionAnswer(ids: string[], { fault, failConversion }: Script): string {
  const results = ids.map((id) => {
    const error = failConversion?.(id);
    return error === undefined
      ? `<result><leadId>${id}</leadId><success>true</success></result>`
      : `<result><errors><message>${error}</message><statusCode>CANNOT_UPDATE_CONVERTED_LEAD</statusCode></errors><success>false</success></result>`;
  });
  const body =
    fault === undefined
      ? `<convertLeadResponse>${results.join('')}</convertLeadResponse>`
      : `<soapenv:Fault><faultcode>sf:INVALID_SESSION_ID</faultcode><faultstring>${fault}</faultstring></soapenv:Fault>`;
  return `<soapenv:Envelope xmlns:soapenv="s"><soapenv:Body>${body}</soapenv:Body></soapenv:Envelope>`;
}

const describe = (locked: string[]): string =>
  JSON.stringify({
    fields: ['City', 'Visits__c', 'LastName', 'Company'].map((name) => ({ name, createable: !locked.includes(name) })),
  });

/** The few calls that the loader makes, answered in the platform's shapes; results come in reverse order. */
export async function startScriptedOrg(script: Script = {}): Promise<ScriptedOrg> {
  const org: ScriptedOrg = { instanceUrl: '', jobs: [], conversions: [], lastEnvelope: '', close: async () => {} };

  const results = (job: number, kind: string): string => {
    const rows = (org.jobs[job] ?? []).map((row, index) => ({ row, index, error: script.failRow?.(row) })).toReversed();
    if (kind === 'unprocessedrecords') return '';
    const failed = kind === 'failedResults';
    return stringify(
      rows
        .filter(({ error }) => (error !== undefined) === failed)
        .map(({ row, index, error }) =>
          failed
            ? { sf__Id: '', sf__Error: error, ...row }
            : { sf__Id: `00Q-${job}-${index}`, sf__Created: 'true', ...row },
        ),
      { header: true, quoted: true },
    );
  };

  const answer = (method: string, path: string, body: string): string => {
    if (path.startsWith('/services/Soap/')) {
      org.lastEnvelope = body;
      const ids = [...body.matchAll(/<leadId>([^<]*)<\/leadId>/g)].map(([, id]) => id ?? '');
      org.conversions.push(ids);
      return conversionAnswer(ids, script);
    }
    if (path.endsWith('/describe')) return describe(script.lockedFields ?? []);
    const [, job = '', kind] = /jobs\/ingest\/?(\d*)\/?(.*)$/.exec(path) ?? [];
    if (method === 'POST') return JSON.stringify({ id: String(org.jobs.push([]) - 1), state: 'Open' });
    if (method === 'PUT') {
      org.jobs[Number(job)] = parse(body, { columns: true });
      return '';
    }
    if (kind !== undefined && kind !== '') return results(Number(job), kind);
    return JSON.stringify({ id: job, state: script.jobState ?? 'JobComplete', errorMessage: 'scripted' });
  };

  const server = createServer((request, response) => {
    void readBody(request).then((body) => {
      const isKnown = request.url?.startsWith('/services/Soap/') || request.headers.authorization === 'Bearer good';
      response.statusCode = isKnown ? 200 : 401;
      response.end(
        isKnown ? answer(request.method ?? '', request.url ?? '', body) : '[{"errorCode":"INVALID_SESSION_ID"}]',
      );
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  org.instanceUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  org.close = () => new Promise((resolve) => server.close(() => resolve()));
  return org;
}
