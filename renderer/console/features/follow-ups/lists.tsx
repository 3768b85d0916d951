import { useTranslation } from 'react-i18next';
import { useLast } from '../../../lib/use-last.ts';
import { useRequest } from '../../../lib/use-request.ts';
import { Badge } from '../../../ui/badge.tsx';
import { ChoiceGroup } from '../../../ui/choice-group.tsx';
import { useListVersion } from '../../shared/use-list-version.ts';
import type { FollowUpList } from './list-choice.ts';

/** Heading of the screen, and which of its lists is shown. */
export const FollowUpLists = ({
  list,
  version,
  onChange,
}: {
  list: FollowUpList;
  version: number;
  onChange: (list: FollowUpList) => void;
}) => {
  const { t } = useTranslation();
  const asked = `${useListVersion()} ${version}`;
  const news = useLast(useRequest('followUp.news', {}, asked).value);
  const counts = useLast(useRequest('promise.page', { list: 'closed' }, asked).value)?.counts;
  const overdue = (news?.overdue ?? 0) + (news?.promises.overdue ?? 0);
  const dealtWith = (counts?.kept ?? 0) + (counts?.late ?? 0) + (counts?.broken ?? 0);
  return (
    <>
      <div className="worklist-head">
        <h1 id="follow-ups-title">{t('followUps.title')}</h1>
        {overdue > 0 && <Badge tone="rule">{t('followUps.overdue', { count: overdue })}</Badge>}
      </div>
      <ChoiceGroup<FollowUpList>
        label={t('followUps.lists')}
        hideLabel
        choices={[
          { id: 'open', label: t('followUps.list.open', { count: news?.open ?? 0 }) },
          { id: 'closed', label: t('followUps.list.closed', { count: news?.closed ?? 0 }) },
          {
            id: 'promiseOpen',
            label: t('promises.list.promiseOpen', { count: news?.promises.open ?? 0 }),
          },
          { id: 'promiseClosed', label: t('promises.list.promiseClosed', { count: dealtWith }) },
        ]}
        value={list}
        onChange={onChange}
      />
    </>
  );
};
