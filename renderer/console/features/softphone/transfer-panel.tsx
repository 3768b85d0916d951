import { useState } from 'react';
import { PhoneForwarded, PhoneOutgoing } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { TransferTarget } from '../../../../core/ipc/features/softphone.ts';
import { Button } from '../../../ui/button.tsx';
import { ChoiceGroup } from '../../../ui/choice-group.tsx';
import { TextField } from '../../../ui/field.tsx';
import { announce } from '../../../lib/announce-store.ts';
import { useSoftphoneStore } from '../../../lib/softphone-store.ts';
import { useAction } from '../../../lib/use-action.ts';
import { ErrorText } from '../../shared/error-text.tsx';
import { CallNotes } from './call-notes.tsx';
import { readNumber } from './number-text.ts';
import { closePanel } from './panel-store.ts';
import { PanelFrame } from './panel-frame.tsx';
import { matchingTargets } from './matching-targets.ts';

const none: readonly TransferTarget[] = [];

/** Whom to hand the call to, and how. A failure leaves everything as it was. */
export const TransferPanel = ({ callId }: { callId: string | null }) => {
  const { t } = useTranslation();
  const view = useSoftphoneStore(
    ({ softphone }) => softphone?.calls.find(({ call }) => call.callId === callId) ?? null,
  );
  const targets = useSoftphoneStore(({ softphone }) => softphone?.transferTargets ?? none);
  const freely = useSoftphoneStore(({ softphone }) => softphone?.freeDialling ?? false);
  const [text, setText] = useState('');
  const [chosen, setChosen] = useState<string | null>(null);
  const [missing, setMissing] = useState<string | null>(null);
  const blind = useAction('softphone.transfer');
  const consult = useAction('softphone.consult');
  const fitting = matchingTargets(targets, text);
  const own = freely ? readNumber(text) : null;

  const pick = (): { name: string; number: string } | null => {
    const listed =
      fitting.find((target) => target.number === chosen) ?? (fitting.length === 1 ? fitting[0] : undefined);
    if (listed) return listed;
    if (own?.ok) return { name: own.text, number: own.text };
    setMissing(
      text.trim() !== '' && fitting.length === 0 && !freely
        ? t('transferPanel.notListed')
        : t('transferPanel.chooseFirst'),
    );
    return null;
  };
  const now = async () => {
    const target = pick();
    if (target === null || callId === null || blind.pending) return;
    if ((await blind.run({ callId, number: target.number })).ok) closePanel();
  };
  const first = async () => {
    const target = pick();
    if (target === null || consult.pending) return;
    if (!(await consult.run({ number: target.number })).ok) return;
    announce(t('transferPanel.started', { name: target.name }), 'beside');
    closePanel();
  };

  const content = () => {
    if (view?.call.phase !== 'talking') return <p>{t('transferPanel.noCall')}</p>;
    return (
      <>
        <TextField
          label={t('transferPanel.whom')}
          autoFocus
          value={text}
          placeholder={t(freely ? 'transferPanel.filterFree' : 'transferPanel.filter')}
          maxLength={60}
          error={missing}
          onChange={(value) => {
            setMissing(null);
            setText(value);
          }}
          onEnter={() => void first()}
        />
        {fitting.length > 0 ? (
          <ChoiceGroup
            label={t('transferPanel.targets')}
            hideLabel
            boxClass="targets"
            choiceClass="target"
            value={chosen}
            onChange={(number) => {
              setMissing(null);
              setChosen(number);
            }}
            choices={fitting.map((target) => ({
              id: target.number,
              label: (
                <>
                  <span>{target.name}</span>
                  <span className="soft">{target.number}</span>
                </>
              ),
            }))}
          />
        ) : (
          <p className="soft">
            {t(targets.length === 0 ? 'transferPanel.noTargets' : 'transferPanel.noMatch')}
          </p>
        )}
        <p className="soft">{t('transferPanel.blindHelp')}</p>
        <div className="panel-actions">
          <Button kind="primary" icon={PhoneOutgoing} pending={consult.pending} onPress={() => void first()}>
            {t('transferPanel.consult')}
          </Button>
          <Button icon={PhoneForwarded} pending={blind.pending} onPress={() => void now()}>
            {t('transferPanel.blind')}
          </Button>
        </div>
        <CallNotes view={view} />
        <ErrorText error={blind.error ?? consult.error} />
      </>
    );
  };
  return (
    <PanelFrame title={t('transferPanel.title')} closeLabel={t('transferPanel.close')}>
      {content()}
    </PanelFrame>
  );
};
