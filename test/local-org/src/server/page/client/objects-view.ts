import { button, count, element, link, time, read, table } from './dom.ts';
import type { Column } from './dom.ts';

type Overview = {
  id: string;
  url: string;
  now: string;
  objects: { name: string; label: string; records: number }[];
};

/** Every object with its number of records. */
export async function objectsView(): Promise<Node[]> {
  const { id, url, now, objects } = await read<Overview>('/__org/page/overview');
  const list = element('div', { 'aria-live': 'polite' });
  const search = element('input', { type: 'search', 'aria-label': 'Find an object', placeholder: 'Find an object' });
  const empty = element('input', { type: 'checkbox', id: 'empty' });
  const show = (): void => {
    const text = (search as HTMLInputElement).value.toLowerCase();
    const withEmpty = (empty as HTMLInputElement).checked || text !== '';
    const found = objects.filter(
      ({ name, label, records }) =>
        (withEmpty || records > 0) && (name.toLowerCase().includes(text) || label.toLowerCase().includes(text)),
    );
    list.replaceChildren(
      table(
        `${found.length} of ${objects.length} objects`,
        [
          { head: 'Object', cell: ({ name }) => link(`#/objects/${name}`, name) },
          { head: 'Label', cell: ({ label }) => label },
          { head: 'Records', kind: 'number', cell: ({ records }) => count(records) },
        ],
        found,
      ),
    );
  };
  search.addEventListener('input', show);
  empty.addEventListener('change', show);
  show();
  return [
    element('h1', {}, 'Objects'),
    element('p', { class: 'quiet' }, `Org ${id} at ${url}. Its clock says `, time(now), '.'),
    element('div', { class: 'tools' }, search, element('label', {}, empty, ' Show objects without records')),
    list,
  ];
}

type Rows = {
  name: string;
  columns: string[];
  total: number;
  offset: number;
  pageRows: number;
  rows: Record<string, unknown>[];
};

const textOf = (value: unknown): string => (value === null || value === undefined ? '' : String(value));

/** The initial columns: name, the fields filled most often, and the dates. */
function telling(columns: readonly string[], rows: readonly Record<string, unknown>[]): string[] {
  const leading = ['Id', 'Name', 'LastName', 'Subject', 'Field', 'Company', 'Status'];
  const filled = (column: string): number => rows.filter((row) => row[column] !== null).length;
  const others = columns
    .filter((column) => !leading.includes(column) && !/^(Is|Has|LastModified|SystemModstamp|CreatedBy)/.test(column))
    .toSorted((one, other) => filled(other) - filled(one));
  return [...leading.filter((column) => columns.includes(column)), ...others].slice(0, 8);
}

/** The rows of an object, the newest first, fifty at a time. */
export async function rowsView(name: string, query: URLSearchParams): Promise<Node[]> {
  const answer = await read<Rows>(`/__org/page/objects/${encodeURIComponent(name)}?${query.toString()}`);
  const { columns, total, offset, pageRows, rows } = answer;
  const isWide = query.get('all') === '1';
  const shown: Column<Record<string, unknown>>[] = (isWide ? columns : telling(columns, rows)).map((column) => ({
    head: column,
    ...(column.endsWith('Id') ? { kind: 'mono' as const } : {}),
    cell: (row) =>
      column === 'Id' ? link(`#/objects/${answer.name}/${textOf(row['Id'])}`, textOf(row['Id'])) : textOf(row[column]),
  }));
  const go = (changes: Record<string, string>): void => {
    const next = new URLSearchParams({ ...Object.fromEntries(query), ...changes });
    location.hash = `#/objects/${answer.name}?${next.toString()}`;
  };
  const field = query.get('field');
  const last = Math.min(total, offset + rows.length);
  return [
    element('h1', {}, answer.name),
    element('p', { class: 'quiet' }, link('#/objects', 'All objects')),
    element(
      'div',
      { class: 'tools' },
      button('Newer', () => go({ offset: String(Math.max(0, offset - pageRows)) }), offset === 0),
      button('Older', () => go({ offset: String(offset + pageRows) }), last >= total),
      button(isWide ? 'Fewer fields' : 'All fields', () => go({ all: isWide ? '0' : '1' })),
      field === null
        ? undefined
        : link(`#/objects/${answer.name}`, `Only where ${field} is ${query.get('value') ?? ''}: show all`),
    ),
    table(`Records ${total === 0 ? 0 : offset + 1} to ${last} of ${count(total)}, newest first`, shown, rows),
  ];
}

type RecordAnswer = {
  name: string;
  id: string;
  fields: { field: string; label: string; value: unknown; object?: string }[];
  related: { object: string; field: string; records: number }[];
};

/** One record: its fields, what it refers to and what refers to it. */
export async function recordView(name: string, id: string): Promise<Node[]> {
  const answer = await read<RecordAnswer>(`/__org/page/objects/${encodeURIComponent(name)}/${encodeURIComponent(id)}`);
  const titleField = ['Name', 'LastName', 'Subject', 'Field'].find((one) =>
    answer.fields.some(({ field }) => field === one),
  );
  const title = textOf(answer.fields.find(({ field }) => field === titleField)?.value);
  return [
    element('h1', {}, title === '' ? id : title),
    element('p', { class: 'quiet' }, link(`#/objects/${answer.name}`, answer.name), ` ${id}`),
    table(
      'Fields',
      [
        { head: 'Label', cell: ({ label }) => label },
        { head: 'Field', kind: 'mono', cell: ({ field }) => field },
        {
          head: 'Value',
          cell: ({ value, object }) =>
            object === undefined
              ? textOf(value)
              : link(`#/objects/${object}/${textOf(value)}`, `${textOf(value)} (${object})`),
        },
      ],
      answer.fields,
    ),
    element('h2', {}, 'What refers to it'),
    table(
      'Records that refer to this one',
      [
        {
          head: 'Object',
          cell: ({ object, field }) => link(`#/objects/${object}?field=${field}&value=${id}`, object),
        },
        { head: 'By', kind: 'mono', cell: ({ field }) => field },
        { head: 'Records', kind: 'number', cell: ({ records }) => count(records) },
      ],
      answer.related,
    ),
  ];
}
