import { letterClasses, lineEnd, notLineEnd, propertyClass } from './regex-classes.ts';

/** A regular expression of Java in JavaScript's: groups are named `g1`, `g2` … there. */
export type TranslatedRegex = {
  source: string;
  groupCount: number;
  /** Numbers of the groups that have names. */
  names: ReadonlyMap<string, number>;
};

export class RegexProblem extends Error {}

type Flags = { i: boolean; m: boolean; s: boolean; x: boolean; d: boolean; u: boolean };

/** A group that is open: where it begins in the translation, and the flags that hold after it. */
type Group = { start: number; kind: 'plain' | 'atomic' | 'look'; flags: Flags };

const wordCharacter = '[\\p{L}\\p{Nd}_]';
const start = '(?<![\\s\\S])';
const end = '(?![\\s\\S])';
const notInLineBreak = '(?<!\\r(?=\\n))';
const lastLineEnd = `(?=(?:\\r\\n|${lineEnd})?${end})${notInLineBreak}`;
/** Java finds no line at the end of a text, not even of an empty one. */
const lineStart = `(?:${start}|(?<=[\\n\\u0085\\u2028\\u2029]|\\r(?!\\n)))(?=[\\s\\S])`;

const assertions: Readonly<Record<string, string>> = {
  A: start,
  z: end,
  Z: lastLineEnd,
  b: `(?:(?<=${wordCharacter})(?!${wordCharacter})|(?<!${wordCharacter})(?=${wordCharacter}))`,
  B: `(?:(?<=${wordCharacter})(?=${wordCharacter})|(?<!${wordCharacter})(?!${wordCharacter}))`,
  R: '(?:\\r\\n|[\\n\\x0B\\f\\r\\u0085\\u2028\\u2029])',
};

const controlCharacters: Readonly<Record<string, number>> = { t: 9, n: 10, r: 13, f: 12, a: 7, e: 27 };

/** Classes of one case take the other as well where case is ignored. */
const caseless: Readonly<Record<string, string>> = {
  ...{ Lower: 'a-zA-Z', Upper: 'a-zA-Z' },
  ...{ Lu: '\\p{LC}', Ll: '\\p{LC}', Lt: '\\p{LC}', javaLowerCase: '\\p{Cased}', javaUpperCase: '\\p{Cased}' },
};

/** A character that stands for itself, in or outside of a class. */
const literal = (code: number): string => {
  const text = String.fromCodePoint(code);
  return /^[A-Za-z0-9]$/.test(text) ? text : `\\u{${code.toString(16)}}`;
};

/** Translates a regular expression; throws RegexProblem for one that is wrong or that JavaScript cannot express. */
export function translateRegex(pattern: string): TranslatedRegex {
  return new Translation(pattern).translate();
}

class Translation {
  private readonly pattern: string;
  private place = 0;
  private out = '';
  private flags: Flags = { i: false, m: false, s: false, x: false, d: false, u: false };
  private readonly open: Group[] = [];
  private groupCount = 0;
  private helperCount = 0;
  private readonly names = new Map<string, number>();
  /** Where the last thing that can be repeated begins in `out`; undefined after an assertion or a quantifier. */
  private atom: number | undefined;

  constructor(pattern: string) {
    this.pattern = pattern;
  }

  translate(): TranslatedRegex {
    while (this.place < this.pattern.length) this.readOne();
    if (this.open.length > 0) throw this.problem('Unclosed group');
    return { source: this.out, groupCount: this.groupCount, names: this.names };
  }

  private problem(text: string): RegexProblem {
    return new RegexProblem(`${text} near index ${this.place}\n${this.pattern}`);
  }

  private rest(): string {
    return this.pattern.slice(this.place);
  }

  /** Goes behind what the expression finds at the place. */
  private take(expression: RegExp): RegExpExecArray | null {
    const found = expression.exec(this.rest());
    if (found !== null) this.place += found[0].length;
    return found;
  }

  private add(text: string, kind: 'atom' | 'assertion' = 'atom'): void {
    this.atom = kind === 'atom' ? this.out.length : undefined;
    this.out += text;
  }

