import type { Goal } from '@plumbline/contract';
import { bandRows, previewBases } from '../../../scoring-service/src/domain/scoring/score-distribution.ts';
import type { BandRow, ScoredOutcomes } from '../../../scoring-service/src/domain/scoring/score-distribution.ts';

/** The bands of one basis on rows that the model had not seen, and with open records each band's share of them. */
export type BasisBands = { basis: Goal['scoreBasis']; bands: (BandRow & { openShare?: number })[] };

/** A new goal's limits. */
const limits = { highFrom: 80, mediumFrom: 50 };

/** The bands of every basis; `open` has the probabilities of the open records. */
export function measureBands(unseen: ScoredOutcomes, baseRate: number, open?: Float64Array): BasisBands[] {
  const shares = open && previewBases({ labels: new Uint8Array(open.length), probabilities: open }, baseRate);
  return previewBases(unseen, baseRate).map(({ basis, counts }, index) => {
    const ofOpen = shares?.[index];
    const openBands = ofOpen && bandRows(ofOpen.counts, limits);
    const bands = bandRows(counts, limits).map((band, at) => ({
      ...band,
      ...(openBands && { openShare: openBands[at]?.share ?? Number.NaN }),
    }));
    return { basis, bands };
  });
}

/** One line per basis and band. */
export function describeBands(measured: readonly BasisBands[]): string[] {
  const isOpen = measured.some(({ bands }) => bands.some(({ openShare }) => openShare !== undefined));
  const heading = `  basis        band      records   share  conversion  of successes${isOpen ? '  of open records' : ''}`;
  const lines = measured.flatMap(({ basis, bands }) =>
    bands.map(({ band, rows, share, conversion, successShare, openShare }) =>
      [
        `  ${basis.padEnd(12)} ${band.padEnd(6)} ${String(rows).padStart(10)} ${percent(share)}`,
        `    ${percent(conversion)}      ${percent(successShare)}`,
        ...(openShare === undefined ? [] : [`          ${percent(openShare)}`]),
      ].join(''),
    ),
  );
  return [heading, ...lines];
}

const percent = (share: number): string => (Number.isNaN(share) ? 'none' : `${(100 * share).toFixed(1)} %`).padStart(7);
