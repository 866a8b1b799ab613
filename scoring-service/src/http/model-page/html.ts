import { html as honoHtml, raw } from 'hono/html';
import type { HtmlEscapedString } from 'hono/utils/html';

/** HTML in which every text is escaped. */
export type Html = HtmlEscapedString;

type Value = Html | readonly Html[] | string | number | undefined;

/** Hono's template tag, which escapes all values but HTML; without promises among its values it is synchronous. */
export const html = (texts: TemplateStringsArray, ...values: Value[]): Html => honoHtml(texts, ...values) as Html;

/** A column of a table; numbers are right-aligned. */
type Column = { name: string; isNumber?: boolean };

/** A table with its caption; the first cell of each row is a header. */
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

const numberClass = raw(' class="number"');

/** A column of numbers. */
export const numberColumn = (name: string): Column => ({ name, isNumber: true });

/** A count: `12,340`. */
export const whole = (value: number): string => Math.round(value).toLocaleString('en-US');

/** A share from 0 to 1 as a percentage: `12.3 %`. */
export const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;

export const decimal = (value: number, digits = 3): string => value.toFixed(digits);

/** The day of an ISO time. */
export const day = (time: string): string => time.slice(0, 10);
