import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AppState } from '../../../../core/ipc/features/app.ts';
import { Badge } from '../../../ui/badge.tsx';
import { Button } from '../../../ui/button.tsx';
import { Panel } from '../../../ui/panel.tsx';
import { SelectField } from '../../../ui/select-field.tsx';
import { useRequest } from '../../../lib/use-request.ts';
import { ErrorText } from '../../shared/error-text.tsx';
import { useAppAction } from './use-app-action.ts';

/** The simulated customer: which one, start, stop. */
export const PracticePanel = ({ app }: { app: AppState }) => {
  const { t } = useTranslation();
  const drills = useRequest('practice.drills', {});
  const [wish, setWish] = useState<string | null>(null);
  const start = useAppAction('practice.start');
  const change = useAppAction('practice.setDrill');
  const stop = useAppAction('practice.stop');
  const on = app.mode === 'practice';
  const list = drills.value?.drills ?? [];
  const chosen = (on ? app.drill : wish) ?? list[0]?.id ?? '';
  const drill = list.find((one) => one.id === chosen);
  const choose = (id: string) => {
    if (on) void change.run({ drill: id });
    else setWish(id);
  };
  return (
    <Panel title={t('settings.practice')} aside={on && <Badge tone="practice">{t('common.practice')}</Badge>}>
      <p className="soft">{t(on ? 'settings.practiceOn' : 'settings.practiceOff')}</p>
      {list.length > 0 && (
        <SelectField
          label={t('settings.drill')}
          choices={list.map((one) => ({ id: one.id, label: one.title[app.locale] }))}
          value={chosen}
          onChange={choose}
        />
      )}
      {drill && <p>{drill.teaches[app.locale]}</p>}
      {start.pending && <p className="soft">{t('settings.starting')}</p>}
      <ErrorText error={drills.error ?? start.error ?? change.error ?? stop.error} />
      <div className="settings-actions">
        {on ? (
          <Button pending={stop.pending} onPress={() => void stop.run({})}>
            {t('settings.stop')}
          </Button>
        ) : (
          <Button
            pending={start.pending}
            disabled={chosen === ''}
            onPress={() => void start.run({ drill: chosen, withSample: true })}
          >
            {t('settings.start')}
          </Button>
        )}
      </div>
    </Panel>
  );
};
