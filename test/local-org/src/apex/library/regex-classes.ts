/** Character classes of Java's regular expressions, as what stands between the brackets of a class of JavaScript. */

const lineEnds = '\\n\\r\\u0085\\u2028\\u2029';
export const notLineEnd = `[^${lineEnds}]`;
export const lineEnd = `[${lineEnds}]`;

const horizontal = ' \\t\\u00A0\\u1680\\u180e\\u2000-\\u200a\\u202f\\u205f\\u3000';
const vertical = '\\n\\x0B\\f\\r\\u0085\\u2028\\u2029';

/** By the letter after the backslash. Java's `\s` knows ASCII only. */
export const letterClasses: Readonly<Record<string, string>> = {
  d: '0-9',
  D: '[^0-9]',
  w: 'a-zA-Z0-9_',
  W: '[^a-zA-Z0-9_]',
  s: ' \\t\\n\\x0B\\f\\r',
  S: '[^ \\t\\n\\x0B\\f\\r]',
  h: horizontal,
  H: `[^${horizontal}]`,
  v: vertical,
  V: `[^${vertical}]`,
};

const asciiClasses: Readonly<Record<string, string>> = {
  Lower: 'a-z',
  Upper: 'A-Z',
  ASCII: '\\x00-\\x7F',
  Alpha: 'a-zA-Z',
  Digit: '0-9',
  Alnum: 'a-zA-Z0-9',
  Punct: '\\u{21}-\\u{2F}\\u{3A}-\\u{40}\\u{5B}-\\u{60}\\u{7B}-\\u{7E}',
  Graph: '\\u{21}-\\u{7E}',
  Print: '\\u{20}-\\u{7E}',
  Blank: ' \\t',
  Cntrl: '\\x00-\\x1F\\x7F',
  XDigit: '0-9a-fA-F',
  Space: ' \\t\\n\\x0B\\f\\r',
  javaLowerCase: '\\p{Lowercase}',
  javaUpperCase: '\\p{Uppercase}',
  javaWhitespace: '\\t-\\r\\x1C-\\x1F\\p{Z}',
  javaLetter: '\\p{L}',
  javaDigit: '\\p{Nd}',
  javaLetterOrDigit: '\\p{L}\\p{Nd}',
};

const binaryProperties: Readonly<Record<string, string>> = {
  ALPHABETIC: 'Alphabetic',
  IDEOGRAPHIC: 'Ideographic',
  LOWERCASE: 'Lowercase',
  UPPERCASE: 'Uppercase',
  WHITE_SPACE: 'White_Space',
  LETTER: 'L',
  TITLECASE: 'Lt',
  CONTROL: 'Cc',
  PUNCTUATION: 'P',
  DIGIT: 'Nd',
  HEX_DIGIT: 'Hex_Digit',
};

/** The class of `\p{name}`; undefined for one that JavaScript does not have, such as a block. */
export function propertyClass(name: string): string | undefined {
  const ascii = asciiClasses[name];
  if (ascii !== undefined) return ascii;
  const [, key = '', value = ''] = /^(\w+)=(\w+)$/.exec(name) ?? [];
  if (/^(?:sc|script)$/i.test(key)) return knownProperty(`Script=${capital(value)}`);
  if (/^(?:gc|general_category)$/i.test(key)) return knownProperty(value);
  if (!name.startsWith('Is')) return knownProperty(name);
  const short = name.slice(2);
  const binary = binaryProperties[short.toUpperCase()];
  return binary === undefined ? (knownProperty(short) ?? knownProperty(`Script=${capital(short)}`)) : `\\p{${binary}}`;
}

const capital = (name: string): string =>
  name.replace(/[A-Za-z]+/g, (word) => word.slice(0, 1).toUpperCase() + word.slice(1).toLowerCase());

function knownProperty(name: string): string | undefined {
  try {
    new RegExp(`\\p{${name}}`, 'v');
    return `\\p{${name}}`;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
