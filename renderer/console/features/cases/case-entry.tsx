import { useState } from 'react';
import { FilePen, MessageSquareWarning } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { SessionView } from '../../../../core/ipc/features/call.ts';
import { Button } from '../../../ui/button.tsx';
import { useLocale } from '../../../lib/app-store.ts';
import { useRequest } from '../../../lib/use-request.ts';
import { ComplaintPanel } from './complaint-panel.tsx';
import { CorrectionPanel } from './correction-panel.tsx';
import './cases.css';

export type CaseKind = 'complaint' | 'correction';

/** The complaint of the running callback, once a flag or an answer has opened one. */
const useComplaint = (session: SessionView) => {
  const { length } = session.script.issues;
  const found = useRequest(
    'complaint.board',
    length === 0 ? null : { scope: 'open', search: session.customer.policyNo },
    length,
  );
  return found.value?.rows.find(({ taskId }) => taskId === session.taskId) ?? null;
};

type EntryProps = { session: SessionView; open: CaseKind | null; onOpen: (kind: CaseKind | null) => void };

/** Ways to the complaint form and the correction request while the call goes on; both open in the centre. */
export const CaseEntry = ({ session, open, onOpen }: EntryProps) => {
  const { t } = useTranslation();
  const complaint = useComplaint(session);
  const identified = session.script.identity.status === 'passed';
  if (complaint === null && !identified) return null;
  const button = (kind: CaseKind, icon: typeof FilePen) => (
    <Button icon={icon} pressed={open === kind} onPress={() => onOpen(open === kind ? null : kind)}>
      {t(`${kind}.open`)}
    </Button>
  );
  return (
    <div className="case-buttons">
      {complaint !== null && button('complaint', MessageSquareWarning)}
      {identified && button('correction', FilePen)}
    </div>
  );
};

/** The form in place of the question; one key leads back to it. */
export const CaseInCall = ({
  session,
  kind,
  onBack,
}: {
  session: SessionView;
  kind: CaseKind;
  onBack: () => void;
}) => {
  const { t } = useTranslation();
  const complaint = useComplaint(session);
  const locale = useLocale();
  const [done, setDone] = useState(0);
  return (
    <div className="case-in-call">
      {(kind === 'correction' || complaint === null) && (
        <div>
          <Button onPress={onBack}>{t('complaint.back')}</Button>
        </div>
      )}
      {kind === 'complaint' && complaint === null && <p className="soft">{t('complaint.none')}</p>}
      {kind === 'complaint' && complaint !== null && (
        <ComplaintPanel
          issueId={complaint.issueId}
          version={`${done} ${locale}`}
          onBack={onBack}
          onDone={() => setDone((count) => count + 1)}
        />
      )}
      {kind === 'correction' && (
        <CorrectionPanel taskId={session.taskId} issueId={null} version={locale} startOpen />
      )}
    </div>
  );
};
