import { plural } from '../../../scoring-service/src/domain/figures.ts';
import type { ModelCard, Readiness, Run, ScoreResult } from '@plumbline/contract';

/** A lead as the demo shows it. */
export type ShownLead = { name: string; company: string | null; result: ScoreResult };

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;

/** The summary of the demo, as lines of text. */
export function summarise({
  training,
  scoring,
  card,
  leads,
}: {
  training: Run;
  scoring: Run;
  card: ModelCard;
  leads: ShownLead[];
}): string[] {
  return [
    ...heading('What the runs say'),
    ...[training, scoring].flatMap(describeRun),
    ...heading('How good the model is, on records it had not seen'),
    ...describeModel(card),
    ...heading('What moves the score most'),
    ...card.strongestFields.slice(0, 10).map(({ label, share }) => `  ${percent(share).padStart(7)}  ${label}`),
    ...describeLeftOut(card),
    ...heading('Ten leads'),
    '  score          probability  times the average  grade  lead and first reason',
    ...leads.flatMap(describeLead),
  ];
}

export function describeReadiness({ isReady, checks }: Readiness): string[] {
  const marks = { passed: '✓', failed: '✗', warned: '!', unknown: '?', 'after training': '·', 'not needed': '·' };
  return [
    ...heading(`Readiness: ${isReady ? 'ready to train' : 'not ready'}`),
    ...checks.map(({ code, outcome, name, figure, threshold, text }) => {
      const known = figure === undefined ? '' : `: ${Number(figure.toFixed(3))}`;
      const limit = threshold === undefined ? '' : ` (threshold ${threshold})`;
      const reason = ['passed', 'after training', 'not needed'].includes(outcome) ? '' : ` – ${text}`;
      return `  ${marks[outcome]} ${code} ${name}${known}${limit}${reason}`;
    }),
  ];
}

const heading = (text: string): string[] => ['', text, '─'.repeat(text.length)];

function describeRun({ jobType, status, processingSeconds, messages, ...counts }: Run): string[] {
  const { read, scored, changed, skipped, failed, skippedReasons } = counts;
  const seconds = (processingSeconds ?? 0).toFixed(1);
  const figures = `${read} read, ${scored} scored, ${changed} written, ${skipped} skipped, ${failed} failed`;
  return [
    `  ${jobType}: ${status} in ${seconds} s${jobType === 'Scoring' ? ` (${figures})` : ''}`,
    ...messages.flatMap(({ text, severity, nextStep }) => [
      `    ${text}`,
      // What only informs needs nobody.
      ...(severity === 'INFO' || nextStep === undefined ? [] : [`      ${nextStep}`]),
    ]),
    ...skippedReasons.map(({ reason, count }) => `    ${count} × ${reason}`),
  ];
}

function describeModel(card: ModelCard): string[] {
  const how = card.splitBy === 'time' ? 'out of time' : 'held back by chance, for there are no dates';
  const rows = `${plural(card.testRows, 'test row')}, ${card.testPositives} of them reached the goal`;
  return [
    `  AUC ${card.auc.toFixed(4)} (95 % interval ${card.aucLow.toFixed(4)} to ${card.aucHigh.toFixed(4)}), ${how}`,
    `  log loss ${card.logLoss.toFixed(4)}, calibration error ${card.expectedCalibrationError.toFixed(4)}, ` +
      `lift in the top tenth ${card.topDecileLift.toFixed(2)}`,
    `  ${rows}; trained on ${plural(card.trainingRows, 'row')}, ${card.trainingPositives} positive`,
    `  ${card.learner}`,
    '',
    '  band     records    share  converted  of all successes',
    ...card.bands.map(({ band, rows: count, share, conversion, successShare }) => {
      const bar = '█'.repeat(Math.round(30 * (conversion ?? 0)));
      const [converted, found] = [conversion, successShare].map((part) => (part === undefined ? '–' : percent(part)));
      const figures = [percent(share).padStart(8), converted?.padStart(10), found?.padStart(17)].join(' ');
      return `  ${band.padEnd(7)} ${String(count).padStart(8)} ${figures} ${bar}`.trimEnd();
    }),
  ];
}

/** One line per reason, with its fields. */
function describeLeftOut({ leftOutFields }: ModelCard): string[] {
  if (leftOutFields.length === 0) return [];
  const byReason = Map.groupBy(leftOutFields, ({ reason }) => reason);
  const lines = [...byReason].map(([reason, fields]) => `  ${fields.map(({ label }) => label).join(', ')}: ${reason}`);
  return [...heading('Left out'), ...lines];
}

function describeLead({ name, company, result }: ShownLead): string[] {
  const { score, band, probability, timesAverage, grade, factors } = result;
  const marks = { raises: '▲', lowers: '▼' };
  const figures = [
    `${String(score).padStart(3)} ${band.padEnd(6)}`,
    (probability === undefined ? '–' : percent(probability)).padStart(15),
    (timesAverage === undefined ? '–' : timesAverage.toFixed(timesAverage < 0.1 ? 2 : 1)).padStart(18),
    (grade ?? '–').padStart(6),
  ];
  const [first] = factors;
  return [
    `  ${figures.join(' ')}  ${name}${company === null ? '' : `, ${company}`}`,
    ...(first ? [`${' '.repeat(56)}${marks[first.direction]} ${first.text}`] : []),
  ];
}
