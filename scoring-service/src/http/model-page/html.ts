/** HTML that is safe to put into a page as it is: every text in it has been escaped. */
export type Html = { readonly html: string };

const characters: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

const escape = (text: string): string => text.replace(/[&<>"']/g, (character) => characters[character] ?? '');

type Value = Html | readonly Html[] | string | number | undefined;

const render = (value: Value): string => {
  if (value === undefined) return '';
  if (typeof value === 'string' || typeof value === 'number') return escape(String(value));
  return 'html' in value ? value.html : value.map(({ html }) => html).join('');
};

/** A template whose values are escaped unless they are HTML themselves; nothing is written for undefined. */
export function html(texts: TemplateStringsArray, ...values: Value[]): Html {
  return { html: texts.map((text, index) => text + render(values[index])).join('') };
}

/** A column of a table; numbers are set to the right. */
export type Column = { name: string; isNumber?: boolean };

/** A table with its name; the first cell of a row is its header. */
export function table(
  caption: string,
  columns: readonly Column[],
  rows: readonly (readonly (string | Html)[])[],
): Html {
  const head = columns.map(
    ({ name, isNumber }) => html`<th scope="col" ${isNumber ? numberClass : undefined}>${name}</th>`,
  );
  const body = rows.map(
    (cells) =>
      html`<tr>
        ${cells.map((cell, index) => {
          const isNumber = columns[index]?.isNumber ? numberClass : undefined;
          return index === 0 ? html`<th scope="row" ${isNumber}>${cell}</th>` : html`<td${isNumber}>${cell}</td>`;
        })}
      </tr>`,
  );
  return html`<div class="wide" tabindex="0" role="region" aria-label="${caption}">
    <table>
      <caption>
        ${caption}
      </caption>
      <thead>
        <tr>
          ${head}
        </tr>
      </thead>
      <tbody>
        ${body}
      </tbody>
    </table>
  </div>`;
}

const numberClass: Html = { html: ' class="number"' };

/** A count as it is read: `12,340`. */
export const whole = (value: number): string => Math.round(value).toLocaleString('en-US');

/** A share of 1 as percent: `12.3 %`. */
export const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;

export const decimal = (value: number, digits = 3): string => value.toFixed(digits);

/** The day of a moment. */
export const day = (moment: string): string => moment.slice(0, 10);
