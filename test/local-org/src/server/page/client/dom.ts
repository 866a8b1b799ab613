export type Content = Node | string | undefined;

type Attributes = Record<string, string | boolean>;

/** An element. Values of records come in as text, never as markup. */
export function element(name: string, attributes: Attributes = {}, ...content: Content[]): HTMLElement {
  const made = document.createElement(name);
  for (const [attribute, value] of Object.entries(attributes)) {
    if (typeof value === 'string') made.setAttribute(attribute, value);
    else if (value) made.setAttribute(attribute, '');
  }
  made.append(...content.filter((one) => one !== undefined));
  return made;
}

export const link = (href: string, text: string): HTMLElement => element('a', { href }, text);

export type Column<Row> = { head: string; kind?: 'number' | 'mono'; cell: (row: Row) => Content };

/** A table with a caption, which also says when it is empty. */
export function table<Row>(caption: string, columns: readonly Column<Row>[], rows: readonly Row[]): HTMLElement {
  if (rows.length === 0) return element('p', { class: 'quiet' }, `${caption}: none.`);
  const heads = columns.map(({ head, kind = '' }) => element('th', { scope: 'col', class: kind }, head));
  const lines = rows.map((row) =>
    element('tr', {}, ...columns.map(({ kind = '', cell }) => element('td', { class: kind }, cell(row)))),
  );
  return element(
    'div',
    { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': caption },
    element(
      'table',
      {},
      element('caption', {}, caption),
      element('thead', {}, element('tr', {}, ...heads)),
      element('tbody', {}, ...lines),
    ),
  );
}

export function button(text: string, onClick: () => void, disabled = false): HTMLElement {
  const made = element('button', { type: 'button', disabled }, text);
  made.addEventListener('click', onClick);
  return made;
}

/** A time as the reader's clock shows it; the exact one on hover. */
export const time = (iso: string): HTMLElement =>
  element('time', { datetime: iso, title: iso }, new Date(iso.replace('+0000', 'Z')).toLocaleString());

export const count = (value: number): string => value.toLocaleString('en-US');

/** Reads JSON of the org. Throws an Error in the org's own words. */
export async function read<Answer>(path: string): Promise<Answer> {
  const response = await fetch(path);
  const body: unknown = await response.json();
  if (response.ok) return body as Answer;
  const [first] = body as { message?: string }[];
  throw new Error(first?.message ?? `The org answered ${response.status}.`);
}
