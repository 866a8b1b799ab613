import type { ModelCard } from '@plumbline/contract';
import { effectBar, shareBar } from './charts.ts';
import { html, numberColumn, table, day, decimal, percent, whole } from './html.ts';
import type { Html } from './html.ts';

/** The strongest fields and the effects of their values. */
export function factorSection({ strongestFields }: ModelCard): Html {
  const withEffects = strongestFields.filter(({ effects }) => (effects?.length ?? 0) > 1);
  return html`${table(
    'Share of all that moves the scores of the test rows',
    [{ name: 'Field' }, numberColumn('Share')],
    strongestFields.map(({ label, share }) => [label, html`${percent(share)} ${shareBar(share)}`]),
  )}
  ${
    withEffects.length > 0
      ? html`<h3>Effects of their values</h3>
          <p>Mean effect on the log odds, against an average row: 0.69 doubles the odds, -0.69 halves them.</p>`
      : undefined
  }
  ${withEffects.map(
    ({ label, effects = [] }) =>
      html`<details>
        <summary>${label}</summary>
        ${table(
          label,
          [{ name: 'Value' }, numberColumn('Rows'), numberColumn('Effect')],
          effects.map(({ value, rows, contribution }) => {
            const largest = Math.max(...effects.map((effect) => Math.abs(effect.contribution)));
            return [value, whole(rows), html`${decimal(contribution, 2)} ${effectBar(contribution, largest)}`];
          }),
        )}
      </details>`,
  )}`;
}

/** Segments of the records and their strongest fields. */
export const segmentTable = (segments: NonNullable<ModelCard['segments']>): Html =>
  table(
    'Test rows that share a value',
    [
      { name: 'Segment' },
      numberColumn('Rows'),
      numberColumn('Conversion'),
      numberColumn('Mean probability'),
      { name: 'Counts most' },
    ],
    segments.map(({ label, value, rows, conversion, meanProbability, strongestFields }) => [
      ...[`${label}: ${value}`, whole(rows), percent(conversion), percent(meanProbability)],
      strongestFields.map((field) => `${field.label} (${percent(field.share)})`).join(', '),
    ]),
  );

const splitWords = {
  time: 'The newest fifth of the rows is the test; a gap of one timeframe lies before it, and no record is on both sides.',
  chance: 'The records have no usable dates: the test rows were drawn at random, and no record is on both sides.',
};

/** The training and test data. */
export function dataSection(card: ModelCard): Html {
  const { data, trainingRows, trainingPositives, testRows, testPositives, leftOutRows, splitBy } = card;
  const period = (from?: string, to?: string): string => (from && to ? `${day(from)} to ${day(to)}` : 'without dates');
  const counts: [string, number][] = data
    ? [
        ['Accounts', data.accounts],
        ['Contacts', data.contacts],
        ['Opportunities', data.opportunities],
        ['Phone calls, e-mails and meetings', data.activities],
        ['Records that reached the goal', data.conversions],
        ['Days of history', data.historyDays],
      ]
    : [];
  return html`<p>${splitWords[splitBy]} The published model was then trained on the test rows too.</p>
    ${table(
      'Rows',
      [{ name: 'Part' }, numberColumn('Rows'), numberColumn('Reached the goal'), { name: 'Observed' }],
      [
        ['Training', whole(trainingRows), whole(trainingPositives), period(data?.trainedFrom, data?.trainedTo)],
        ['Test', whole(testRows), whole(testPositives), period(data?.testedFrom, data?.testedTo)],
        ['Left out', whole(leftOutRows), '', 'in the gap, of a record in the test, or too old for today'],
      ],
    )}
    ${
      counts.length > 0
        ? table(
            'Records in the org',
            [{ name: 'What' }, numberColumn('Count')],
            counts.map(([name, value]) => [name, whole(value)]),
          )
        : undefined
    }`;
}

