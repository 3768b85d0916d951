import { useEffect } from 'react';
import { CircleAlert, CircleCheck, CircleX, Info } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { checkVerdict } from '../../../../core/call/line-check.ts';
import { announce } from '../../../lib/announce-store.ts';
import { useAppStore } from '../../../lib/app-store.ts';
import { useAction } from '../../../lib/use-action.ts';
import { Notice } from '../../../ui/badge.tsx';
import { Button } from '../../../ui/button.tsx';
import { Panel } from '../../../ui/panel.tsx';
import { ErrorText } from '../../shared/error-text.tsx';
import { useAccountDraft } from './account-draft.ts';
import { checkReport, hasSeveralServers, rowName, verdictText } from './check-report.ts';
import { CheckRow } from './check-row.tsx';

const looks = {
  good: { tone: 'good', icon: CircleCheck },
  usable: { tone: 'care', icon: CircleAlert },
  bad: { tone: 'rule', icon: CircleX },
  stopped: { tone: 'plain', icon: Info },
} as const;

/** The line check: every step as it goes, and what to do about what it found. */
export const CheckPanel = ({ start }: { start: () => void }) => {
  const { t } = useTranslation();
  const check = useAccountDraft((draft) => draft.check);
  const version = useAppStore((state) => state.app?.version ?? '');
  const stop = useAction('account.stopCheck');
  const copy = useAction('account.copyReport');
  const running = check?.state === 'running';
  const verdict = check && verdictText(t, check);
  const current = running ? check.rows.find(({ state }) => state === 'running')?.step : undefined;
  const said = verdict ?? (current && t('lineCheck.running', { step: t(`lineCheck.steps.${current}`) }));
  useEffect(() => {
    if (said) announce(said, 'beside');
  }, [said]);
  const look = check && looks[check.state === 'stopped' ? 'stopped' : (checkVerdict(check) ?? 'stopped')];
  const report = async () => {
    if (!check) return;
    const result = await copy.run({ text: checkReport(t, check, version) });
    if (result.ok) announce(t('lineCheck.copied'));
  };
  return (
    <Panel title={t('lineCheck.title')} className="check-panel">
      <p className="soft">{t('lineCheck.lead')}</p>
      {verdict && look && (
        <Notice tone={look.tone} icon={look.icon}>
          {verdict}
        </Notice>
      )}
      {check && (
        <ol className="check-rows">
          {check.rows.map((row) => (
            <CheckRow
              key={`${row.step} ${row.server ?? ''}`}
              row={row}
              name={rowName(t, row, hasSeveralServers(check))}
            />
          ))}
        </ol>
      )}
      {!check && <p className="soft">{t('lineCheck.ownCall')}</p>}
      <ErrorText error={stop.error ?? copy.error} />
      <div className="settings-actions">
        {running ? (
          <Button pending={stop.pending} onPress={() => void stop.run({})}>
            {t('lineCheck.stop')}
          </Button>
        ) : (
          <Button onPress={start}>{t(check ? 'lineCheck.again' : 'lineCheck.start')}</Button>
        )}
        {check && !running && (
          <Button kind="plain" pending={copy.pending} onPress={() => void report()}>
            {t('lineCheck.copy')}
          </Button>
        )}
      </div>
    </Panel>
  );
};
