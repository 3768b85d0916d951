import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AppState } from '../../../../core/ipc/features/app.ts';
import { Button } from '../../../ui/button.tsx';
import { TextField } from '../../../ui/field.tsx';
import { Panel } from '../../../ui/panel.tsx';
import { announce } from '../../../lib/announce-store.ts';
import { useMay } from '../../../lib/seat.ts';
import { ErrorText } from '../../shared/error-text.tsx';
import { fieldError, formError } from './field-error.ts';
import { useAppAction } from './use-app-action.ts';

/** Agent and company: both are read out in the opening. With people set up, the agent is who has signed in. */
export const PeoplePanel = ({ app }: { app: AppState }) => {
  const { t } = useTranslation();
  const [agent, setAgent] = useState({ name: app.agent.name, number: app.agent.number });
  const [company, setCompany] = useState(app.company);
  const saveAgent = useAppAction('app.setAgent');
  const saveCompany = useAppAction('app.setCompany');
  const open = app.seat.state === 'open';
  const keeps = useMay('settings');
  const typed = [company.name, company.servicePhone, ...(open ? [agent.name, agent.number] : [])];
  const complete = typed.every((text) => text.trim() !== '');
  const save = async () => {
    if (!complete) return;
    const agentOk = !open || (await saveAgent.run(agent));
    const companyOk = await saveCompany.run(company);
    if (agentOk && companyOk) announce(t('settings.saved'));
  };
  return (
    <Panel title={t('settings.general')}>
      <div className="settings-form">
        {open && (
          <>
            <TextField
              label={t('settings.agentName')}
              value={agent.name}
              onChange={(name) => setAgent({ ...agent, name })}
              maxLength={40}
              error={fieldError(t, saveAgent.error, 'name')}
            />
            <TextField
              label={t('settings.agentNumber')}
              value={agent.number}
              onChange={(number) => setAgent({ ...agent, number })}
              maxLength={20}
              error={fieldError(t, saveAgent.error, 'number')}
            />
          </>
        )}
        <TextField
          label={t('settings.companyName')}
          value={company.name}
          onChange={(name) => setCompany({ ...company, name })}
          maxLength={60}
          disabled={!keeps}
          error={fieldError(t, saveCompany.error, 'name')}
        />
        <TextField
          label={t('settings.servicePhone')}
          value={company.servicePhone}
          onChange={(servicePhone) => setCompany({ ...company, servicePhone })}
          maxLength={20}
          disabled={!keeps}
          inputMode="tel"
          error={fieldError(t, saveCompany.error, 'servicePhone')}
        />
      </div>
      <p className="soft">{t('settings.readOut')}</p>
      <ErrorText
        error={
          formError(saveAgent.error, ['name', 'number']) ??
          formError(saveCompany.error, ['name', 'servicePhone'])
        }
      />
      <div>
        <Button
          disabled={!complete || !keeps}
          pending={saveAgent.pending || saveCompany.pending}
          onPress={() => void save()}
        >
          {t('settings.save')}
        </Button>
      </div>
    </Panel>
  );
};
