import type { ReceiptDetails, ReceiptVerification } from '@plumbline/contract';
import { figuresOf, isReproducible, isSameScore, reproduceScore } from '../../domain/evaluation/receipt.ts';
import type { Receipt, Scorer } from '../../domain/evaluation/receipt.ts';
import { modelNotFound, ScoringError } from '../../domain/scoring-error.ts';
import type { Models, References, StoredModel } from '../../ports/models.ts';
import type { Receipts } from '../../ports/receipts.ts';

type Ports = { store: Pick<Receipts, 'receipt'> & Pick<Models, 'model'> & Pick<References, 'reference'> };

/** Computes a past score again from its receipt and its model, without the org. */
export async function verifyReceipt(ports: Ports, receiptId: string): Promise<ReceiptVerification> {
  const receipt = await requireReceipt(ports, receiptId);
  const stored = await ports.store.model(receipt.goalId, receipt.modelVersion);
  if (!stored) throw modelNotFound(receipt.goalId, receipt.modelVersion);
  const recomputed = reproduceScore(await scorerOf(ports, receipt, stored), receipt);
  const figures = figuresOf(receipt);
  return {
    receiptId,
    goalId: receipt.goalId,
    recordId: receipt.recordId,
    modelVersion: receipt.modelVersion,
    scoredAt: receipt.scoredAt.toISOString(),
    stored: figures,
    recomputed,
    isEqual: isSameScore(figures, recomputed),
  };
}

/** A receipt; callers with the right to manage also get the inputs by name. */
export async function readReceipt(
  ports: Ports,
  receiptId: string,
  { rights }: { rights: 'score' | 'manage' },
): Promise<ReceiptDetails> {
  const receipt = await requireReceipt(ports, receiptId);
  const stored = await ports.store.model(receipt.goalId, receipt.modelVersion);
  const { goalId, recordId, runKey, modelVersion, scoredAt, basis, highFrom, mediumFrom, reason } = receipt;
  return {
    ...{ id: receiptId, goalId, recordId, runKey, modelVersion, scoredAt: scoredAt.toISOString() },
    figures: figuresOf(receipt),
    ...{ basis, highFrom, mediumFrom, reason },
    isReproducible: stored !== undefined && isReproducible(receipt),
    features: rights === 'manage' && stored ? namedFeatures(receipt, stored) : undefined,
  };
}

/** The model of a receipt and the reference that it cites. */
export async function scorerOf(
  { store }: { store: Pick<References, 'reference'> },
  { referenceId }: Pick<Receipt, 'referenceId'>,
  { model }: Pick<StoredModel, 'model'>,
): Promise<Scorer> {
  if (referenceId === undefined) return { model };
  const reference = await store.reference(referenceId);
  if (reference) return { model, reference };
  throw new ScoringError('receipt.not-reproducible', {
    message: 'The records that this score was ranked among are no longer stored.',
    actions: ['Verify a newer receipt of the record.'],
  });
}

async function requireReceipt({ store }: Ports, receiptId: string): Promise<Receipt> {
  const receipt = await store.receipt(receiptId);
  if (receipt) return receipt;
  throw new ScoringError('receipt.not-found', {
    message: `There is no receipt ${receiptId}.`,
    actions: ['Take the id from the score history of a record.'],
  });
}

function namedFeatures({ features }: Receipt, { model, plan }: StoredModel): ReceiptDetails['features'] {
  return features?.map((value, position) => {
    const field = model.fields[position]?.name ?? '';
    const label = plan.fields.find(({ name }) => name === field)?.label ?? field;
    return { field, label, ...(value !== null && { value: String(value) }) };
  });
}
