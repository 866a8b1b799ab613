import type { ApexDecimal } from '../decimal.ts';

/** A double as Java writes it: `1.0`, `1.0E10`, `1.5E-7`. */
export function textOfDouble(value: number): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? 'NaN' : value > 0 ? 'Infinity' : '-Infinity';
  if (value === 0) return Object.is(value, -0) ? '-0.0' : '0.0';
  const size = Math.abs(value);
  if (size >= 1e-3 && size < 1e7) {
    const text = String(value);
    return text.includes('.') ? text : `${text}.0`;
  }
  const [digits = '', exponent = ''] = value.toExponential().split('e');
  return `${digits.includes('.') ? digits : `${digits}.0`}E${Number(exponent)}`;
}

/** A decimal as Java writes it: plain, but `1E-7` where more than six digits after the point are only zeros. */
export function textOfDecimal(value: ApexDecimal): string {
  const digits = (value.unscaled < 0n ? -value.unscaled : value.unscaled).toString();
  const exponent = digits.length - 1 - value.scale;
  if (exponent >= -6) return value.toString();
  const sign = value.unscaled < 0n ? '-' : '';
  return `${sign}${digits.slice(0, 1)}${digits.length > 1 ? `.${digits.slice(1)}` : ''}E${exponent}`;
}

/** The tag by which JavaScript knows a locale such as `en_US`. */
export const tagOf = (locale: string): string => {
  const tag = locale.replaceAll('_', '-');
  return Intl.getCanonicalLocales(isTag(tag) ? tag : 'en-US')[0] ?? 'en-US';
};

const isTag = (tag: string): boolean => /^[a-z]{2,3}(?:-[a-z]{4})?(?:-(?:[a-z]{2}|\d{3}))?$/i.test(tag);

const formats = new Map<string, Intl.NumberFormat>();

/** A number as a user reads it: with thousands separators and at most three digits after the point. */
export function formatNumber(value: number | bigint | ApexDecimal, locale: string): string {
  let format = formats.get(locale);
  if (format === undefined) {
    const options = { maximumFractionDigits: 3, roundingMode: 'halfEven' } as Intl.NumberFormatOptions;
    format = new Intl.NumberFormat(tagOf(locale), options);
    formats.set(locale, format);
  }
  return format.format(typeof value === 'object' ? (value.toString() as `${number}`) : value);
}
