import type { Run } from '@plumbline/contract';
import type { SfCommand } from '@salesforce/sf-plugins-core';
import type { ServiceClient } from '../service/service-client.ts';
import { rateWarning, showBands } from '../terminal/show-bands.ts';

type Output = Pick<SfCommand<unknown>, 'log' | 'table' | 'warn' | 'jsonEnabled'>;

/** Shows what the model of a successful training makes of held-out records. */
export async function showTrained(
  output: Output,
  client: Pick<ServiceClient, 'model'>,
  { status, goalId, modelVersion }: Run,
): Promise<void> {
  if (status !== 'Successful' || modelVersion === undefined || output.jsonEnabled()) return;
  try {
    const card = await client.model(goalId, modelVersion);
    const warning = rateWarning(card);
    if (warning !== undefined) output.warn(warning);
    showBands(output, card);
  } catch (error) {
    // The model is trained all the same.
    output.warn(`The bands could not be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}
