import { Check } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { ScriptView } from '../../../../core/script/view.ts';

type Stage = ScriptView['stage'];
const stages: readonly Stage[] = ['opening', 'identity', 'questions', 'objections', 'summary', 'archive'];

/** Six stages (domain.md row 46), required items done and left, and how far each section is. */
export const StageStepper = ({ script }: { script: ScriptView }) => {
  const { t } = useTranslation();
  const now = stages.indexOf(script.stage);
  const { requiredDone, requiredTotal, hidesRest, sections } = script.progress;
  // A callback that ends early has passed by stages it never did: those get no tick.
  const identified = script.identity.status === 'passed';
  const isDone = (index: number): boolean =>
    index < now &&
    (index === 0 ||
      (identified && (index === 1 || script.stage !== 'archive' || requiredDone === requiredTotal)));
  return (
    <div className="stages">
      <ol aria-label={t('stage.label')}>
        {stages.map((stage, index) => (
          <li
            key={stage}
            className={isDone(index) ? 'stage-done' : index === now ? 'stage-now' : 'stage-later'}
            aria-current={index === now ? 'step' : undefined}
          >
            <span className="stage-sign" aria-hidden>
              {isDone(index) ? <Check size={12} strokeWidth={3} /> : index + 1}
            </span>
            {t(`stage.${stage}`)}
          </li>
        ))}
      </ol>
      <div className="sections" aria-label={t('progress.sections')} role="img">
        {sections.map((section) => (
          <span
            key={section.id}
            className="section-bar"
            title={
              section.total === 0
                ? section.name
                : t('progress.section', { name: section.name, done: section.done, total: section.total })
            }
            style={{ flexGrow: Math.max(1, section.total) }}
          >
            <span style={{ width: `${section.total === 0 ? 0 : (100 * section.done) / section.total}%` }} />
          </span>
        ))}
      </div>
      <p className="required">
        {t('progress.required', { done: requiredDone, total: requiredTotal })}
        <span>
          {hidesRest ? t('progress.restHidden') : t('progress.left', { count: requiredTotal - requiredDone })}
        </span>
      </p>
    </div>
  );
};
