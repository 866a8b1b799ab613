import { defineClass } from '../library.ts';
import type { LibraryClass } from '../library.ts';
import { ApexBlob } from '../values.ts';
import { stringFault, withoutNulls } from './arguments.ts';

/** Encodings of texts by the names that Java knows. */
const encodings: Readonly<Record<string, BufferEncoding>> = {
  'utf-8': 'utf8',
  utf8: 'utf8',
  'utf-16le': 'utf16le',
  'iso-8859-1': 'latin1',
  latin1: 'latin1',
  'us-ascii': 'ascii',
  ascii: 'ascii',
};

function encodingNamed(name: string): BufferEncoding {
  const encoding = encodings[name.toLowerCase()];
  if (encoding === undefined) throw stringFault(`Unsupported encoding: ${name}`);
  return encoding;
}

/** As in a form: blanks are `+`, and `* - . _` stay. */
function urlEncode(text: string, name: string): string {
  const encoding = encodingNamed(name);
  return [...text]
    .map((one) => {
      if (/^[A-Za-z0-9*\-._]$/.test(one)) return one;
      if (one === ' ') return '+';
      return [...Buffer.from(one, encoding)]
        .map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`)
        .join('');
    })
    .join('');
}

function urlDecode(text: string, name: string): string {
  const encoding = encodingNamed(name);
  if (/%(?![0-9A-Fa-f]{2})/.test(text)) {
    throw stringFault('URLDecoder: Illegal hex characters in escape (%) pattern');
  }
  return text
    .replaceAll('+', ' ')
    .replace(/(?:%[0-9A-Fa-f]{2})+/g, (escaped) => Buffer.from(escaped.replaceAll('%', ''), 'hex').toString(encoding));
}

function fromHex(text: string): ApexBlob {
  if (!/^(?:[0-9A-Fa-f]{2})*$/.test(text)) throw stringFault('Invalid hex string');
  return new ApexBlob(Buffer.from(text, 'hex'));
}

function fromBase64(text: string): ApexBlob {
  const plain = text.replace(/\s/g, '');
  if (!/^[A-Za-z0-9+/_-]*={0,2}$/.test(plain))
    throw stringFault('Unrecognized base64 character: ' + (/[^A-Za-z0-9+/_=-]/.exec(plain)?.[0] ?? '='));
  return new ApexBlob(Buffer.from(plain, 'base64'));
}

export const encodingUtilClass: LibraryClass = defineClass(
  'System.EncodingUtil',
  withoutNulls({
    'static String base64Encode(Blob blob)': (_run, { bytes }: ApexBlob) => Buffer.from(bytes).toString('base64'),
    'static Blob base64Decode(String text)': (_run, text: string) => fromBase64(text),
    'static String convertToHex(Blob blob)': (_run, { bytes }: ApexBlob) => Buffer.from(bytes).toString('hex'),
    'static Blob convertFromHex(String text)': (_run, text: string) => fromHex(text),
    'static String urlEncode(String text, String encoding)': (_run, text: string, name: string) =>
      urlEncode(text, name),
    'static String urlDecode(String text, String encoding)': (_run, text: string, name: string) =>
      urlDecode(text, name),
  }),
);
