import {
  bestThreshold,
  calibrationPoints,
  predictionsOf,
  isThin,
  liftPoints,
  predictionsAt,
  rocPoints,
  verdictOf,
} from 'c/scoringCard';
import { modelCard } from '../../../../../../test/force-app/lwc/model-card';

describe('c-scoring-card', () => {
  it('rates the AUC, and first checks its interval', () => {
    const verdicts = [0.55, 0.65, 0.75, 0.85, 0.97].map((auc) => verdictOf({ ...modelCard, auc, aucLow: 0.52 }));
    expect(verdicts).toEqual(['weak', 'fair', 'good', 'very-good', 'suspicious']);
    expect(verdictOf({ ...modelCard, auc: 0.75, aucLow: 0.49 })).toBe('chance');
    expect(verdictOf({ ...modelCard, testPositives: 0 })).toBe('unknown');
    expect(verdictOf({ ...modelCard, testPositives: modelCard.testRows })).toBe('unknown');
  });

  it('calls a test set thin with few records of one outcome', () => {
    expect(isThin(modelCard)).toBe(false);
    expect(isThin({ ...modelCard, testPositives: 29 })).toBe(true);
    expect(isThin({ ...modelCard, testPositives: modelCard.testRows - 3 })).toBe(true);
  });

  it('computes precision and recall, undefined without records', () => {
    const [first, , last] = modelCard.confusion.map(predictionsOf);
    expect(first?.precision).toBeCloseTo(90 / 590);
    expect(first?.recall).toBeCloseTo(0.9);
    expect(last?.precision).toBeUndefined();
    expect(last?.recall).toBe(0);
    expect(
      predictionsOf({ threshold: 0.5, truePositives: 0, falsePositives: 1, trueNegatives: 1, falseNegatives: 0 })
        .recall,
    ).toBe(undefined);
  });

  it('finds the nearest measured threshold, the lower of two', () => {
    const found = [0, 0.12, 0.13, 0.55, 0.56, 1].map((wanted) => predictionsAt(modelCard, wanted)?.threshold);
    expect(found).toEqual([0.05, 0.05, 0.2, 0.2, 0.9, 0.9]);
    expect(predictionsAt({ confusion: [] }, 0.5)).toBeUndefined();
  });

  it('finds the threshold with the best F1', () => {
    expect(bestThreshold(modelCard)).toBe(0.2);
    expect(bestThreshold({ confusion: [] })).toBe(0);
  });

  it('draws shares as percentages and leaves out bins without rows', () => {
    expect(rocPoints(modelCard).at(-1)).toEqual({ x: 100, y: 100 });
    expect(liftPoints(modelCard)[0]).toEqual({ x: 10, y: 3.2 });
    expect(calibrationPoints(modelCard)).toHaveLength(2);
  });
});
