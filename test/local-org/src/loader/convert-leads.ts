import { XMLParser } from 'fast-xml-parser';
import { LoadError } from './load-error.ts';
import type { ConvertRule } from './mapping.ts';
import { readObject } from './mapping-values.ts';
import { callSoap, escapeXml } from './org-session.ts';
import type { OrgSession } from './org-session.ts';

/** The platform's limit of one `convertLead` call. */
export const leadsPerCall = 100;

const lists = new Set(['result', 'errors']);
const parser = new XMLParser({ removeNSPrefix: true, parseTagValue: false, isArray: (name) => lists.has(name) });

function leadConvert(leadId: string, { status, createOpportunity }: ConvertRule): string {
  return (
    '<leadConverts>' +
    `<convertedStatus>${escapeXml(status)}</convertedStatus>` +
    `<doNotCreateOpportunity>${!createOpportunity}</doNotCreateOpportunity>` +
    `<leadId>${escapeXml(leadId)}</leadId>` +
    '<overwriteLeadSource>false</overwriteLeadSource>' +
    '<sendNotificationEmail>false</sendNotificationEmail>' +
    '</leadConverts>'
  );
}

function errorText(result: Record<string, unknown>): string {
  const errors: unknown[] = Array.isArray(result['errors']) ? result['errors'] : [];
  const texts = errors.map((item) => {
    const error = readObject(item, 'errors');
    return `${String(error['statusCode'])}: ${String(error['message'])}`;
  });
  return texts.join('; ') || 'The org gave no reason.';
}

/** What is wrong with each lead of one call, undefined where it was converted, in the order of the ids. */
function parseAnswer(text: string, count: number): (string | undefined)[] {
  const envelope = readObject(readObject(parser.parse(text), 'answer')['Envelope'], 'Envelope');
  const body = readObject(envelope['Body'], 'Body');
  if (body['Fault'] !== undefined) {
    throw new LoadError(`convertLead failed: ${String(readObject(body['Fault'], 'Fault')['faultstring'])}`);
  }
  const results = readObject(body['convertLeadResponse'], 'convertLeadResponse')['result'];
  if (!Array.isArray(results) || results.length !== count) {
    throw new LoadError(`convertLead answered for ${Array.isArray(results) ? results.length : 0} of ${count} leads.`);
  }
  return results.map((item: unknown) => {
    const result = readObject(item, 'result');
    return result['success'] === 'true' ? undefined : errorText(result);
  });
}

/**
 * Converts at most 100 leads in one SOAP call.
 *
 * @returns for each id, in order, what went wrong, or undefined
 * @throws LoadError when the call fails as a whole
 */
export async function convertLeads(
  session: OrgSession,
  rule: ConvertRule,
  leadIds: readonly string[],
): Promise<(string | undefined)[]> {
  const converts = leadIds.map((leadId) => leadConvert(leadId, rule)).join('');
  return parseAnswer(await callSoap(session, `<convertLead>${converts}</convertLead>`), leadIds.length);
}
