import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Headset } from '../../../../../core/call/device-desk.ts';
import { onDesk } from '../../../../lib/desk.ts';
import { useRequest } from '../../../../lib/use-request.ts';
import { ErrorText } from '../../../shared/error-text.tsx';

/** Headsets with call buttons that are plugged in, and whether the buttons work. */
export const HeadsetList = () => {
  const { t } = useTranslation();
  const first = useRequest('devices.headsets', {});
  const [told, setTold] = useState<readonly Headset[] | null>(null);
  useEffect(() => onDesk('devices.headsetsChanged', ({ headsets }) => setTold(headsets)), []);
  const headsets = told ?? first.value?.headsets ?? [];
  const sentence = ({ buttons, lights, state }: Headset): string => {
    if (state === 'failed') return t('devices.headsetFailed');
    const names = buttons.map((button) => t(`devices.button.${button}`)).join(t('devices.listComma'));
    const works = t('devices.headsetWorks', { buttons: names });
    return lights ? `${works}${t('devices.sentenceGap')}${t('devices.headsetLights')}` : works;
  };
  return (
    <div className="audio-group">
      <h3>{t('devices.headsets')}</h3>
      {headsets.length === 0 && <p className="soft">{t('devices.noHeadsets')}</p>}
      <ul>
        {headsets.map((headset, index) => (
          <li key={`${headset.name} ${index}`}>
            <strong>{headset.name}</strong>
            <p className="soft">{sentence(headset)}</p>
          </li>
        ))}
      </ul>
      <ErrorText error={first.error} />
    </div>
  );
};
