import { useTranslation } from 'react-i18next';
import { announce } from '../../../../lib/announce-store.ts';
import { useAction } from '../../../../lib/use-action.ts';
import { Button } from '../../../../ui/button.tsx';
import { ChoiceGroup } from '../../../../ui/choice-group.tsx';
import { Panel } from '../../../../ui/panel.tsx';
import { ErrorText } from '../../../shared/error-text.tsx';
import { HotkeyRow } from './hotkey-row.tsx';
import { useHotkeys } from './use-hotkeys.ts';
import './hotkeys.css';

/** Keys that work in every program, and what the window does when somebody rings. */
export const HotkeyPanel = () => {
  const { t } = useTranslation();
  const state = useHotkeys();
  const reset = useAction('hotkeys.reset');
  const raise = useAction('hotkeys.setRaise');
  if (state === null) return null;
  return (
    <Panel title={t('hotkeys.title')}>
      <p className="soft">{t('hotkeys.help')}</p>
      {state.wayland && <p className="soft">{t('hotkeys.wayland')}</p>}
      <ul className="hotkeys">
        {state.hotkeys.map((hotkey) => (
          <HotkeyRow key={hotkey.action} hotkey={hotkey} all={state} />
        ))}
      </ul>
      <div className="settings-actions">
        <Button
          disabled={state.hotkeys.every(({ isDefault }) => isDefault)}
          onPress={() =>
            void reset.run({}).then((result) => {
              if (result.ok) announce(t('hotkeys.resetDone'));
            })
          }
        >
          {t('hotkeys.reset')}
        </Button>
      </div>
      <ChoiceGroup<'flash' | 'raise'>
        label={t('hotkeys.incoming')}
        choices={[
          { id: 'flash', label: t('hotkeys.raiseOff') },
          { id: 'raise', label: t('hotkeys.raise') },
        ]}
        value={state.raiseOnIncoming ? 'raise' : 'flash'}
        onChange={(choice) => void raise.run({ on: choice === 'raise' })}
      />
      <ErrorText error={reset.error ?? raise.error} />
    </Panel>
  );
};
