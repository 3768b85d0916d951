import { maxPushMessages } from '../../core/sync/contract.ts';

/**
 * How many messages the next push may hold. Halved when head office finds a push too large or unreadable and
 * when it timed out (a slow line would never get a large one through), doubled by every success.
 */
export const fullBatch = maxPushMessages;

export const halved = (sent: number): number => Math.max(1, Math.floor(sent / 2));

export const grown = (limit: number): number => Math.min(fullBatch, limit * 2);
