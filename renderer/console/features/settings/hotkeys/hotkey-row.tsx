import { useState } from 'react';
import { CircleAlert, CircleCheck, CircleOff, CirclePause } from 'lucide-react';
import type { LucideIcon } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { judgeHotkey } from '../../../../../core/hotkeys/judge-hotkey.ts';
import type { Hotkeys } from '../../../../../core/hotkeys/hotkeys.ts';
import { shownKeys } from '../../../../../core/hotkeys/key-names.ts';
import type { HotkeysState, HotkeyView } from '../../../../../core/ipc/features/hotkeys.ts';
import { announce } from '../../../../lib/announce-store.ts';
import { useLocale } from '../../../../lib/app-store.ts';
import { callDesk } from '../../../../lib/desk.ts';
import { useAction } from '../../../../lib/use-action.ts';
import { Badge, Notice } from '../../../../ui/badge.tsx';
import type { Tone } from '../../../../ui/badge.tsx';
import { Button } from '../../../../ui/button.tsx';
import { ErrorText } from '../../../shared/error-text.tsx';
import { consoleKeys } from './console-keys.ts';
import { problemSentence } from './problem-sentence.ts';
import { useRecording } from './use-recording.ts';

const looks: Record<HotkeyView['state'], { icon: LucideIcon; tone: Tone }> = {
  active: { icon: CircleCheck, tone: 'good' },
  off: { icon: CircleOff, tone: 'plain' },
  taken: { icon: CircleAlert, tone: 'care' },
  paused: { icon: CirclePause, tone: 'plain' },
};

/** One action: its keys, whether they work, and a button that records others. */
export const HotkeyRow = ({ hotkey, all }: { hotkey: HotkeyView; all: HotkeysState }) => {
  const { t } = useTranslation();
  const locale = useLocale();
  const set = useAction('hotkeys.set');
  const [recording, setRecording] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const { platform } = all;
  const action = t(`hotkeys.action.${hotkey.action}`);
  const shown = (keys: string) => shownKeys(keys, platform, locale);
  const present = hotkey.keys === null ? t('hotkeys.off') : shown(hotkey.keys);

  const stop = () => {
    setRecording(false);
    void callDesk('hotkeys.record', { on: false });
  };
  const tell = (sentence: string) => {
    setProblem(sentence);
    announce(sentence, 'beside');
  };
  const take = async (keys: string) => {
    const inForce = Object.fromEntries(all.hotkeys.map((one) => [one.action, one.keys])) as Hotkeys;
    const found = judgeHotkey(keys, hotkey.action, inForce, consoleKeys, platform);
    // The recording goes on: the next combination may be the right one.
    if (found !== null) {
      tell(problemSentence(t, found, shown(keys)));
      return;
    }
    setRecording(false);
    setProblem(null);
    const result = await set.run({ action: hotkey.action, keys });
    if (!result.ok) return;
    const now = result.value.hotkeys.find((one) => one.action === hotkey.action);
    announce(
      now?.state === 'taken'
        ? t('hotkeys.takenAnswer', { action, keys: shown(keys) })
        : t('hotkeys.saved', { action, keys: shown(keys) }),
    );
  };
  useRecording(recording, platform, (keys) => void take(keys), stop);

  const toggle = () => {
    setProblem(null);
    if (recording) stop();
    else {
      setRecording(true);
      void callDesk('hotkeys.record', { on: true });
      announce(`${t('hotkeys.recording')} ${t('hotkeys.recordingHelp')}`, 'beside');
    }
  };
  const clear = async () => {
    setProblem(null);
    if ((await set.run({ action: hotkey.action, keys: null })).ok) announce(t('hotkeys.cleared', { action }));
  };
  const { icon, tone } = looks[hotkey.state];
  return (
    <li className="hotkey" data-hotkey={hotkey.action}>
      <span className="hotkey-action">{action}</span>
      <span className="hotkey-keys">
        {recording ? (
          <em>
            {t('hotkeys.recording')} <span className="soft">{t('hotkeys.recordingHelp')}</span>
          </em>
        ) : (
          <>
            {hotkey.keys !== null && <kbd className="key-cap">{present}</kbd>}
            <Badge tone={tone} icon={icon}>
              {t(`hotkeys.state.${hotkey.state}`)}
            </Badge>
          </>
        )}
      </span>
      <span className="hotkey-buttons">
        <Button
          onPress={toggle}
          pressed={recording}
          label={t('hotkeys.changeLabel', { action, keys: present })}
        >
          {t(recording ? 'hotkeys.cancel' : 'hotkeys.change')}
        </Button>
        <Button
          kind="plain"
          disabled={hotkey.keys === null}
          onPress={() => void clear()}
          label={t('hotkeys.clearLabel', { action })}
        >
          {t('hotkeys.clear')}
        </Button>
      </span>
      {problem !== null && (
        <Notice tone="rule" icon={CircleAlert}>
          {problem}
        </Notice>
      )}
      {problem === null && hotkey.state === 'taken' && hotkey.keys !== null && (
        <Notice tone="care" icon={CircleAlert}>
          {t('hotkeys.takenDetail', { keys: present })}
        </Notice>
      )}
      <ErrorText error={set.error} />
    </li>
  );
};
