import { severityOf } from '@plumbline/contract';
import type { Code, Goal, ModelCard, ReadinessCheck } from '@plumbline/contract';

/** What only a training can tell; `figureOf` reads it off the card of the last one where that keeps it. */
type LateCheck = {
  code: Code;
  name: string;
  threshold?: number;
  figureOf?: (card: ModelCard) => number;
  /** Needs dates, which a goal that learns from records as they stand does not have. */
  needsDates?: boolean;
};

/** The checks that are made of the rows, the split and the model, with the figures of the last training. */
export function afterTrainingChecks({ settings }: Goal, card: ModelCard | undefined): ReadinessCheck[] {
  const { thresholds, learnFrom } = settings;
  return lateChecks(thresholds).map((check): ReadinessCheck => {
    const { code, name, threshold, needsDates, figureOf } = check;
    const severity = severityOf(code);
    if (needsDates && learnFrom === 'creation') {
      const text = 'Not checked: the goal learns from the records as they stand, without dates.';
      return { code, severity, name, outcome: 'passed', text };
    }
    const figure = card && figureOf?.(card);
    return {
      ...{ code, severity, name, outcome: 'after training' },
      ...(figure !== undefined && { figure }),
      ...(threshold !== undefined && { threshold }),
      text: textOfLate(check, card, figure),
    };
  });
}

const lateChecks = (thresholds: Goal['settings']['thresholds']): LateCheck[] => [
  {
    code: 103,
    name: 'Test AUC below which tuning starts',
    threshold: thresholds.tuneBelowAuc,
    figureOf: ({ auc }) => auc,
  },
  { code: 200, name: 'Missing rate of firmographic features', threshold: thresholds.missingFirmographicWarn },
  { code: 201, name: 'Missing rate of activity features', threshold: thresholds.missingActivityWarn, needsDates: true },
  {
    code: 407,
    name: 'Activities to score of types learned from',
    threshold: thresholds.knownActivityTypes,
    needsDates: true,
  },
  { code: 408, name: 'Missing rate of activity features', threshold: thresholds.missingActivityStop, needsDates: true },
  { code: 409, name: 'Test AUC before tuning', threshold: thresholds.auc, figureOf: ({ auc }) => auc },
  { code: 410, name: 'Test AUC after tuning', threshold: thresholds.tunedAuc, figureOf: ({ auc }) => auc },
  {
    code: 411,
    name: 'Conversions in the training data',
    threshold: thresholds.trainingConversions,
    figureOf: ({ trainingPositives }) => trainingPositives,
  },
  { code: 412, name: 'Conversions in the test data', threshold: 1, figureOf: ({ testPositives }) => testPositives },
];

function textOfLate({ code }: LateCheck, card: ModelCard | undefined, figure: number | undefined): string {
  if (!card) return 'Known after a training.';
  const said = card.messages.find((message) => message.code === code);
  const last = `Known after a training. The last one, of ${card.trainedAt.slice(0, 10)}`;
  if (said) return `${last}, said: ${said.text}`;
  return figure === undefined ? `${last}, had nothing to say.` : `${last}: ${Number(figure.toFixed(4))}.`;
}
