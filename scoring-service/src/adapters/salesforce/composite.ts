import { z } from 'zod';
import { parseAnswer, queryPageSchema } from './answers.ts';
import type { QueryPage } from './answers.ts';
import { refusalOf, unexpectedAnswer } from './org-refusal.ts';
import { queryOf } from './query-shape.ts';
import type { Subrequest } from './record-requests.ts';
import type { Session } from './session.ts';

const problemsSchema = z.array(z.object({ errorCode: z.string(), message: z.string() })).min(1);
const compositeSchema = z.object({
  compositeResponse: z.array(
    z.object({ body: z.unknown(), httpStatusCode: z.int(), referenceId: z.string().nullable() }),
  ),
});

type SubAnswer = z.infer<typeof compositeSchema>['compositeResponse'][number];

/** The answers of a composite request of queries, by reference. */
export type CompositeAnswers = {
  /** The page of a subrequest. Throws ScoringError `salesforce.*` when the org refused it. */
  page(referenceId: string): QueryPage;
};

function refusalIn({ body }: SubAnswer, asked?: Subrequest): Error {
  const [problem] = parseAnswer(problemsSchema, body, 'a refused subrequest');
  if (problem === undefined) return unexpectedAnswer('a subrequest');
  const query = asked && queryOf({ path: asked.url });
  return refusalOf({ code: problem.errorCode, message: problem.message, query });
}

/** Sends queries as one request; reading may be repeated, so it is where the connection breaks. */
export async function sendQueries(session: Session, compositeRequest: Subrequest[]): Promise<CompositeAnswers> {
  const body = { allOrNone: false, compositeRequest };
  const answer = await session.send({ method: 'POST', path: '/composite', body, isRepeatable: true });
  const { compositeResponse } = parseAnswer(compositeSchema, answer, 'a composite request');
  // A request that is refused as a whole has one answer, which belongs to no subrequest.
  const [whole] = compositeResponse;
  if (whole?.referenceId === null) throw refusalIn(whole);
  const answers = new Map(compositeResponse.map((subAnswer) => [subAnswer.referenceId, subAnswer]));
  return {
    page(referenceId) {
      const subAnswer = answers.get(referenceId);
      if (subAnswer === undefined) throw unexpectedAnswer(`a composite request without its part ${referenceId}`);
      if (subAnswer.httpStatusCode >= 400) {
        throw refusalIn(
          subAnswer,
          compositeRequest.find((asked) => asked.referenceId === referenceId),
        );
      }
      return parseAnswer(queryPageSchema, subAnswer.body, `part ${referenceId} of a composite request`);
    },
  };
}
