import { OrgError } from '../../org-error.ts';
import { parseSosl } from '../../sosl/parse-sosl.ts';
import type { FieldGroup, Returned, Search } from '../../sosl/parse-sosl.ts';
import { runSearch } from '../../sosl/run-search.ts';
import { malformedSearch } from '../../sosl/search-terms.ts';
import type { ApiCall } from '../api-call.ts';
import { readBody, readList, readObject, readOptionalNumber, readOptionalText, readText } from '../json-value.ts';
import { json } from '../reply.ts';
import type { Reply } from '../reply.ts';
import type { ServerState } from '../server-state.ts';
import type { SyncRoute } from '../sync-route.ts';

function answerSearch({ org }: ServerState, { userId, apiVersion }: ApiCall, search: Search): Reply {
  const searched = {
    describeGlobal: () => org.describeGlobal(userId),
    describe: (object: string) => org.describe(userId, object),
    rows: (soql: string) => org.query(userId, soql, { apiVersion }).rows,
  };
  return json({ searchRecords: runSearch(searched, search) });
}

function searchBySosl(state: ServerState, call: ApiCall): Reply {
  const sosl = call.query.get('q');
  if (sosl === null || sosl.trim() === '') throw malformedSearch('No search term found.');
  return answerSearch(state, call, parseSosl(sosl));
}

const groups: readonly FieldGroup[] = ['ALL', 'NAME', 'EMAIL', 'PHONE', 'SIDEBAR'];

function readGroup(name: string | undefined): FieldGroup {
  const group = groups.find((one) => one === (name ?? 'ALL').toUpperCase());
  if (group !== undefined) return group;
  throw new OrgError('INVALID_SEARCH_SCOPE', `Invalid search scope: ${name ?? ''}`);
}

/** Of a parameterized search a text is taken as it is, without operators. */
const asWords = (text: string): string => text.replaceAll(/[{}()\\]/g, ' ');

type Asked = { where: string | undefined; limit: number | undefined };

const returnedOf = (object: string, fields: string[], { where, limit }: Asked): Returned => ({
  ...{ object, fields },
  ...(where === undefined ? {} : { where }),
  ...(limit === undefined ? {} : { limit }),
});

const readFields = (value: unknown): string[] =>
  value === undefined || value === null ? [] : readList(value, 'fields').map((field) => readText(field, 'fields'));

function searchByBody(state: ServerState, call: ApiCall): Reply {
  const body = readBody(call.body);
  const fields = readFields(body['fields']);
  const limit = readOptionalNumber(body['overallLimit'], 'overallLimit');
  const preset = readOptionalNumber(body['defaultLimit'], 'defaultLimit');
  const returning = readList(body['sobjects'] ?? [], 'sobjects').map((value): Returned => {
    const one = readObject(value, 'sobjects');
    const own = readFields(one['fields']);
    const where = readOptionalText(one['where'], 'where');
    const most = readOptionalNumber(one['limit'], 'limit') ?? preset;
    return returnedOf(readText(one['name'], 'name'), own.length > 0 ? own : fields, { where, limit: most });
  });
  return answerSearch(state, call, {
    text: asWords(readText(body['q'], 'q')),
    group: readGroup(readOptionalText(body['in'], 'in')),
    ...(returning.length === 0 ? {} : { returning }),
    ...(limit === undefined ? {} : { limit }),
  });
}

const splitList = (list: string | null): string[] => (list ?? '').split(',').filter((one) => one !== '');
const numberOf = (text: string | null): number | undefined => (text === null ? undefined : Number(text));

function searchByAddress(state: ServerState, call: ApiCall): Reply {
  const { query } = call;
  const text = query.get('q');
  if (text === null) throw malformedSearch('No search term found.');
  const preset = numberOf(query.get('defaultLimit'));
  const limit = numberOf(query.get('overallLimit'));
  const returning = query.getAll('sobject').map((object): Returned => {
    const own = splitList(query.get(`${object}.fields`));
    const where = query.get(`${object}.where`) ?? undefined;
    const most = numberOf(query.get(`${object}.limit`)) ?? preset;
    return returnedOf(object, own.length > 0 ? own : splitList(query.get('fields')), { where, limit: most });
  });
  return answerSearch(state, call, {
    text: asWords(text),
    group: readGroup(query.get('in') ?? undefined),
    ...(returning.length === 0 ? {} : { returning }),
    ...(limit === undefined ? {} : { limit }),
  });
}

/** Searches in SOSL, and with parameters in its place. */
export const searchRoutes: SyncRoute[] = [
  { method: 'GET', pattern: '/search', handle: searchBySosl },
  { method: 'GET', pattern: '/parameterizedSearch', handle: searchByAddress },
  { method: 'POST', pattern: '/parameterizedSearch', handle: searchByBody },
];
