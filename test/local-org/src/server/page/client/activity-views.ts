import { count, element, time, read, table } from './dom.ts';
import type { Content } from './dom.ts';
import { liveList } from './live-list.ts';

type RequestEntry = { at: string; method: string; path: string; status: number; ms: number };

const shownRequests = 200;

const statusOf = (status: number): HTMLElement =>
  element('span', { class: status < 400 ? 'good' : 'bad' }, `${status}${status < 400 ? '' : ' ✕'}`);

/** Calls as they come; `isCurrent` returns whether the view is still shown. */
export const requestsView = async (isCurrent: () => boolean): Promise<Node[]> => [
  element('h1', {}, 'Requests'),
  ...(await liveList({
    isCurrent,
    readAnswer: () => read<{ requests: RequestEntry[] }>('/__org/requests'),
    show: ({ requests }) => [
      table(
        `The last ${Math.min(shownRequests, requests.length)} of ${requests.length} calls kept, newest first`,
        [
          { head: 'At', cell: ({ at }) => time(at) },
          { head: 'Method', cell: ({ method }) => method },
          { head: 'Path', kind: 'mono', cell: ({ path }) => path },
          { head: 'Status', cell: ({ status }) => statusOf(status) },
          { head: 'ms', kind: 'number', cell: ({ ms }) => String(ms) },
        ],
        requests.slice(-shownRequests).toReversed(),
      ),
    ],
  })),
];

type Job = {
  id: string;
  created: string;
  kind: string;
  operation: string;
  object: string;
  state: string;
  records: number;
  failed: number;
  errorMessage?: string;
};
type Deploy = {
  id: string;
  created: string;
  status: string;
  checkOnly: boolean;
  components: number;
  errors: number;
  problems: string[];
};

const stateOf = (state: string): HTMLElement =>
  element(
    'span',
    { class: /Failed|Aborted/.test(state) ? 'bad' : /Complete|Succeeded/.test(state) ? 'good' : '' },
    state,
  );

const jobTable = (jobs: readonly Job[]): Node =>
  table(
    'Bulk API 2.0 jobs, newest first',
    [
      { head: 'Created', cell: ({ created }) => time(created) },
      { head: 'Job', kind: 'mono', cell: ({ id }) => id },
      { head: 'What', cell: ({ kind, operation, object }) => `${kind}: ${operation} ${object}` },
      { head: 'State', cell: ({ state }) => stateOf(state) },
      { head: 'Records', kind: 'number', cell: ({ records }) => count(records) },
      { head: 'Failed', kind: 'number', cell: ({ failed }) => count(failed) },
      { head: 'Message', cell: ({ errorMessage }) => errorMessage ?? '' },
    ],
    jobs,
  );

const deployTable = (deploys: readonly Deploy[]): Node =>
  table(
    'Metadata deploys, newest first',
    [
      { head: 'Created', cell: ({ created }) => time(created) },
      { head: 'Deploy', kind: 'mono', cell: ({ id }) => id },
      {
        head: 'Status',
        cell: ({ status, checkOnly }) => element('span', {}, stateOf(status), checkOnly ? ' (check only)' : ''),
      },
      { head: 'Components', kind: 'number', cell: ({ components }) => count(components) },
      { head: 'Errors', kind: 'number', cell: ({ errors }) => count(errors) },
      {
        head: 'Problems',
        cell: ({ problems }) =>
          element('div', {}, ...problems.map((problem) => element('p', { class: 'problem' }, problem))),
      },
    ],
    deploys,
  );

/** Bulk jobs as they run, and deploys. */
export const jobsView = async (isCurrent: () => boolean): Promise<Node[]> => [
  element('h1', {}, 'Jobs'),
  ...(await liveList({
    isCurrent,
    readAnswer: () => read<{ jobs: Job[]; deploys: Deploy[] }>('/__org/page/jobs'),
    show: ({ jobs, deploys }) => [jobTable(jobs), element('h2', {}, 'Deploys'), deployTable(deploys)],
  })),
];

type User = {
  Username: string;
  Name: string;
  IsActive: number;
  TimeZoneSidKey: string;
  Profile: string;
  permissionSets: string[];
};

/** Users with profile and permission sets. */
export async function usersView(): Promise<Node[]> {
  const { users } = await read<{ users: User[] }>('/__org/page/users');
  return [
    element('h1', {}, 'Users'),
    table(
      'Users with their profile and permission sets',
      [
        { head: 'User name', cell: ({ Username }) => Username },
        { head: 'Name', cell: ({ Name }) => Name },
        { head: 'Profile', cell: ({ Profile }) => Profile },
        { head: 'Permission sets', cell: ({ permissionSets }) => permissionSets.join(', ') },
        { head: 'Time zone', cell: ({ TimeZoneSidKey }) => TimeZoneSidKey },
        { head: 'Active', cell: ({ IsActive }) => (IsActive === 1 ? 'yes' : 'no') },
      ],
      users,
    ),
  ];
}

const asText = (value: unknown): string => JSON.stringify(value, undefined, 2);

/** The JSON of an admin route, or its error. */
async function settings(path: string, what: string): Promise<Content> {
  try {
    return element('pre', { tabindex: '0' }, asText(await read<unknown>(path)));
  } catch (error) {
    return element('p', { class: 'quiet' }, `${what}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** The org's limits, the faults that are planted, and its clock. */
export const stateView = async (): Promise<Node[]> => [
  element('h1', {}, 'Limits and faults'),
  element('h2', {}, 'Daily API requests'),
  element('div', {}, await settings('/__org/limits', 'Limits')),
  element('h2', {}, 'Faults that are still to happen'),
  element('div', {}, await settings('/__org/faults', 'Faults')),
  element('h2', {}, 'Clock'),
  element('div', {}, await settings('/__org/clock', 'Clock')),
];
