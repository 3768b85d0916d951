import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Panel } from '../../../ui/panel.tsx';
import { SelectField } from '../../../ui/select-field.tsx';
import { useAction } from '../../../lib/use-action.ts';
import { useRequest } from '../../../lib/use-request.ts';
import { ErrorText } from '../../shared/error-text.tsx';

/** Which microphone the customer hears; can be changed in mid-call. */
export const MicrophonePanel = () => {
  const { t } = useTranslation();
  const [round, setRound] = useState(0);
  const devices = useRequest('phone.devices', {}, round);
  const select = useAction('phone.selectMicrophone');
  const microphones = devices.value?.microphones ?? [];
  const choices = microphones.map(({ id, label }) => ({ id, label: label || t('settings.systemDefault') }));
  const first = choices[0];
  return (
    <Panel title={t('settings.audio')}>
      {devices.value && !first && <p className="soft">{t('settings.noMicrophones')}</p>}
      {first && (
        <SelectField
          label={t('settings.microphone')}
          hideLabel
          choices={choices}
          value={devices.value?.selected ?? first.id}
          onChange={(deviceId) => void select.run({ deviceId }).then(() => setRound((before) => before + 1))}
        />
      )}
      <ErrorText error={devices.error ?? select.error} />
    </Panel>
  );
};
