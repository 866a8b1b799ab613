import { describeForUser } from '../access/describe-for-user.ts';
import type { Engine } from '../engine.ts';
import type { CodeOptions, QueryRow } from '../org.ts';
import { runQuery } from '../soql/run-query.ts';
import { parseSosl } from './parse-sosl.ts';
import { runSearch } from './run-search.ts';

/** Searches as a user in an access mode. Throws `OrgError`. */
export function searchInMode(
  engine: Engine,
  userId: string,
  { sosl, options }: { sosl: string; options: CodeOptions & { apiVersion?: string } },
): QueryRow[] {
  const access = engine.access.of(userId, options.access);
  const { schema } = engine.metadata;
  const searched = {
    describeGlobal: () => schema.objects.flatMap((object) => describeForUser(object, access) ?? []),
    describe: (name: string) => {
      const object = schema.object(name);
      return object && describeForUser(object, access);
    },
    rows: (soql: string) => runQuery(engine, { userId, soql, options }).rows,
  };
  return runSearch(searched, parseSosl(sosl));
}
