import type { ModelCard } from '@plumbline/contract';

/** The card of a good model, as the service sends it. */
export const modelCard: ModelCard = {
  goalId: 'a01000000000001AAA',
  version: '7',
  trainedAt: '2026-11-20T02:00:00.000Z',
  asOf: '2026-11-20T01:55:00.000Z',
  isActive: true,
  seed: 42,
  learner: 'Boosted trees',
  splitBy: 'time',
  trainingRows: 4000,
  trainingPositives: 400,
  testRows: 1000,
  testPositives: 100,
  leftOutRows: 250,
  auc: 0.745,
  aucLow: 0.701,
  aucHigh: 0.789,
  logLoss: 0.3,
  brier: 0.09,
  expectedCalibrationError: 0.021,
  baseRate: 0.1,
  topDecileLift: 3.2,
  roc: [
    { falsePositiveRate: 0, truePositiveRate: 0 },
    { falsePositiveRate: 0.1, truePositiveRate: 0.4 },
    { falsePositiveRate: 1, truePositiveRate: 1 },
  ],
  lift: [
    { share: 0.1, found: 0.32, lift: 3.2 },
    { share: 1, found: 1, lift: 1 },
  ],
  calibration: [
    { rows: 900, meanProbability: 0.06, positiveShare: 0.055 },
    { rows: 100, meanProbability: 0.34, positiveShare: 0.32 },
    { rows: 0, meanProbability: 0, positiveShare: 0 },
  ],
  confusion: [
    { threshold: 0.05, truePositives: 90, falsePositives: 500, trueNegatives: 400, falseNegatives: 10 },
    { threshold: 0.2, truePositives: 50, falsePositives: 100, trueNegatives: 800, falseNegatives: 50 },
    { threshold: 0.9, truePositives: 0, falsePositives: 0, trueNegatives: 900, falseNegatives: 100 },
  ],
  scores: [
    { from: 1, to: 10, rows: 700, positives: 30 },
    { from: 11, to: 20, rows: 300, positives: 70 },
  ],
  bands: [
    { band: 'High', rows: 0, positives: 0, share: 0 },
    { band: 'Medium', rows: 100, positives: 40, share: 0.1, conversion: 0.4 },
    { band: 'Low', rows: 900, positives: 60, share: 0.9, conversion: 0.0667 },
  ],
  strongestFields: [
    { field: 'leadSource', label: 'Lead source', share: 0.31 },
    { field: 'industry', label: 'Industry', share: 0.2 },
  ],
  leftOutFields: [{ field: 'Closed_Reason__c', label: 'Closed reason', reason: 'Filled only after the outcome.' }],
  messages: [
    { code: 102, severity: 'INFO', text: 'INFO 102. Leads AI quality check: the count of opportunities is: 7.' },
  ],
};
