import { jsonFault } from './json-tokens.ts';
import type { JsonToken } from './json-tokens.ts';

type Container = {
  kind: 'OBJECT' | 'ARRAY';
  /** How many fields or elements have begun. */
  count: number;
  /** Whether a field's name was read and its value comes next. */
  isBeforeValue: boolean;
  /** The name of the field whose value was read last or comes next. */
  name: string | null;
  /** Its place in the text. */
  start: number;
};

const literals = { t: 'VALUE_TRUE', f: 'VALUE_FALSE', n: 'VALUE_NULL' } as const;

const escapes: Readonly<Record<string, string>> = {
  ...{ '"': '"', '\\': '\\', '/': '/', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' },
};

const isDigit = (character: string | undefined): boolean => character !== undefined && /[0-9]/.test(character);

/** Reads JSON token by token, with the errors of the platform's parser. */
export class JsonReader {
  private readonly source: string;
  private index = 0;
  private readonly open: Container[] = [];
  private closedName: string | null = null;
  /** The token that was read last; null before the first and after the last. */
  token: JsonToken | null = null;
  /** Its text: of a text without quotes and escapes, of a number its digits. */
  text = '';

  constructor(source: string) {
    this.source = source;
  }

  /** The name of the field that the current token belongs to. */
  get name(): string | null {
    const isStart = this.token === 'START_OBJECT' || this.token === 'START_ARRAY';
    if (this.token === 'END_OBJECT' || this.token === 'END_ARRAY') return this.closedName;
    return this.open.at(isStart ? -2 : -1)?.name ?? null;
  }

  /** Where the reader stands, found only when it is asked for: `[line:1, column:2]`. */
  get place(): () => string {
    const { index } = this;
    return () => this.placeAt(index);
  }

  private placeAt(index: number): string {
    const [line, column] = this.lineAndColumn(index);
    return `[line:${String(line)}, column:${String(column)}]`;
  }

  private lineAndColumn(index: number): [line: number, column: number] {
    const before = this.source.slice(0, index).split(/\r\n|\r|\n/);
    return [before.length, (before.at(-1)?.length ?? 0) + 1];
  }

  fail(message: string): never {
    throw jsonFault(`${message} at ${this.place()}`);
  }

  private failCharacter(expected: string): never {
    const character = this.source[this.index] ?? '';
    this.index += 1;
    const text = `Unexpected character ('${character}' (code ${String(character.charCodeAt(0))}))${expected}`;
    // Outside of objects and arrays the place of a wrong character is written in another way.
    if (this.open.length > 0) this.fail(text);
    throw jsonFault(`${text} at input location [${this.lineAndColumn(this.index).join(',')}]`);
  }

  private skipSpace(): string | undefined {
    while (/[ \t\r\n]/.test(this.source[this.index] ?? '')) this.index += 1;
    return this.source[this.index];
  }

  /** Reads the next token; null at the end of the text. */
  next(): JsonToken | null {
    this.token = this.read();
    return this.token;
  }

  private read(): JsonToken | null {
    const container = this.open.at(-1);
    const character = this.skipSpace();
    if (container?.isBeforeValue === true) {
      container.isBeforeValue = false;
      return this.readValue(character);
    }
    if (character === undefined) {
      if (container !== undefined)
        this.fail(
          `Unexpected end-of-input: expected close marker for ${container.kind} (from ${this.placeAt(container.start)})`,
        );
      return null;
    }
    if (container === undefined) return this.readValue(character);
    if (character === (container.kind === 'OBJECT' ? '}' : ']')) return this.close(container);
    if (container.count > 0) {
      if (character !== ',') this.failCharacter(`: was expecting comma to separate ${container.kind} entries`);
      this.index += 1;
    }
    container.count += 1;
    const first = this.skipSpace();
    return container.kind === 'OBJECT' ? this.readName(container, first) : this.readValue(first);
  }

  private close(container: Container): JsonToken {
    this.index += 1;
    this.text = container.kind === 'OBJECT' ? '}' : ']';
    this.open.pop();
    this.closedName = this.open.at(-1)?.name ?? null;
    return container.kind === 'OBJECT' ? 'END_OBJECT' : 'END_ARRAY';
  }

  private readName(container: Container, first: string | undefined): JsonToken {
    if (first === undefined) this.failInside();
    if (first !== '"') this.failCharacter(': was expecting double-quote to start field name');
    container.name = this.readText();
    const colon = this.skipSpace();
    if (colon === undefined) this.failInside();
    if (colon !== ':') this.failCharacter(': was expecting a colon to separate field name and value');
    this.index += 1;
    container.isBeforeValue = true;
    this.text = container.name;
    return 'FIELD_NAME';
  }

  private failInside(): never {
    this.fail(`Unexpected end-of-input within/between ${this.open.at(-1)?.kind ?? 'ROOT'} entries`);
  }

  private readValue(character: string | undefined): JsonToken {
    if (character === undefined) this.failInside();
    if (character === '"') {
      this.text = this.readText();
      return 'VALUE_STRING';
    }
    if (character === '{' || character === '[') return this.openContainer(character);
    if (character === '-' || isDigit(character)) return this.readNumber();
    if (character === 't' || character === 'f' || character === 'n') return this.readLiteral(literals[character]);
    if (character === 'N') this.failToken();
    if (character === '}' || character === ']') this.failCharacter(': expected a value');
    return this.failCharacter(": expected a valid value (number, String, array, object, 'true', 'false' or 'null')");
  }

  private openContainer(character: '{' | '['): JsonToken {
    const kind = character === '{' ? 'OBJECT' : 'ARRAY';
    this.open.push({ kind, count: 0, isBeforeValue: false, name: null, start: this.index });
    this.index += 1;
    this.text = character;
    return kind === 'OBJECT' ? 'START_OBJECT' : 'START_ARRAY';
  }

  private readLiteral(token: 'VALUE_TRUE' | 'VALUE_FALSE' | 'VALUE_NULL'): JsonToken {
    const text = token.slice('VALUE_'.length).toLowerCase();
    if (!this.source.startsWith(text, this.index) || /\w/.test(this.source[this.index + text.length] ?? ''))
      this.failToken();
    this.index += text.length;
    this.text = text;
    return token;
  }

  private failToken(): never {
    const word = /^\w+/.exec(this.source.slice(this.index, this.index + 256))?.[0] ?? '';
    this.index += word.length;
    this.fail(`Unrecognized token '${word}': was expecting 'null', 'true', 'false' or NaN`);
  }

  private readNumber(): JsonToken {
    const start = this.index;
    if (this.source[this.index] === '-') this.index += 1;
    if (this.source[this.index] === '0' && isDigit(this.source[this.index + 1]))
      this.fail('Invalid numeric value: Leading zeroes not allowed');
    this.readDigits(' in numeric value: expected digit (0-9) to follow minus sign, for valid numeric value');
    let token: JsonToken = 'VALUE_NUMBER_INT';
    if (this.source[this.index] === '.') {
      token = 'VALUE_NUMBER_FLOAT';
      this.index += 1;
      this.readDigits(' in numeric value: Decimal point not followed by a digit');
    }
    if (/[eE]/.test(this.source[this.index] ?? '')) {
      token = 'VALUE_NUMBER_FLOAT';
      this.index += 1;
      if (/[+-]/.test(this.source[this.index] ?? '')) this.index += 1;
      this.readDigits(' in numeric value: Exponent indicator not followed by a digit');
    }
    this.text = this.source.slice(start, this.index);
    return token;
  }

  private readDigits(missing: string): void {
    if (this.source[this.index] === undefined) this.fail('Unexpected end-of-input in a Number value');
    if (!isDigit(this.source[this.index])) this.failCharacter(missing);
    while (isDigit(this.source[this.index])) this.index += 1;
  }

  private readText(): string {
    this.index += 1;
    let text = '';
    for (;;) {
      const end = this.endOfPlainText();
      text += this.source.slice(this.index, end);
      this.index = end;
      const character = this.source[this.index];
      if (character === undefined) this.fail('Unexpected end-of-input: was expecting closing quote for a string value');
      this.index += 1;
      if (character === '"') return text;
      if (character === '\\') text += this.readEscape();
      else
        this.fail(
          `Illegal unquoted character ((CTRL-CHAR, code ${String(character.charCodeAt(0))})): ` +
            'has to be escaped using backslash to be included in string value',
        );
    }
  }

  private endOfPlainText(): number {
    let end = this.index;
    for (; end < this.source.length; end += 1) {
      const code = this.source.charCodeAt(end);
      if (code === 0x22 || code === 0x5c || code < 0x20) break;
    }
    return end;
  }

  private readEscape(): string {
    const character = this.source[this.index];
    if (character === undefined) this.fail('Unexpected end-of-input in character escape sequence');
    this.index += 1;
    const plain = escapes[character];
    if (plain !== undefined) return plain;
    if (character !== 'u')
      this.fail(`Unrecognized character escape '${character}' (code ${String(character.charCodeAt(0))})`);
    const digits = this.source.slice(this.index, this.index + 4);
    if (digits.length < 4) this.fail('Unexpected end-of-input in character escape sequence');
    if (!/^[0-9a-fA-F]{4}$/.test(digits)) {
      this.index += digits.search(/[^0-9a-fA-F]/);
      this.failCharacter(': expected a hex-digit for character escape sequence');
    }
    this.index += 4;
    return String.fromCharCode(Number.parseInt(digits, 16));
  }
}
