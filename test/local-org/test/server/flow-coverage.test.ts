import assert from 'node:assert/strict';
import { test } from 'node:test';
import { reportFlows } from '../../src/server/apex/flow-coverage.ts';
import type { FlowCoverage } from '../../src/server/apex/flow-coverage.ts';

const flow = (flowName: string, covered: number, processType = 'AutoLaunchedFlow'): FlowCoverage => ({
  ...{ flowId: '', flowName, processType, numElements: 2 },
  elementsNotCovered: ['one', 'two'].slice(covered),
});

test('three of four active flows are enough when tests reach something of them; screens need no test', () => {
  const enough = [flow('A', 1), flow('B', 2), flow('C', 1), flow('D', 0), flow('Screen', 0, 'Flow')];
  const { flowCoverage, flowCoverageWarnings } = reportFlows(enough);
  assert.deepEqual(flowCoverageWarnings, []);
  assert.partialDeepStrictEqual(flowCoverage[0], { flowName: 'A', numElements: 2, numElementsNotCovered: 1 });
  assert.partialDeepStrictEqual(reportFlows(enough.slice(2)).flowCoverageWarnings, [
    {
      message: 'Test coverage of active processes and autolaunched flows is 50%, but at least 75% is required.',
    },
  ]);
  assert.deepEqual(reportFlows([]).flowCoverageWarnings, []);
});
