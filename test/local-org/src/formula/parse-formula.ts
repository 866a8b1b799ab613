import type { Formula } from './syntax.ts';

/** An error in a formula, with a message for the person who deploys it. */
export class FormulaError extends Error {}

type Token = { kind: 'number' | 'text' | 'name' | 'sign' | 'end'; text: string };

const tokenShape =
  /(?:\s|\/\*(?:[^*]|\*(?!\/))*\*\/)*(?:(?<number>\d+(?:\.\d+)?|\.\d+)|(?<text>"(?:[^"\\]|\\[\s\S])*"|'(?:[^'\\]|\\[\s\S])*')|(?<name>\$?[A-Za-z_]\w*(?:\.\w+)*)|(?<sign><>|!=|==|<=|>=|&&|\|\||[-+*/^&=<>!(),]))/y;

function tokenize(source: string): Token[] {
  const text = source.replace(/(?:\s|\/\*(?:[^*]|\*(?!\/))*\*\/)*$/, '');
  const tokens: Token[] = [];
  tokenShape.lastIndex = 0;
  while (tokenShape.lastIndex < text.length) {
    const start = tokenShape.lastIndex;
    const groups = tokenShape.exec(text)?.groups;
    if (groups === undefined) throw new FormulaError(`Syntax error. Found '${text.slice(start).trim().slice(0, 20)}'`);
    const kind = (['number', 'text', 'name', 'sign'] as const).find((name) => groups[name] !== undefined) ?? 'sign';
    tokens.push({ kind, text: groups[kind] ?? '' });
  }
  return [...tokens, { kind: 'end', text: '' }];
}

// From the lowest to the highest precedence; operators of one line have the same.
const operatorLevels: Record<string, string>[] = [
  { '||': 'OR' },
  { '&&': 'AND' },
  { '=': '=', '==': '=', '<>': '<>', '!=': '<>' },
  { '<': '<', '>': '>', '<=': '<=', '>=': '>=' },
  { '&': '&' },
  { '+': '+', '-': '-' },
  { '*': '*', '/': '/' },
  { '^': '^' },
];

const constants: Record<string, boolean | null> = { TRUE: true, FALSE: false, NULL: null };
const escapes: Record<string, string> = { n: '\n', r: '\r', t: '\t' };

const unquote = (text: string): string =>
  text.slice(1, -1).replace(/\\([\s\S])/g, (_, escaped: string) => escapes[escaped] ?? escaped);

const call = (name: string, ...operands: Formula[]): Formula => ({ kind: 'call', name, arguments: operands });

/** Parses a formula as the platform writes them. Throws `FormulaError`. */
export function parseFormula(source: string): Formula {
  const tokens = tokenize(source);
  let position = 0;
  const peek = (): Token => tokens[position] ?? { kind: 'end', text: '' };
  const take = (): Token => {
    const token = peek();
    position += 1;
    return token;
  };
  const expect = (sign: string, problem = `Missing '${sign}'`): void => {
    const token = take();
    if (token.kind !== 'sign' || token.text !== sign) throw unexpected(token, problem);
  };

  const parseLevel = (level: number): Formula => {
    const operators = operatorLevels[level];
    if (operators === undefined) return parseUnary();
    let left = parseLevel(level + 1);
    for (;;) {
      const token = peek();
      const name = token.kind === 'sign' ? operators[token.text] : undefined;
      if (name === undefined) return left;
      take();
      left = call(name, left, parseLevel(level + 1));
    }
  };

  const parseUnary = (): Formula => {
    const token = peek();
    if (token.kind === 'sign' && (token.text === '-' || token.text === '+' || token.text === '!')) {
      take();
      const operand = parseUnary();
      if (token.text === '!') return call('NOT', operand);
      return token.text === '-' ? call('-', { kind: 'literal', value: 0 }, operand) : operand;
    }
    return parsePrimary();
  };

  const parsePrimary = (): Formula => {
    const token = take();
    if (token.kind === 'number') return { kind: 'literal', value: Number(token.text) };
    if (token.kind === 'text') return { kind: 'literal', value: unquote(token.text) };
    if (token.kind === 'name') return parseName(token.text);
    if (token.kind === 'sign' && token.text === '(') {
      const inner = parseLevel(0);
      expect(')');
      return inner;
    }
    throw unexpected(token, 'Syntax error');
  };

  const parseName = (name: string): Formula => {
    const next = peek();
    if (next.kind !== 'sign' || next.text !== '(') {
      const constant = constants[name.toUpperCase()];
      return constant === undefined
        ? { kind: 'reference', path: name.split('.') }
        : { kind: 'literal', value: constant };
    }
    take();
    const operands: Formula[] = [];
    while (peek().text !== ')' || peek().kind !== 'sign') {
      if (operands.length > 0) expect(',', "Missing ')'");
      operands.push(parseLevel(0));
    }
    take();
    return call(name.toUpperCase(), ...operands);
  };

  const formula = parseLevel(0);
  if (peek().kind !== 'end') throw unexpected(peek(), 'Syntax error. Extra text');
  return formula;
}

function unexpected(token: Token, what: string): FormulaError {
  return new FormulaError(
    token.kind === 'end' ? `${what}. Found the end of the formula` : `${what}. Found '${token.text}'`,
  );
}
