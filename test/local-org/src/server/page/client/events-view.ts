import { element, time, read, table } from './dom.ts';
import { liveList } from './live-list.ts';

type EventMessage = { channel: string; event: { replayId: number }; payload: Record<string, unknown> };
type Outcome = {
  at: string;
  stub: string;
  transaction: number;
  about?: Record<string, string | string[]>;
  status?: number;
  error?: string;
};
type Automation = { stubs: { name: string }[]; pending: number; outcomes: Outcome[] };

/** The bus is read channel by channel; the names of platform events end in `__e`. */
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
      { head: 'Published', cell: ({ payload }) => time(String(payload['CreatedDate'])) },
      { head: 'Fields', kind: 'mono', cell: ({ payload }) => withoutSystemFields(payload) },
    ],
    events,
  );

const idsOf = (about: NonNullable<Outcome['about']>): string =>
  Object.entries(about)
    .map(([name, ids]) => `${name} ${[ids].flat().join(', ')}`)
    .join('; ');

const outcomeTable = ({ outcomes }: Automation): Node =>
  table(
    'Callouts of the stubs, newest first',
    [
      { head: 'At', cell: ({ at }) => time(at) },
      { head: 'Stub', cell: ({ stub }) => stub },
      { head: 'Transaction', kind: 'number', cell: ({ transaction }) => String(transaction) },
      { head: 'About', kind: 'mono', cell: ({ about = {} }) => idsOf(about) },
      {
        head: 'Outcome',
        cell: ({ status, error }) =>
          element('span', { class: error === undefined ? 'good' : 'bad' }, [status, error].filter(Boolean).join(' ')),
      },
    ],
    outcomes.toReversed(),
  );

const stateOf = ({ stubs, pending }: Automation): string =>
  stubs.length === 0
    ? 'Switched off: no stubs of flows or Apex triggers are registered.'
    : `Stubs: ${stubs.map(({ name }) => name).join(', ')}. Transactions that wait or run: ${pending}.`;

type Answer = { events: EventMessage[]; automation: Automation };

/** Platform events that were published, and the callouts of the stubs of Apex and flows. */
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
