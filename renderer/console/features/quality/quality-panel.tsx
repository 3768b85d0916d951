import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Badge } from '../../../ui/badge.tsx';
import { Button } from '../../../ui/button.tsx';
import { Disclosure } from '../../../ui/disclosure.tsx';
import { Panel } from '../../../ui/panel.tsx';
import { useAppStore } from '../../../lib/app-store.ts';
import { changeQualityDraft, isDrafted, useQualityDraft } from '../../../lib/quality-drafts.ts';
import { useMay } from '../../../lib/seat.ts';
import { useRequest } from '../../../lib/use-request.ts';
import { ErrorText } from '../../shared/error-text.tsx';
import { QualityForm } from './quality-form.tsx';
import { QualityResult } from './quality-result.tsx';
import './quality.css';

/** 质检 of one record: the scores so far, and the form for whoever may score it. */
export const QualityPanel = ({ attemptId, version }: { attemptId: string; version: string }) => {
  const { t } = useTranslation();
  const mayScore = useMay('quality');
  const person = useAppStore((state) => state.app?.seat.person?.id ?? '');
  const [saved, setSaved] = useState(0);
  const found = useRequest('quality.get', { attemptId }, `${version} ${saved} ${mayScore}`);
  const draft = useQualityDraft(person, attemptId);
  const view = found.value;
  if (view === null) return <ErrorText error={found.error} />;
  const [latest, ...earlier] = view.reviews;
  if (!mayScore && latest === undefined) return null;
  const drafted = isDrafted(draft);
  return (
    <Panel
      title={t('qualityCheck.title')}
      className="quality"
      aside={
        latest !== undefined && (
          <Badge tone={latest.review.passed ? 'good' : 'rule'}>
            {t('qualityCheck.total', { total: latest.review.total })}
          </Badge>
        )
      }
    >
      {latest === undefined ? (
        <p className="soft">{t('qualityCheck.none')}</p>
      ) : (
        <QualityResult key={latest.review.id} kept={latest} focus={saved > 0} />
      )}
      {earlier.length > 0 && (
        <Disclosure title={t('qualityCheck.earlier', { count: earlier.length })}>
          {earlier.map((kept) => (
            <QualityResult key={kept.review.id} kept={kept} />
          ))}
        </Disclosure>
      )}
      {mayScore && view.bar !== null && (
        <p className="soft">
          {t(view.bar === 'quality_no_talk' ? 'qualityCheck.noTalk' : 'qualityCheck.ownCall')}
        </p>
      )}
      {mayScore && view.bar === null && (
        <>
          <div>
            <Button
              onPress={() => changeQualityDraft(person, attemptId, ({ open }) => ({ open: !open }))}
              pressed={draft.open}
            >
              {draft.open
                ? t('qualityCheck.fold')
                : drafted
                  ? t('qualityCheck.draft')
                  : t(latest === undefined ? 'qualityCheck.open' : 'qualityCheck.again')}
            </Button>
          </div>
          {draft.open && (
            <QualityForm
              key={attemptId}
              attemptId={attemptId}
              person={person}
              view={view}
              onSaved={() => setSaved((count) => count + 1)}
            />
          )}
        </>
      )}
    </Panel>
  );
};