/** The published learner with the reason, and the comparison with the previous model. */
export function learnerSection({
  learner,
  learnerReason,
  contenders = [],
  trials = [],
  challenge,
  seed,
}: ModelCard): Html {
  return html`<p>${learnerReason ?? `${learner}.`} Seed ${seed}: the same data and seed give the same model.</p>
    ${
      contenders.length > 0
        ? table(
            'Contenders, on training rows that they had not seen',
            [{ name: 'Learner' }, numberColumn('Log loss')],
            contenders.map(({ name, logLoss }) => [name, decimal(logLoss, 4)]),
          )
        : undefined
    }
    ${
      trials.length > 0
        ? table(
            'What tuning tried, on later training rows',
            [
              numberColumn('Trees'),
              numberColumn('Depth'),
              numberColumn('Learning rate'),
              numberColumn('Log loss'),
              numberColumn('Rows'),
            ],
            trials.map(({ trees, maxDepth, learningRate, logLoss, validationRows }) => [
              ...[whole(trees), whole(maxDepth), decimal(learningRate), decimal(logLoss, 4), whole(validationRows)],
            ]),
          )
        : undefined
    }
    ${
      challenge
        ? html`<h3>Compared with the previous model</h3>
            <p>
              AUC ${decimal(challenge.auc, 4)}, model ${challenge.activeVersion} ${decimal(challenge.activeAuc, 4)}.
              ${challenge.reason} ${challenge.isReplacing ? 'It took over.' : 'The earlier model stayed.'}
            </p>`
        : undefined
    }`;
}

/** Every input that the model uses or could use; undefined on cards of earlier versions. */
export const inputTable = ({ inputs }: ModelCard): Html | undefined =>
  inputs &&
  table(
    'Where each input comes from, and what it is worth',
    [{ name: 'Input' }, { name: 'From' }, numberColumn('Without a value'), numberColumn('Share'), { name: 'State' }],
    inputs.map(({ label, from, isComputed, missing, weight, state, reason, nextStep }) => [
      ...[
        label,
        `${isComputed && from.length > 0 ? 'computed from ' : ''}${from.map(({ source }) => source).join(', ')}`,
      ],
      ...[missing === undefined ? '' : percent(missing), weight === undefined ? '' : percent(weight)],
      [state, reason, nextStep]
        .filter((part) => part !== undefined)
        .join('. ')
        .replaceAll('..', '.'),
    ]),
  );

/** Fields that the model may not use. */
export const leftOutTable = ({ leftOutFields }: ModelCard): Html =>
  leftOutFields.length === 0
    ? html`<p>No field was left out.</p>`
    : table(
        'Fields that are not used',
        [{ name: 'Field' }, { name: 'Why' }],
        leftOutFields.map(({ label, reason }) => [label, reason]),
      );

/** The fairness check; only for goals that select fields for it. */
export function fairnessSection({ fairness = [] }: ModelCard): Html {
  if (fairness.length === 0) return html`<p>Not measured: the goal marks no field for the fairness check.</p>`;
  const groups = fairness.flatMap(({ label, groups: ofField }) =>
    ofField.map(({ group, rows, selectedShare, ratio, isDisadvantaged }) => [
      ...[`${label}: ${group}`, whole(rows), percent(selectedShare), percent(ratio)],
      isDisadvantaged ? 'below' : 'kept',
    ]),
  );
  const proxies = fairness.flatMap(({ label, proxies: ofField }) =>
    ofField.map((proxy) => [proxy.label, `${label}: ${proxy.group}`, decimal(proxy.auc, 2)]),
  );
  return html`<p>
      By the 80 % rule a group is at a disadvantage when it is among the best-scored fifth less than four fifths as
      often as the group that is there most often.
    </p>
    ${table(
      'The best-scored fifth by group',
      [
        { name: 'Group' },
        numberColumn('Rows'),
        numberColumn('Best fifth'),
        numberColumn('Of the best group'),
        { name: '80 % rule' },
      ],
      groups,
    )}
    ${
      proxies.length > 0
        ? table('Fields that predict a group', [{ name: 'Field' }, { name: 'Group' }, numberColumn('AUC')], proxies)
        : html`<p>No field that is used predicts one of these groups.</p>`
    }`;
}
