import type { QualityService } from '../../quality/quality-service.ts';
import type { Handlers } from '../run-call.ts';

/** Quality check of closed callbacks. */
export const qualityHandlers = (
  quality: QualityService,
): Pick<Handlers, Extract<keyof Handlers, `quality.${string}`>> => ({
  'quality.get': ({ attemptId }) => quality.view(attemptId),
  'quality.score': (input) => quality.score(input),
});
