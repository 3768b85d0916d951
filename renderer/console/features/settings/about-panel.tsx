import { FileWarning, ShieldAlert } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { AppState } from '../../../../core/ipc/features/app.ts';
import { Notice } from '../../../ui/badge.tsx';
import { FactList, Panel } from '../../../ui/panel.tsx';

/** Version, pack, runtime, and openly what protects passwords on this machine. */
export const AboutPanel = ({ app }: { app: AppState }) => {
  const { t } = useTranslation();
  return (
    <Panel title={t('settings.about')}>
      <FactList
        facts={[
          { term: t('settings.version'), value: app.version },
          { term: t('settings.pack'), value: `${app.pack.id} ${app.pack.version}` },
          {
            term: t('settings.runtime'),
            value: t(app.developmentRuntime ? 'settings.runtimeDevelopment' : 'settings.runtimeOfficial'),
          },
        ]}
      />
      {app.pack.refused !== null && (
        <div data-pack-refused={app.pack.refused.code}>
          <Notice tone="care" icon={FileWarning}>
            {t('packs.refused', {
              reason: t(`packs.reason.${app.pack.refused.code}`, { line: app.pack.refused.line ?? 1 }),
              version: app.pack.version,
            })}
            {app.pack.refused.detail === '' ? null : <p lang="en">{app.pack.refused.detail}</p>}
          </Notice>
        </div>
      )}
      {app.knowledgeRefused.map(({ file, code, detail }) => (
        <div key={file} data-knowledge-refused={code}>
          <Notice tone="care" icon={FileWarning}>
            {t('packs.knowledgeRefused', { file, reason: t(`packs.knowledgeReason.${code}`, { file }) })}
            {detail === '' ? null : <p lang="en">{detail}</p>}
          </Notice>
        </div>
      ))}
      {app.vault === 'none' ? (
        <Notice tone="care" icon={ShieldAlert}>
          {t('settings.vault')}：{t('settings.vaultNone')}
        </Notice>
      ) : (
        <FactList facts={[{ term: t('settings.vault'), value: t('settings.vaultOs') }]} />
      )}
    </Panel>
  );
};
