import { element, moment, read, table } from './dom.ts';
import { liveList } from './live-list.ts';

type EventMessage = { channel: string; event: { replayId: number }; payload: Record<string, unknown> };
type Outcome = {
  at: string;
  twin: string;
  transaction: number;
  goalId?: string;
  recordIds?: string[];
  status?: number;
  error?: string;
};
type Automation = { serviceUrl: string | null; pending: number; outcomes: Outcome[] };

/** The bus is asked channel by channel; objects of platform events end so. */
async function readEvents(): Promise<EventMessage[]> {
  const { objects } = await read<{ objects: { name: string }[] }>('/__org/page/overview');
  const channels = objects.map(({ name }) => name).filter((name) => name.endsWith('__e'));
  const answers = await Promise.all(
    channels.map((channel) => read<{ events: EventMessage[] }>(`/__org/events?channel=${encodeURIComponent(channel)}`)),
  );
  return answers.flatMap(({ events }) => events.toReversed());
}

const withoutSystemFields = (payload: Record<string, unknown>): string =>
  JSON.stringify(
    Object.fromEntries(Object.entries(payload).filter(([name]) => name !== 'CreatedDate' && name !== 'CreatedById')),
  );

const eventTable = (events: readonly EventMessage[]): Node =>
  table(
    'Platform events that the bus keeps, newest first',
    [
      { head: 'Channel', cell: ({ channel }) => channel.replace('/event/', '') },
      { head: 'Replay id', kind: 'number', cell: ({ event }) => String(event.replayId) },
      { head: 'Published', cell: ({ payload }) => moment(String(payload['CreatedDate'])) },
      { head: 'Fields', kind: 'mono', cell: ({ payload }) => withoutSystemFields(payload) },
    ],
    events,
  );

const outcomeTable = ({ outcomes }: Automation): Node =>
  table(
    'Calls of the service, newest first',
    [
      { head: 'At', cell: ({ at }) => moment(at) },
      { head: 'Twin', cell: ({ twin }) => twin },
      { head: 'Transaction', kind: 'number', cell: ({ transaction }) => String(transaction) },
      { head: 'Goal', kind: 'mono', cell: ({ goalId }) => goalId ?? '' },
      { head: 'Records', kind: 'mono', cell: ({ recordIds = [] }) => recordIds.join(', ') },
      {
        head: 'Outcome',
        cell: ({ status, error }) =>
          element('span', { class: error === undefined ? 'good' : 'bad' }, [status, error].filter(Boolean).join(' ')),
      },
    ],
    outcomes.toReversed(),
  );

const stateOf = ({ serviceUrl, pending }: Automation): string =>
  serviceUrl === null
    ? 'Switched off: the org was started without a service.'
    : `Calls ${serviceUrl}; ${pending} transactions wait or run.`;

type Answer = { events: EventMessage[]; automation: Automation };

/** Platform events that were published, and what ran instead of Apex and flows. */
export const eventsView = async (isCurrent: () => boolean): Promise<Node[]> => [
  element('h1', {}, 'Events'),
  ...(await liveList({
    isCurrent,
    readAnswer: async (): Promise<Answer> => ({
      events: await readEvents(),
      automation: await read<Automation>('/__org/automation'),
    }),
    show: ({ events, automation }: Answer) => [
      eventTable(events),
      element('h2', {}, 'Automation'),
      element('p', { class: 'quiet' }, stateOf(automation)),
      outcomeTable(automation),
    ],
  })),
];
