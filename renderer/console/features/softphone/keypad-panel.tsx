import { useRef, useState } from 'react';
import { Phone, RotateCcw } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../../ui/button.tsx';
import { TextField } from '../../../ui/field.tsx';
import { useCallStore } from '../../../lib/call-store.ts';
import { useSoftphoneStore } from '../../../lib/softphone-store.ts';
import { useAction } from '../../../lib/use-action.ts';
import { ErrorText } from '../../shared/error-text.tsx';
import { closePanel } from './panel-store.ts';
import { longestNumber, longestTones, readNumber, readTones } from './number-text.ts';
import { PanelFrame } from './panel-frame.tsx';

const signs = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '*', '0', '#'] as const;

const Pad = ({ onSign }: { onSign: (sign: string) => void }) => {
  const { t } = useTranslation();
  return (
    <div className="pad">
      {signs.map((sign) => (
        <Button key={sign} size="l" label={t('keypad.tone', { sign })} onPress={() => onSign(sign)}>
          {sign}
        </Button>
      ))}
    </div>
  );
};

/** In a call: each key is sent at once; what is pasted is sent whole, or not at all. */
const Tones = ({ callId }: { callId: string }) => {
  const { t } = useTranslation();
  const [sent, setSent] = useState('');
  const [wrong, setWrong] = useState<string | null>(null);
  const send = useAction('softphone.sendDtmf');
  /** One after the other: keys that overtake each other are a wrong number at the other end. */
  const queue = useRef(Promise.resolve());
  const give = (text: string) => {
    const read = readTones(text);
    if (!read.ok) {
      setWrong(read.reason === 'empty' ? null : t(`keypad.${read.reason}`, { max: longestTones }));
      return;
    }
    setWrong(null);
    queue.current = queue.current.then(async () => {
      const result = await send.run({ callId, tones: read.text });
      if (result.ok) setSent((before) => `${before}${read.text}`.slice(-longestTones));
    });
  };
  return (
    <>
      <TextField
        label={t('keypad.toTones')}
        value={sent}
        autoFocus
        inputMode="tel"
        help={t('keypad.tonesHelp')}
        error={wrong}
        // What was sent cannot be taken back: only what was added counts.
        onChange={(value) => {
          if (value.startsWith(sent)) give(value.slice(sent.length));
        }}
      />
      <Pad onSign={give} />
      <ErrorText error={send.error} />
    </>
  );
};

/** Without a call: a number of the person's own, where the role allows it. */
const FreeDial = () => {
  const { t } = useTranslation();
  const [number, setNumber] = useState('');
  const [wrong, setWrong] = useState<string | null>(null);
  const dial = useAction('softphone.dial');
  const redial = useAction('softphone.redial');
  const submit = async () => {
    const read = readNumber(number);
    if (!read.ok) {
      setWrong(t(read.reason === 'tooLong' ? 'keypad.tooLong' : 'keypad.wrong', { max: longestNumber }));
      return;
    }
    if (!dial.pending && (await dial.run({ number: read.text })).ok) closePanel();
  };
  const again = async () => {
    if ((await redial.run({})).ok) closePanel();
  };
  return (
    <>
      <TextField
        label={t('keypad.number')}
        value={number}
        autoFocus
        inputMode="tel"
        maxLength={longestNumber}
        error={wrong}
        onChange={(value) => {
          setWrong(null);
          setNumber(value);
        }}
        onEnter={() => void submit()}
      />
      <Pad onSign={(sign) => setNumber((before) => before + sign)} />
      <div className="panel-actions">
        <Button kind="primary" icon={Phone} pending={dial.pending} onPress={() => void submit()}>
          {t('keypad.dial')}
        </Button>
        <Button icon={RotateCcw} pending={redial.pending} onPress={() => void again()}>
          {t('keypad.redial')}
        </Button>
      </div>
      <ErrorText error={dial.error ?? redial.error} />
    </>
  );
};

export const KeypadPanel = ({ callId }: { callId: string | null }) => {
  const { t } = useTranslation();
  const call = useSoftphoneStore(
    ({ softphone }) => softphone?.calls.find((view) => view.call.callId === callId)?.call ?? null,
  );
  const allowed = useSoftphoneStore(({ softphone }) => softphone?.freeDialling ?? false);
  const open = useCallStore((state) => state.session !== null);
  const content = () => {
    if (call?.phase === 'talking') return <Tones callId={call.callId} />;
    if (call !== null && call.phase !== 'ended') return <p>{t('keypad.busyNow')}</p>;
    if (!allowed) return <p>{t('keypad.notPermitted')}</p>;
    return open ? <p>{t('keypad.callback')}</p> : <FreeDial />;
  };
  return (
    <PanelFrame title={t('keypad.title')} closeLabel={t('keypad.close')}>
      {content()}
    </PanelFrame>
  );
};
