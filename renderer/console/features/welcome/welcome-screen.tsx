import { useState } from 'react';
import { FileInput, Headset, Network } from 'lucide-react';
import type { LucideIcon } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Locale } from '../../../../core/ipc/features/app.ts';
import { SelectField } from '../../../ui/select-field.tsx';
import { ChoiceGroup } from '../../../ui/choice-group.tsx';
import { BigChoice } from '../../../ui/big-choice.tsx';
import { callDesk } from '../../../lib/desk.ts';
import { setAppState, useLocale } from '../../../lib/app-store.ts';
import { go } from '../../../lib/route-store.ts';
import type { Screen } from '../../../lib/route-store.ts';
import { useRequest } from '../../../lib/use-request.ts';
import { useAction } from '../../../lib/use-action.ts';
import { ErrorText } from '../../shared/error-text.tsx';
import { drillTitle } from '../practice/drill-title.ts';
import { languageNames } from '../settings/language-names.ts';
import '../practice/practice.css';
import './welcome.css';

type Way = { id: 'practice' | 'import' | 'connect'; icon: LucideIcon };
const ways: readonly Way[] = [
  { id: 'practice', icon: Headset },
  { id: 'import', icon: FileInput },
  { id: 'connect', icon: Network },
];

/** First launch: three ways to begin, practice first because it needs nothing. */
export const WelcomeScreen = () => {
  const { t } = useTranslation();
  const locale = useLocale();
  const practise = useAction('practice.start');
  const done = useAction('app.welcomeDone');
  const drills = useRequest('practice.drills', {});
  const [wish, setWish] = useState<string | null>(null);
  const list = drills.value?.drills ?? [];
  const chosen = list.find(({ id }) => id === wish) ?? list[0] ?? null;

  const begin = async (way: Way['id']) => {
    if (way === 'practice') {
      // Who presses Enter at once may be faster than the list of drills.
      const known = chosen === null ? await callDesk('practice.drills', {}) : null;
      const drill = chosen?.id ?? (known?.ok === true ? known.value.drills[0]?.id : undefined) ?? '';
      const started = await practise.run({ drill, withSample: true });
      if (!started.ok) return;
    }
    const result = await done.run({});
    if (!result.ok) return;
    const target: Record<Way['id'], Screen> = { practice: 'worklist', import: 'import', connect: 'settings' };
    go(target[way]);
    setAppState(result.value);
  };

  return (
    <main data-screen="welcome" className="welcome">
      <div className="welcome-box">
        <header className="welcome-head">
          <div>
            <h1>{t('welcome.title')}</h1>
            <p>{t('welcome.lead')}</p>
          </div>
          <ChoiceGroup<Locale>
            label={t('welcome.language')}
            hideLabel
            choices={languageNames}
            value={locale}
            onChange={(next) =>
              void callDesk('app.setLocale', { locale: next }).then((r) => r.ok && setAppState(r.value))
            }
          />
        </header>
        <div className="welcome-ways">
          {ways.map(({ id, icon }) => (
            <BigChoice
              key={id}
              icon={icon}
              title={t(`welcome.${id}Title`)}
              text={t(`welcome.${id}Text`)}
              primary={id === 'practice'}
              pending={id === 'practice' && practise.pending}
              autoFocus={id === 'practice'}
              onPress={() => void begin(id)}
            />
          ))}
        </div>
        {chosen && (
          <div className="welcome-drill">
            <SelectField
              label={t('drill.list')}
              choices={list.map((one) => ({ id: one.id, label: drillTitle(one, locale) }))}
              value={chosen.id}
              onChange={setWish}
            />
            <p className="soft">{chosen.teaches[locale]}</p>
          </div>
        )}
        <p className="welcome-status">{practise.pending && t('welcome.starting')}</p>
        <ErrorText error={practise.error ?? done.error ?? drills.error} />
      </div>
    </main>
  );
};
