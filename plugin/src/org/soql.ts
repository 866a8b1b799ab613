const escapes: Record<string, string> = { '\\': '\\\\', "'": "\\'", '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/** Quotes a text as a SOQL string literal. */
export const quoteSoql = (text: string): string =>
  `'${text.replace(/[\\'\n\r\t]/g, (character) => escapes[character] ?? character)}'`;