  private readOne(): void {
    if (this.flags.x && this.take(/^(?:\s|#.*)+/) !== null) return;
    if (this.readQuantifier()) return;
    const code = this.pattern.codePointAt(this.place) ?? 0;
    const character = String.fromCodePoint(code);
    if (character === '(') {
      this.openGroup();
      return;
    }
    if (character === '[') {
      this.add(this.readClass());
      return;
    }
    if (character === '\\') {
      this.readEscape();
      return;
    }
    if ('*+?'.includes(character)) throw this.problem(`Dangling meta character '${character}'`);
    if (character === '{') throw this.problem('Illegal repetition');
    this.place += character.length;
    if (character === ')') this.closeGroup();
    else if (character === '|') this.add('|', 'assertion');
    else if (character === '.') this.add(this.flags.s ? '[\\s\\S]' : this.flags.d ? '[^\\n]' : notLineEnd);
    else if (character === '^') this.add(this.flags.m ? lineStart : start, 'assertion');
    else if (character === '$') {
      const lineEndBefore = `(?:(?=${lineEnd})${notInLineBreak}|${end})`;
      this.add(this.flags.m ? lineEndBefore : lastLineEnd, 'assertion');
    } else this.add(this.single(code));
  }

  private readQuantifier(): boolean {
    if (this.atom === undefined) return false;
    const [, quantity = '', style = ''] = /^([*+?]|\{\d+(?:,\d*)?\})([?+]?)/.exec(this.rest()) ?? [];
    if (quantity === '') return false;
    const repeated = this.out.slice(this.atom) + quantity;
    this.place += quantity.length + style.length;
    if (style === '+') this.out = this.out.slice(0, this.atom) + this.atomic(repeated);
    else this.out += quantity + style;
    this.atom = undefined;
    return true;
  }

  /** What is matched once and never given back: a lookahead finds it, and what it found is taken as it is. */
  private atomic(inner: string): string {
    this.helperCount += 1;
    return `(?:(?=(?<p${this.helperCount}>${inner}))\\k<p${this.helperCount}>)`;
  }

  private openGroup(): void {
    const flags = this.take(/^\(\?([idmsuxU]*)(?:-([idmsuxU]+))?(:|\))/);
    if (flags !== null) {
      this.applyFlags(flags);
      return;
    }
    const [found = '', name] =
      this.take(/^\(\?<([A-Za-z][A-Za-z0-9]*)>/) ?? this.take(/^\(\?(?:<[=!]|[=!>])/) ?? this.take(/^\((?!\?)/) ?? [];
    if (found === '') throw this.problem('Unknown group type');
    const isCapturing = found === '(' || name !== undefined;
    const kind = isCapturing ? 'plain' : found === '(?>' ? 'atomic' : 'look';
    this.open.push({ start: this.out.length, kind, flags: { ...this.flags } });
    this.atom = undefined;
    if (kind === 'look') this.out += found;
    if (!isCapturing) return;
    this.groupCount += 1;
    if (name !== undefined) {
      if (this.names.has(name)) throw this.problem(`Named capturing group <${name}> is already defined`);
      this.names.set(name, this.groupCount);
    }
    this.out += `(?<g${this.groupCount}>`;
  }

  /** Flags hold for the rest of the group, or for a group of their own. */
  private applyFlags([, on = '', off = '', last = '']: RegExpExecArray): void {
    const before = { ...this.flags };
    for (const flag of ['i', 'm', 's', 'x', 'd', 'u'] as const) {
      if (on.includes(flag)) this.flags[flag] = true;
      if (off.includes(flag)) this.flags[flag] = false;
    }
    this.atom = undefined;
    if (last !== ':') return;
    this.open.push({ start: this.out.length, kind: 'plain', flags: before });
    this.out += '(?:';
  }

  private closeGroup(): void {
    const group = this.open.pop();
    if (group === undefined) {
      this.place -= 1;
      throw this.problem("Unmatched closing ')'");
    }
    this.flags = group.flags;
    if (group.kind === 'atomic') {
      this.out = this.out.slice(0, group.start) + this.atomic(this.out.slice(group.start));
    } else this.out += ')';
    this.atom = group.kind === 'look' ? undefined : group.start;
  }

  /** A character that stands for itself outside of a class. */
  private single(code: number): string {
    const variants = this.variantsOf(code, code);
    return variants === '' ? literal(code) : `[${literal(code)}${variants}]`;
  }

  /** The same letters in the other case, where case is ignored: only those of ASCII unless the flag `u` is set. */
  private variantsOf(from: number, to: number): string {
    if (!this.flags.i) return '';
    let text = '';
    for (let code = from; code <= Math.min(to, this.flags.u ? from + 3000 : 127); code++) {
      const character = String.fromCodePoint(code);
      for (const other of [character.toLowerCase(), character.toUpperCase()]) {
        if (other !== character && other.length === character.length) text += literal(other.codePointAt(0) ?? 0);
      }
    }
    return text;
  }

  private readEscape(): void {
    const quoted = this.take(/^\\Q([\s\S]*?)(?:\\E|$)/);
    if (quoted !== null) {
      for (const character of quoted[1] ?? '') this.add(this.single(character.codePointAt(0) ?? 0));
      return;
    }
    const reference = this.take(/^\\k<(\w+)>/);
    const number = reference === null ? this.take(/^\\([1-9])/)?.[1] : this.names.get(reference[1] ?? '');
    if (reference !== null && number === undefined) {
      throw this.problem(`named capturing group <${reference[1] ?? ''}> does not exist`);
    }
    if (number !== undefined) {
      this.addReference(String(number));
      return;
    }
    const [, letter = ''] = /^\\([AzZbBR])/.exec(this.rest()) ?? [];
    const assertion = assertions[letter];
    if (assertion !== undefined) {
      this.place += 2;
      this.add(assertion, letter === 'R' ? 'atom' : 'assertion');
      return;
    }
    const found = this.readCharacterOrClass();
    this.add(typeof found === 'number' ? this.single(found) : `[${found}]`);
  }

  /** More digits belong to the number as long as there is such a group. */
  private addReference(first: string): void {
    let number = first;
    for (let next = /^\d/.exec(this.rest()); next !== null; next = /^\d/.exec(this.rest())) {
      if (Number(number + next[0]) > this.groupCount) break;
      number += next[0];
      this.place += 1;
    }
    // A group that comes later has found nothing yet: Java then finds nothing.
    const reference = this.flags.i ? `(?i:\\k<g${number}>)` : `\\k<g${number}>`;
    this.add(Number(number) > this.groupCount ? '(?!)' : reference);
  }

  /** An escape as the code of a character, or as what stands in a class. */
  private readCharacterOrClass(): number | string {
    const property = this.take(/^\\([pP])(?:\{(\w+(?:=\w+)?)\}|([A-Z]))/);
    if (property !== null) {
      const name = property[2] ?? property[3] ?? '';
      const found = this.flags.i && caseless[name] !== undefined ? caseless[name] : propertyClass(name);
      if (found === undefined) throw this.problem(`Unknown character property name {${name}}`);
      return property[1] === 'p' ? found : `[^${found}]`;
    }
    const hex = this.take(/^\\(?:x([0-9A-Fa-f]{2})|x\{([0-9A-Fa-f]{1,6})\}|u([0-9A-Fa-f]{4}))/);
    if (hex !== null) return this.pairOf(parseInt(hex[1] ?? hex[2] ?? hex[3] ?? '', 16));
    const octal = this.take(/^\\0([0-3]?[0-7]{1,2})/);
    if (octal !== null) return parseInt(octal[1] ?? '', 8);
    const control = this.take(/^\\c([\s\S])/);
    if (control !== null) return (control[1] ?? '').charCodeAt(0) ^ 64;
    const [, character] = /^\\([\s\S])/u.exec(this.rest()) ?? [];
    if (character === undefined) throw this.problem('Unexpected internal error');
    const known = controlCharacters[character] ?? letterClasses[character];
    if (known === undefined && /^[A-Za-z0-9]$/.test(character)) {
      throw this.problem('Illegal/unsupported escape sequence');
    }
    this.place += 1 + character.length;
    return known ?? character.codePointAt(0) ?? 0;
  }

  /** Two escapes that are a surrogate pair are one character. */
  private pairOf(code: number): number {
    if (code < 0xd800 || code > 0xdbff) return code;
    const low = this.take(/^\\u(D[C-F][0-9A-F]{2})/i);
    return low === null ? code : 0x10000 + (code - 0xd800) * 0x400 + parseInt(low[1] ?? '', 16) - 0xdc00;
  }

  /** A class from its bracket on: its parts are united, and `&&` intersects what is on its sides. */
  private readClass(): string {
    const isNegated = this.take(/^\[\^?/)?.[0] === '[^';
    const operands: string[] = [];
    let union = '';
    for (let isFirst = true; ; isFirst = false) {
      if (this.place >= this.pattern.length) throw this.problem('Unclosed character class');
      if (this.flags.x && this.take(/^\s+/) !== null) continue;
      if (this.take(/^&&/) !== null) {
        operands.push(union);
        union = '';
      } else if (this.pattern[this.place] === '[') union += this.readClass();
      else if (!isFirst && this.take(/^\]/) !== null) break;
      else union += this.readClassPart();
    }
    const sides = [...operands, union].filter((one) => one !== '');
    const body = sides.length > 1 ? sides.map((one) => `[${one}]`).join('&&') : (sides[0] ?? '');
    return `[${isNegated ? '^' : ''}${body}]`;
  }

  private readClassPart(): string {
    const quoted = this.take(/^\\Q([\s\S]*?)\\E/);
    if (quoted !== null) return [...(quoted[1] ?? '')].map((one) => this.inClass(one.codePointAt(0) ?? 0)).join('');
    const from = this.readClassCharacter();
    if (typeof from === 'string') return from;
    if (!/^-(?!\]|\[|&&)/.test(this.rest())) return this.inClass(from);
    this.place += 1;
    const to = this.readClassCharacter();
    if (typeof to === 'string') return `${this.inClass(from)}\\u{2d}${to}`;
    if (to < from) throw this.problem('Illegal character range');
    return `${literal(from)}-${literal(to)}${this.variantsOf(from, to)}`;
  }

  private inClass(code: number): string {
    return literal(code) + this.variantsOf(code, code);
  }

  private readClassCharacter(): number | string {
    if (this.pattern[this.place] === '\\') return this.readCharacterOrClass();
    const code = this.pattern.codePointAt(this.place) ?? 0;
    this.place += code > 0xffff ? 2 : 1;
    return code;
  }
}
