import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SessionView } from '../../../../core/ipc/features/call.ts';
import { Button } from '../../../ui/button.tsx';
import { useCallStore } from '../../../lib/call-store.ts';
import { go } from '../../../lib/route-store.ts';
import { closeQuestions } from '../../../lib/question-store.ts';
import { useKey } from '../../keyboard/use-key.ts';
import { HintBar } from '../practice/hint-bar.tsx';
import { HelpPanel } from '../knowledge/help-panel.tsx';
import { QuestionPanel, useQuestionsOpen } from '../questions/question-panel.tsx';
import { useCallHelp } from '../knowledge/use-call-help.ts';
import { CaseEntry, CaseInCall, type CaseKind } from '../cases/case-entry.tsx';
import { AnsweredPanel } from './answered-panel.tsx';
import { CallHeader } from './call-header.tsx';
import { CaptionBar } from './caption-bar.tsx';
import { CustomerPanel } from './customer-panel.tsx';
import { FlagsPanel } from './flags-panel.tsx';
import { InterruptedCard } from './interrupted-card.tsx';
import { KeywordPanel } from './keyword-panel.tsx';
import { NotesPanel } from './notes-panel.tsx';
import { ScriptCard } from './script-card.tsx';
import { StageStepper } from './stage-stepper.tsx';
import { WrapUp } from './wrap-up.tsx';
import { focusCard } from './card-shell.tsx';
import './call-header.css';
import './call.css';
import './card.css';

const NoCall = () => {
  const { t } = useTranslation();
  return (
    <div className="no-call">
      <h1>{t('call.none')}</h1>
      <p>{t('call.noneHint')}</p>
      <Button kind="primary" onPress={() => go('worklist')}>
        {t('call.toWorklist')}
      </Button>
    </div>
  );
};

type CentreProps = {
  session: SessionView;
  asked: boolean;
  onToggle: () => void;
  file: CaseKind | null;
  onFileDone: () => void;
};

const Centre = ({ session, asked, onToggle, file, onFileDone }: CentreProps) => {
  const { phase, script } = session;
  if (file !== null) return <CaseInCall session={session} kind={file} onBack={onFileDone} />;
  if (phase === 'interrupted' && !asked) return <InterruptedCard session={session} onFinish={onToggle} />;
  const over = phase === 'wrap_up' || script.card.kind === 'ending';
  if (!asked && !over) return <ScriptCard session={session} />;
  // Going back is possible only while there is something to go back to.
  return <WrapUp key={session.attemptId} session={session} onLeave={over ? null : onToggle} />;
};

const openFile = (
  session: SessionView,
  opened: { attemptId: string; kind: CaseKind } | null,
): CaseKind | null => {
  if (opened?.attemptId !== session.attemptId) return null;
  const identified = session.script.identity.status === 'passed';
  return opened.kind === 'correction' && !identified ? null : opened.kind;
};

const RunningCall = ({ session }: { session: SessionView }) => {
  /** The attempt whose dispositions the agent opened by hand. */
  const [asked, setAsked] = useState<string | null>(null);
  const isAsked = asked === session.attemptId;
  const toggle = () => setAsked(isAsked ? null : session.attemptId);
  /** The file that is open in the centre, of this attempt only; a redial asks for the identity first. */
  const [opened, setOpened] = useState<{ attemptId: string; kind: CaseKind } | null>(null);
  const file = openFile(session, opened);
  const setFile = (kind: CaseKind | null) =>
    setOpened(kind === null ? null : { attemptId: session.attemptId, kind });
  useKey('wrapUp', toggle);
  const help = useCallHelp(session);
  const isAsking = useQuestionsOpen(session);
  useKey('toCard', () => {
    help.close();
    setFile(null);
    closeQuestions();
    focusCard();
  });
  return (
    <div className="call">
      <CallHeader session={session} />
      <StageStepper script={session.script} />
      <div className="call-left">
        <CustomerPanel session={session} />
        <AnsweredPanel session={session} />
        {isAsking ? <QuestionPanel session={session} /> : <HelpPanel help={help} session={session} />}
      </div>
      <div className="call-centre">
        <Centre
          session={session}
          asked={isAsked}
          onToggle={toggle}
          file={file}
          onFileDone={() => setFile(null)}
        />
        {file === null && <HintBar session={session} />}
        {session.mode === 'practice' && session.phase === 'talking' && (
          <CaptionBar caption={session.caption} />
        )}
      </div>
      <div className="call-right">
        <FlagsPanel session={session} />
        <KeywordPanel session={session} />
        <CaseEntry session={session} open={file} onOpen={setFile} />
        <NotesPanel key={session.attemptId} session={session} />
        <WrapUpToggle session={session} asked={isAsked} onToggle={toggle} />
      </div>
    </div>
  );
};

const WrapUpToggle = (props: { session: SessionView; asked: boolean; onToggle: () => void }) => {
  const { t } = useTranslation();
  const { phase, script } = props.session;
  const atEnd = phase === 'wrap_up' || script.card.kind === 'ending';
  if (atEnd) return null;
  return (
    <Button keyHint="Ctrl+D" pressed={props.asked} onPress={props.onToggle}>
      {t('wrapUp.open')}
    </Button>
  );
};

/** The agent on a call (domain.md section 5): everything on one screen, the question in the middle. */
export const CallScreen = () => {
  const session = useCallStore((state) => state.session);
  return session ? <RunningCall session={session} /> : <NoCall />;
};
