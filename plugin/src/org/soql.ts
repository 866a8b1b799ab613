const escapes: Record<string, string> = { '\\': '\\\\', "'": "\\'", '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/** A text as a SOQL string. */
export const quoteSoql = (text: string): string =>
  `'${text.replace(/[\\'\n\r\t]/g, (character) => escapes[character] ?? character)}'`;
