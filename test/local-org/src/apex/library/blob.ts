import { defineClass } from '../library.ts';
import type { LibraryClass } from '../library.ts';
import { ApexBlob } from '../values.ts';
import { stringFault, withoutNulls } from './arguments.ts';

export const blobOf = (text: string): ApexBlob => new ApexBlob(Buffer.from(text, 'utf8'));

/** The text that bytes are in UTF-8; bytes that are none are an error. */
export function textOfBlob({ bytes }: ApexBlob): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (error) {
    if (error instanceof TypeError) throw stringFault('BLOB is not a valid UTF-8 string');
    throw error;
  }
}

export const blobClass: LibraryClass = defineClass(
  'System.Blob',
  withoutNulls({
    'static Blob valueOf(String text)': (_run, text: string) => blobOf(text),
    // A document of the local org is its text: there is no printer of HTML behind it.
    'static Blob toPdf(String text)': (_run, text: string) => blobOf(`%PDF-1.4\n${text}`),
    'Integer size()': (_run, blob: ApexBlob) => blob.bytes.length,
    'String toString()': (_run, blob: ApexBlob) => textOfBlob(blob),
  }),
);
