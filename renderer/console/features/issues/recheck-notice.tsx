import { PhoneForwarded } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { IssueDetail } from '../../../../core/ipc/features/issues.ts';
import { Notice } from '../../../ui/badge.tsx';
import { Button } from '../../../ui/button.tsx';
import { Panel } from '../../../ui/panel.tsx';
import { announce } from '../../../lib/announce-store.ts';
import { useLocale } from '../../../lib/app-store.ts';
import { formatFullMoment } from '../../../lib/format.ts';
import { go } from '../../../lib/route-store.ts';
import { useAction } from '../../../lib/use-action.ts';
import { ErrorText } from '../../shared/error-text.tsx';

/** Where the second callback of an issue stands, and why it may not be this person's. */
export const RecheckNotice = ({ recheck }: { recheck: NonNullable<IssueDetail['recheck']> }) => {
  const { t } = useTranslation();
  const locale = useLocale();
  return (
    <Panel title={t('recheckTask.title')}>
      <Notice tone={recheck.barred === null ? 'accent' : 'care'} icon={PhoneForwarded}>
        {t('recheckTask.waiting', { at: formatFullMoment(recheck.deadlineAt, locale) })}
        {recheck.barred !== null && <p>{t(`recheckBar.${recheck.barred}`)}</p>}
      </Notice>
      <Button onPress={() => go('worklist', { taskId: recheck.taskId })}>{t('recheckTask.go')}</Button>
    </Panel>
  );
};

/** Work of another role that a person may ask for: a senior advisor explains again (domain.md row 69). */
export const Arrange = ({ detail }: { detail: IssueDetail }) => {
  const { t } = useTranslation();
  const open = useAction('followUp.open');
  if (detail.arrange.length === 0) return null;
  const ask = async (kind: string, name: string) => {
    const result = await open.run({ taskId: detail.row.taskId, kind });
    if (result.ok) announce(t('issues.arranged', { name }));
  };
  return (
    <>
      <div className="issue-buttons">
        {detail.arrange.map(({ kind, name, owner }) => (
          <Button key={kind} pending={open.pending} onPress={() => void ask(kind, name)}>
            {t('issues.arrange', { name, owner })}
          </Button>
        ))}
      </div>
      <ErrorText error={open.error} />
    </>
  );
};
