import { z } from 'zod';
import { codeTexts, nextSteps, severityOf, severitySchema, textOf } from './codes.ts';
import type { Code, Finding } from './codes.ts';
import { thresholdLimits, thresholdsSchema } from './thresholds.ts';
import type { Thresholds } from './thresholds.ts';

/** A finding as a run stores it, with the next step. Messages of earlier versions have the text alone. */
export const runMessageSchema = z
  .strictObject({
    code: z.int(),
    severity: severitySchema,
    text: z.string(),
    nextStep: z.string().optional(),
    /** The measured value and the goal's limit in the same unit; absent where no limit, or no one number decides. */
    figure: z.number().optional(),
    limit: z.number().optional(),
  })
  .meta({ id: 'RunMessage' });
export type RunMessage = z.infer<typeof runMessageSchema>;

/** The message of a finding, with the limit of the goal's thresholds. */
export const messageOf = (finding: Finding, thresholds?: Thresholds): RunMessage => ({
  code: finding.code,
  severity: severityOf(finding.code),
  text: textOf(finding.code, finding.detail),
  nextStep: nextSteps[finding.code],
  ...figureBesideLimit(finding, thresholds ?? thresholdsSchema.parse({})),
});

/** Codes that count records, while their limit is one of points. */
const ofOtherUnit: readonly Code[] = [942];

/** Codes whose text says the measured share in percent. */
const isPercent = (code: Code): boolean => codeTexts[code].includes('{} percent');

function figureBesideLimit(
  { code, detail, figure: given, limit: givenLimit }: Finding,
  thresholds: Thresholds,
): Pick<RunMessage, 'figure' | 'limit'> {
  const figure = given === undefined ? Number(detail.trim() || Number.NaN) : Number(given.toFixed(4));
  if (!Number.isFinite(figure) || ofOtherUnit.includes(code)) return {};
  if (givenLimit !== undefined) return { figure, limit: givenLimit };
  const names = Object.entries(thresholdLimits).flatMap(([name, limit]) => (limit.code === code ? [name] : []));
  const [name] = names as (keyof Thresholds)[];
  if (name === undefined || names.length > 1) return {};
  return { figure, limit: isPercent(code) ? Number((100 * thresholds[name]).toFixed(4)) : thresholds[name] };
}

/** The length of a goal's status message. */
export const statusLength = 255;

/** The text with the next step, for a field of `length` characters; the text alone where both do not fit. */
export function withNextStep({ text, nextStep }: Pick<RunMessage, 'text' | 'nextStep'>, length = statusLength): string {
  const whole = nextStep === undefined ? text : `${text} ${nextStep}`;
  return whole.length <= length ? whole : shorten(text, length);
}

/** A text that ends with a whole sentence and an ellipsis where it is longer than a field, or with a whole word. */
export function shorten(text: string, length = statusLength): string {
  if (text.length <= length) return text;
  const start = text.slice(0, length - 1);
  const sentences = start.slice(0, start.search(/[.!?] [^.!?]*$/) + 1);
  // A code ("ERROR 945.") ends like a sentence.
  if (sentences.length > length / 2) return `${sentences} …`;
  const lastWord = start.lastIndexOf(' ');
  return `${lastWord > length / 2 ? start.slice(0, lastWord) : start}…`;
}

/**
 * A message as lines of the run's record: its text, and below it the next step with the figure and the limit.
 *
 *     ERROR 404. … Count of conversions: 7.
 *     → Train again when enough records have reached the goal. (7, limit 10)
 */
export function messageLines({ text, nextStep, figure, limit }: RunMessage): string {
  if (nextStep === undefined) return oneLine(text);
  const figures = figure === undefined || limit === undefined ? '' : ` (${figure}, limit ${limit})`;
  return `${oneLine(text)}\n→ ${oneLine(nextStep)}${figures}`;
}

const oneLine = (text: string): string => text.replace(/\s*[\r\n]+\s*/g, ' ').trim();

/** The messages of a run's record. Lines in another format are left out. */
export function readMessages(lines: readonly string[]): RunMessage[] {
  const messages: RunMessage[] = [];
  for (const line of lines) {
    const [, word, code] = /^(\w+) (\d+)\. /.exec(line) ?? [];
    const severity = severitySchema.safeParse(word);
    const last = messages.at(-1);
    if (severity.success) messages.push({ code: Number(code), severity: severity.data, text: line });
    else if (last) Object.assign(last, readNextStep(line));
  }
  return messages;
}

function readNextStep(line: string): Pick<RunMessage, 'nextStep' | 'figure' | 'limit'> {
  const [, nextStep, figure, limit] = /^→ (.*?)(?: \(([\d.e-]+), limit ([\d.e-]+)\))?$/.exec(line) ?? [];
  if (nextStep === undefined) return {};
  return { nextStep, ...(figure !== undefined && { figure: Number(figure), limit: Number(limit) }) };
}
