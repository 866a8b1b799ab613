import { goalObjectsOf } from '@plumbline/contract';
import type { PackageNames } from '@plumbline/contract';
import { z } from 'zod';
import { reasonLanguageOf } from '../../domain/evaluation/reason-words.ts';
import type { ReasonLanguage } from '../../domain/evaluation/reason-words.ts';
import { ScoringError } from '../../domain/scoring-error.ts';
import { quoteSoql } from '../../domain/soql.ts';
import { unexpectedAnswer } from './org-errors.ts';
import { parseAnswer, queryRecords } from './queries.ts';
import type { OrgRecord } from './queries.ts';
import type { Session } from './session.ts';

/** The list of resources holds the caller's identity as a URL that ends with `/id/<org>/<user>`. */
const resourcesSchema = z.object({ identity: z.string() });

/** The id of the org and the username of the integration user. */
export async function readIdentity(session: Session): Promise<{ orgId: string; username: string }> {
  const answer = await session.send({ method: 'GET', path: session.root });
  const { identity } = parseAnswer(resourcesSchema, answer, 'the list of resources');
  const [, orgId, userId] = /\/id\/(\w+)\/(\w+)$/.exec(identity) ?? [];
  if (orgId === undefined || userId === undefined) throw unexpectedAnswer('the identity names no org and user');
  const [user] = await queryRecords(session, `SELECT Username FROM User WHERE Id = ${quoteSoql(userId)}`);
  return { orgId, username: String(user?.['Username'] ?? userId) };
}

/** The language of first reasons. */
export async function readReasonLanguage(session: Session): Promise<ReasonLanguage> {
  const [organization] = await queryRecords(session, 'SELECT LanguageLocaleKey FROM Organization');
  const locale = organization?.['LanguageLocaleKey'];
  return reasonLanguageOf(typeof locale === 'string' ? locale : undefined);
}

/** The time zones of the org and, where the integration user may see them, of its active users. */
export async function readTimeZones(session: Session): Promise<string[]> {
  const organizations = await queryRecords(session, 'SELECT TimeZoneSidKey FROM Organization');
  const zones = [...organizations, ...(await readUserZones(session))].map(({ TimeZoneSidKey }) => TimeZoneSidKey);
  return [...new Set(zones.filter((zone) => typeof zone === 'string'))];
}

async function readUserZones(session: Session): Promise<OrgRecord[]> {
  try {
    const soql = 'SELECT TimeZoneSidKey FROM User WHERE IsActive = true GROUP BY TimeZoneSidKey';
    return await queryRecords(session, soql);
  } catch (error) {
    const refusals = ['salesforce.no-access', 'salesforce.refused'];
    if (error instanceof ScoringError && refusals.includes(error.kind)) return [];
    throw error;
  }
}

const globalSchema = z.object({ sobjects: z.array(z.object({ name: z.string() })) });

/** The namespace of the org, and the objects of score goals that it shows the user, with any prefix. */
export async function readPackageNames(session: Session): Promise<PackageNames> {
  const [organization] = await queryRecords(session, 'SELECT NamespacePrefix FROM Organization');
  const prefix = organization?.['NamespacePrefix'];
  const answer = await session.send({ method: 'GET', path: '/sobjects' });
  const { sobjects } = parseAnswer(globalSchema, answer, 'the list of objects');
  return {
    namespacePrefix: typeof prefix === 'string' && prefix !== '' ? prefix : undefined,
    goalObjects: goalObjectsOf(sobjects.map(({ name }) => name)),
  };
}
