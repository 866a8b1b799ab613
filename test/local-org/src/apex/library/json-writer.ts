import { jsonFault } from './json-tokens.ts';

const shortEscapes: Readonly<Record<string, string>> = {
  ...{ '"': '\\"', '\\': '\\\\', '\b': '\\b', '\f': '\\f', '\n': '\\n', '\r': '\\r', '\t': '\\t' },
};

/** A text in quotes, with the escapes that JSON needs and no others. */
export const quoted = (text: string): string =>
  `"${text.replace(
    /["\\\u0000-\u001f]/g,
    (one) => shortEscapes[one] ?? `\\u${one.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`,
  )}"`;

type Level = { kind: 'object' | 'array'; count: number; isAfterName: boolean };

/** Writes JSON piece by piece: without spaces, or as the platform prints it for people. */
export class JsonWriter {
  private readonly isPretty: boolean;
  private readonly open: Level[] = [];
  private rootCount = 0;
  private parts: string[] = [];
  isClosed = false;

  constructor(style: 'pretty' | 'compact' = 'compact') {
    this.isPretty = style === 'pretty';
  }

  get text(): string {
    return this.parts.join('');
  }

  private newLine(): string {
    const depth = this.open.filter((level) => level.kind === 'object').length;
    return this.isPretty ? `\n${'  '.repeat(depth)}` : '';
  }

  /** What comes before a value. */
  private begin(what: string): void {
    if (this.isClosed) throw jsonFault('Can not write to a closed generator');
    const level = this.open.at(-1);
    if (level === undefined) {
      if (this.rootCount > 0) this.parts.push(' ');
      this.rootCount += 1;
      return;
    }
    if (level.kind === 'object') {
      if (!level.isAfterName) throw jsonFault(`Can not ${what}, expecting field name`);
      level.isAfterName = false;
      return;
    }
    const space = this.isPretty ? ' ' : '';
    this.parts.push(level.count === 0 ? space : `,${space}`);
    level.count += 1;
  }

  /** Writes a number, a literal or a quoted text as it is. */
  value(text: string, what = 'write a value'): void {
    this.begin(what);
    this.parts.push(text);
  }

  string(text: string): void {
    this.value(quoted(text), 'write text value');
  }

  name(name: string): void {
    const level = this.open.at(-1);
    if (level?.kind !== 'object' || level.isAfterName) throw jsonFault('Can not write a field name, expecting a value');
    this.parts.push(level.count === 0 ? this.newLine() : `,${this.newLine()}`);
    this.parts.push(quoted(name), this.isPretty ? ' : ' : ':');
    level.count += 1;
    level.isAfterName = true;
  }

  startObject(): void {
    this.begin('start an object');
    this.parts.push('{');
    this.open.push({ kind: 'object', count: 0, isAfterName: false });
  }

  startArray(): void {
    this.begin('start an array');
    this.parts.push('[');
    this.open.push({ kind: 'array', count: 0, isAfterName: false });
  }

  endObject(): void {
    const level = this.open.at(-1);
    if (level?.kind !== 'object')
      throw jsonFault(`Current context not an object but ${level === undefined ? 'ROOT' : 'ARRAY'}`);
    this.open.pop();
    const space = this.isPretty ? ' ' : '';
    this.parts.push(level.count === 0 ? space : this.newLine(), '}');
  }

  endArray(): void {
    const level = this.open.at(-1);
    if (level?.kind !== 'array')
      throw jsonFault(`Current context not an ARRAY but ${level === undefined ? 'ROOT' : 'OBJECT'}`);
    this.open.pop();
    this.parts.push(this.isPretty ? ' ]' : ']');
  }

  /** Closes what is open. */
  close(): void {
    while (this.open.length > 0) {
      if (this.open.at(-1)?.kind === 'array') this.endArray();
      else this.endObject();
    }
    this.isClosed = true;
  }
}
