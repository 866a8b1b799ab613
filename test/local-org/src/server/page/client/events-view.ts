import { element, time, read, table } from './dom.ts';
import { liveList } from './live-list.ts';

type EventMessage = { channel: string; event: { replayId: number }; payload: Record<string, unknown> };
type Email = { at: string; to: string[]; subject: string; body: string };
type Notification = { at: string; title: string; body: string; recipientIds: string[] };
type Callout = { method: string; url: string; status?: number };
type Outbox = { emails: Email[]; notifications: Notification[]; callouts: Callout[] };

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

const emailTable = ({ emails }: Outbox): Node =>
  table(
    'E-mails of flows, errors of flows included, newest first',
    [
      { head: 'At', cell: ({ at }) => time(at) },
      { head: 'To', cell: ({ to }) => to.join(', ') },
      { head: 'Subject', cell: ({ subject }) => subject },
      { head: 'Text', kind: 'mono', cell: ({ body }) => body },
    ],
    emails.toReversed(),
  );

const notificationTable = ({ notifications }: Outbox): Node =>
  table(
    'Custom notifications, newest first',
    [
      { head: 'At', cell: ({ at }) => time(at) },
      { head: 'To', kind: 'mono', cell: ({ recipientIds }) => recipientIds.join(', ') },
      { head: 'Title', cell: ({ title }) => title },
      { head: 'Text', cell: ({ body }) => body },
    ],
    notifications.toReversed(),
  );

const calloutTable = ({ callouts }: Outbox): Node =>
  table(
    'Callouts of Apex, newest first',
    [
      { head: 'Method', cell: ({ method }) => method },
      { head: 'Address', kind: 'mono', cell: ({ url }) => url },
      { head: 'Status', cell: ({ status }) => (status === undefined ? 'no answer' : String(status)) },
    ],
    callouts.toReversed(),
  );

type Answer = { events: EventMessage[]; outbox: Outbox };

/** Platform events that were published, and what flows and Apex have sent. */
export const eventsView = async (isCurrent: () => boolean): Promise<Node[]> => [
  element('h1', {}, 'Events'),
  ...(await liveList({
    isCurrent,
    readAnswer: async (): Promise<Answer> => ({
      events: await readEvents(),
      outbox: await read<Outbox>('/__org/outbox'),
    }),
    show: ({ events, outbox }: Answer) => [
      eventTable(events),
      element('h2', {}, 'Outbox'),
      emailTable(outbox),
      notificationTable(outbox),
      calloutTable(outbox),
    ],
  })),
];
