import { useTranslation } from 'react-i18next';
import { useState } from 'react';
import type { LinkHandling } from '../../../../../core/ipc/features/links.ts';
import { useAction } from '../../../../lib/use-action.ts';
import { useRequest } from '../../../../lib/use-request.ts';
import { ChoiceGroup } from '../../../../ui/choice-group.tsx';
import { Panel } from '../../../../ui/panel.tsx';
import { ErrorText } from '../../../shared/error-text.tsx';

/** Whether the system opens call links of other programs here. */
export const LinkPanel = () => {
  const { t } = useTranslation();
  const asked = useRequest('links.handling', {});
  const set = useAction('links.setHandling');
  const [changed, setChanged] = useState<LinkHandling | null>(null);
  const handling = changed ?? asked.value;
  const kinds = handling === null ? [] : [handling.tel, handling.sip, handling.callto];
  const yesNo = (on: boolean) => t(on ? 'links.yes' : 'links.no');
  return (
    <Panel title={t('links.handling')}>
      <p className="soft">{t('links.handlingHelp')}</p>
      {handling !== null && (
        <ChoiceGroup<'on' | 'off'>
          label={t('links.handling')}
          hideLabel
          choices={[
            { id: 'on', label: t('links.handlingOn') },
            { id: 'off', label: t('links.handlingOff') },
          ]}
          value={kinds.some(Boolean) ? 'on' : 'off'}
          onChange={(choice) =>
            void set.run({ on: choice === 'on' }).then((result) => {
              if (result.ok) setChanged(result.value);
            })
          }
        />
      )}
      {handling !== null && kinds.some(Boolean) && !kinds.every(Boolean) && (
        <p className="soft">
          {t('links.handlingPart', {
            tel: yesNo(handling.tel),
            sip: yesNo(handling.sip),
            callto: yesNo(handling.callto),
          })}
        </p>
      )}
      <ErrorText error={asked.error ?? set.error} />
    </Panel>
  );
};
