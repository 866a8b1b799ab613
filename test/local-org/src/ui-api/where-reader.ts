import { illegalParameter } from './ui-api-error.ts';

/** A value of the `where` parameter, which is written as GraphQL writes input objects. */
export type WhereValue = string | number | boolean | null | WhereWord | WhereValue[] | WhereFields;
export type WhereFields = Map<string, WhereValue>;
/** A bare word that is no value of its own: the name of a date literal. */
export type WhereWord = { word: string };

const tokenShape = /\s*(?:([{}[\]:,])|"((?:[^"\\]|\\.)*)"|(-?\d+(?:\.\d+)?)(?![\w-])|([A-Za-z_]\w*))/y;

const words: Record<string, boolean | null> = { true: true, false: false, null: null };

/** Reads the `where` parameter. */
export class WhereReader {
  private readonly text: string;
  private position = 0;
  private token: { kind: 'sign' | 'value' | 'word' | 'end'; text: string; value: WhereValue } = {
    kind: 'end',
    text: '',
    value: null,
  };

  constructor(text: string) {
    this.text = text;
    this.advance();
  }

  read(): WhereFields {
    const fields = this.readFields();
    if (this.token.kind !== 'end') throw this.invalid();
    return fields;
  }

  private invalid(): Error {
    return illegalParameter(`Invalid where parameter at character ${this.position} of ${this.text}`);
  }

  private advance(): void {
    tokenShape.lastIndex = this.position;
    const match = tokenShape.exec(this.text);
    if (match === null) {
      if (this.text.slice(this.position).trim() !== '') throw this.invalid();
      this.token = { kind: 'end', text: '', value: null };
      return;
    }
    this.position = tokenShape.lastIndex;
    const [, sign, quoted, number, word] = match;
    if (sign !== undefined) this.token = { kind: 'sign', text: sign, value: null };
    else if (quoted !== undefined)
      this.token = { kind: 'value', text: quoted, value: quoted.replaceAll(/\\(.)/g, '$1') };
    else if (number !== undefined) this.token = { kind: 'value', text: number, value: Number(number) };
    else this.token = { kind: 'word', text: word ?? '', value: words[word ?? ''] ?? null };
  }

  private isSign(sign: string): boolean {
    return this.token.kind === 'sign' && this.token.text === sign;
  }

  private take(sign: string): void {
    if (!this.isSign(sign)) throw this.invalid();
    this.advance();
  }

  private readFields(): WhereFields {
    const fields: WhereFields = new Map();
    this.take('{');
    while (!this.isSign('}')) {
      if (this.token.kind === 'sign' || this.token.kind === 'end') throw this.invalid();
      const name = this.token.text;
      this.advance();
      this.take(':');
      fields.set(name, this.readValue());
      if (this.isSign(',')) this.advance();
    }
    this.take('}');
    return fields;
  }

  private readValue(): WhereValue {
    if (this.isSign('{')) return this.readFields();
    if (this.isSign('[')) {
      const values: WhereValue[] = [];
      this.take('[');
      while (!this.isSign(']')) {
        values.push(this.readValue());
        if (this.isSign(',')) this.advance();
      }
      this.take(']');
      return values;
    }
    const { kind, text, value } = this.token;
    if (kind === 'sign' || kind === 'end') throw this.invalid();
    this.advance();
    return kind === 'word' && !Object.hasOwn(words, text) ? { word: text } : value;
  }
}
