import { Volume2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AudioState } from '../../../../../core/call/audio.ts';
import { findDevice } from '../../../../../core/call/device-match.ts';
import { useAction } from '../../../../lib/use-action.ts';
import { Button } from '../../../../ui/button.tsx';
import { CheckBox } from '../../../../ui/check-box.tsx';
import { SliderField } from '../../../../ui/slider-field.tsx';
import { ErrorText } from '../../../shared/error-text.tsx';
import type { AudioChoice } from './use-audio-state.ts';

/** Which devices ring, how loud, and a test of each. */
export const RingerList = ({ audio, choose }: { audio: AudioState; choose: AudioChoice['choose'] }) => {
  const { t } = useTranslation();
  const test = useAction('devices.testRing');
  const { ringers, ringVolume } = audio.preferences;
  const [moving, setMoving] = useState<number | null>(null);
  const found = ringers.map((label) => findDevice(audio.speakers, label)?.label ?? label);
  const missing = found.filter((label) => findDevice(audio.speakers, label) === null);
  const names = [...audio.speakers.map(({ label }) => label), ...missing];
  return (
    <fieldset className="audio-group">
      <legend className="field-label">{t('devices.ringers')}</legend>
      <ul className="audio-ringers">
        {names.map((name) => {
          const gone = missing.includes(name);
          return (
            <li key={name}>
              <CheckBox
                checked={found.includes(name)}
                onChange={(on) =>
                  choose({ ringers: on ? [...found, name].slice(-8) : found.filter((one) => one !== name) })
                }
              >
                {gone ? t('devices.notPluggedIn', { name }) : name}
              </CheckBox>
              {!gone && (
                <Button
                  kind="plain"
                  icon={Volume2}
                  label={t('devices.ringNowOn', { name })}
                  onPress={() => void test.run({ label: name })}
                >
                  {t('devices.ringNow')}
                </Button>
              )}
            </li>
          );
        })}
      </ul>
      <p className="field-help">{t('devices.ringersHelp')}</p>
      <SliderField
        label={t('devices.ringVolume')}
        value={moving ?? ringVolume}
        onChange={setMoving}
        onDone={(value) => {
          setMoving(null);
          choose({ ringVolume: value });
        }}
      />
      <ErrorText error={test.error} />
    </fieldset>
  );
};
