import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Panel } from '../../../ui/panel.tsx';
import { Button } from '../../../ui/button.tsx';
import { useRequest } from '../../../lib/use-request.ts';
import { ErrorText } from '../../shared/error-text.tsx';
import { CorrectionItem } from './correction-item.tsx';
import { CorrectionRequestForm } from './correction-request.tsx';
import './cases.css';

/** Everything that is to be corrected on the policy of a task, and the form for one more. */
export const CorrectionPanel = ({
  taskId,
  issueId,
  version,
  startOpen,
}: {
  taskId: string;
  issueId: string | null;
  version: string;
  /** The form is at hand at once: the issue, or the talk, is about wrong data. */
  startOpen: boolean;
}) => {
  const { t } = useTranslation();
  const [done, setDone] = useState(0);
  const [asked, setAsked] = useState(startOpen);
  const found = useRequest('correction.ofTask', { taskId }, `${version} ${done}`);
  const list = found.value;
  const again = () => setDone((count) => count + 1);
  return (
    <Panel title={t('correction.title')} aside={list && <span>{list.rows.length}</span>}>
      <ErrorText error={found.error} />
      {list && (
        <>
          {list.rows.length === 0 && <p className="soft">{t('correction.none')}</p>}
          {list.rows.map((row) => (
            <CorrectionItem key={row.id} row={row} department={list.department} onDone={again} />
          ))}
          {asked ? (
            <CorrectionRequestForm taskId={taskId} issueId={issueId} list={list} onDone={again} />
          ) : (
            <Button onPress={() => setAsked(true)}>{t('correction.new')}</Button>
          )}
        </>
      )}
    </Panel>
  );
};
