import { logisticRegression } from './logistic-regression.ts';
import { naiveBayes } from './naive-bayes.ts';
import type { Peer } from './peer.ts';
import { plainTrees } from './plain-trees.ts';

/** The methods that the product is compared with, on the same rows in the same run. */
export const peers: readonly Peer[] = [logisticRegression, naiveBayes, plainTrees];
