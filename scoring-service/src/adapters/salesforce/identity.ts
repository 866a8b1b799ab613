import { z } from 'zod';
import { quoteSoql } from '../../domain/soql.ts';
import { parseAnswer, queryRecords } from './answers.ts';
import { unexpectedAnswer } from './org-refusal.ts';
import type { Session } from './session.ts';

/** The resources of an API version end with who asks, as an address: `…/id/<org>/<user>`. */
const resourcesSchema = z.object({ identity: z.string() });

/** The org that the session is of, and the user that it works as. */
export async function readIdentity(session: Session): Promise<{ orgId: string; username: string }> {
  const answer = await session.send({ method: 'GET', path: session.root });
  const { identity } = parseAnswer(resourcesSchema, answer, 'the list of resources');
  const [, orgId, userId] = /\/id\/(\w+)\/(\w+)$/.exec(identity) ?? [];
  if (orgId === undefined || userId === undefined) throw unexpectedAnswer('the identity names no org and user');
  const [user] = await queryRecords(session, `SELECT Username FROM User WHERE Id = ${quoteSoql(userId)}`);
  return { orgId, username: String(user?.['Username'] ?? userId) };
}
