import type { TFunction } from 'i18next';
import type { ScriptView } from '../../../../core/script/view.ts';

/** Why this script was chosen, in one line; undefined until identity has passed. */
export const chosenBecause = (t: TFunction, because: ScriptView['because']): string | undefined =>
  because.length === 0
    ? undefined
    : t('scripts.because', {
        facts: because
          .map(
            ({ fact, value }) => `${t(`scripts.fact.${fact}`, fact)} = ${t(`scripts.value.${value}`, value)}`,
          )
          .join(t('scripts.joiner')),
      });
