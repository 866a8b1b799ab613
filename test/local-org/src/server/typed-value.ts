import type { FieldValue } from '../org.ts';
import type { DescribeField } from '../schema/describe.ts';

const numbers = new Set(['int', 'double', 'currency', 'percent']);

/** Converts a text from CSV or XML to the field's type; an invalid text is left for the org to refuse. */
export function typedValue({ type }: DescribeField, text: string): FieldValue {
  if (type === 'boolean') {
    const lower = text.toLowerCase();
    if (lower === 'true' || lower === '1') return true;
    return lower === 'false' || lower === '0' ? false : text;
  }
  if (!numbers.has(type)) return text;
  const number = Number(text);
  return text.trim() === '' || Number.isNaN(number) ? text : number;
}
