import type { ModelCard } from '@plumbline/contract';

export const renderModelPage = (card: ModelCard): string => `<!doctype html><title>${card.version}</title>`;
