import type { MadeUpFigures, MadeUpMeasurement } from './measure-made-up.ts';

const COLUMN = 22;

/** The header line of the table. */
export const madeUpHeader = (peerNames: string[]): string =>
  ['data set', 'truth', 'product', ...peerNames, 'behind', 'ECE (perfect)', 'on as many rows']
    .map((name) => name.padEnd(COLUMN))
    .join('')
    .trimEnd();

/** One data set as a line: AUC and log loss of each, how far the product is behind the best peer, and its calibration. */
export function describeMadeUp({ dataSet, trainRows, truth, product, peers }: MadeUpMeasurement): string {
  const { expectedCalibrationError, perfectCalibrationError } = product.figures;
  const { error, perfect } = product.calibrationOfSameSize;
  const behind = Math.max(...peers.map(aucOf)) - aucOf(product);
  const cells = [
    `${dataSet} (${trainRows})`,
    both(truth),
    `${both(product.figures)} ${product.seconds.toFixed(0)} s`,
    ...peers.map(({ figures }) => both(figures)),
    behind > 0 ? behind.toFixed(4) : 'ahead',
    `${expectedCalibrationError.toFixed(4)} (${perfectCalibrationError.toFixed(4)})`,
    `${error.toFixed(4)} (${perfect.toFixed(4)})`,
  ];
  return cells
    .map((cell) => cell.padEnd(COLUMN))
    .join('')
    .trimEnd();
}

const aucOf = ({ figures }: MadeUpFigures): number => figures.auc.auc;

const both = ({ auc, logLoss }: MadeUpFigures['figures']): string => `${auc.auc.toFixed(4)} / ${logLoss.toFixed(4)}`;
