import type { FlowRuntime } from '../../flow/flow-runtime.ts';
import { childText } from '../../metadata/xml.ts';
import type { Org } from '../../org.ts';

/** How much of an active flow the tests of a run have reached. */
export type FlowCoverage = {
  flowId: string;
  flowName: string;
  processType: string;
  numElements: number;
  elementsNotCovered: string[];
};

/** Measures which active flows the tests reach that `work` runs. */
export type MeasureFlows = <T>(org: Org, work: () => T) => { result: T; flows: readonly FlowCoverage[] };

export const measureFlowsOf =
  (runtime: FlowRuntime): MeasureFlows =>
  (org, work) => {
    runtime.clearCoverage();
    const result = work();
    const components = new Map(org.components('Flow').map((one) => [one.fullName, one]));
    const flows = runtime.coverage().map(({ flow, elements, covered }): FlowCoverage => {
      const component = components.get(flow);
      return {
        flowId: component?.record?.id ?? '',
        flowName: flow,
        processType: childText(component?.body ?? {}, 'processType') ?? '',
        numElements: elements.length,
        elementsNotCovered: elements.filter((name) => !covered.includes(name)),
      };
    });
    return { result, flows };
  };

const leastPercent = 75;

/** The result of a deploy that flows have: each with what was not reached, and whether too few were reached at all. */
export function reportFlows(flows: readonly FlowCoverage[]): {
  flowCoverage: Record<string, unknown>[];
  flowCoverageWarnings: Record<string, unknown>[];
} {
  // Flows with screens need no coverage.
  const counted = flows.filter(({ processType }) => processType !== 'Flow');
  const reached = counted.filter(
    ({ numElements, elementsNotCovered }) => elementsNotCovered.length < numElements,
  ).length;
  const percent = counted.length === 0 ? 100 : Math.floor((reached / counted.length) * 100);
  const message = `Test coverage of active processes and autolaunched flows is ${percent}%, but at least ${leastPercent}% is required.`;
  return {
    flowCoverage: flows.map(({ elementsNotCovered, ...flow }) => ({
      ...flow,
      elementsNotCovered,
      flowNamespace: null,
      numElementsNotCovered: elementsNotCovered.length,
    })),
    flowCoverageWarnings:
      percent < leastPercent ? [{ flowId: null, flowName: null, flowNamespace: null, message }] : [],
  };
}
