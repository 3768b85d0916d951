import { useState } from 'react';
import { Pencil, Trash2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { isInternalNumber } from '../../../../core/call/phone-number.ts';
import type { TransferTarget } from '../../../../core/ipc/features/softphone.ts';
import { Button, IconButton } from '../../../ui/button.tsx';
import { TextField } from '../../../ui/field.tsx';
import { Panel } from '../../../ui/panel.tsx';
import { announce } from '../../../lib/announce-store.ts';
import { useSoftphoneStore } from '../../../lib/softphone-store.ts';
import { useAction } from '../../../lib/use-action.ts';
import { ErrorText } from '../../shared/error-text.tsx';
import { longestNumber, readNumber } from './number-text.ts';

const empty: TransferTarget = { name: '', number: '' };
const none: readonly TransferTarget[] = [];

/** Settings: the people a call can be handed to. */
export const TransferTargetsPanel = () => {
  const { t } = useTranslation();
  const targets = useSoftphoneStore(({ softphone }) => softphone?.transferTargets ?? none);
  const freely = useSoftphoneStore(({ softphone }) => softphone?.freeDialling ?? false);
  const [form, setForm] = useState(empty);
  /** Number of the target that is being changed; null = a new one. */
  const [editing, setEditing] = useState<string | null>(null);
  const [wrong, setWrong] = useState<string | null>(null);
  const save = useAction('softphone.setTransferTargets');
  const store = async (next: readonly TransferTarget[]): Promise<boolean> => {
    const result = await save.run({ targets: [...next] });
    if (result.ok) useSoftphoneStore.setState({ softphone: result.value });
    return result.ok;
  };
  const reset = () => {
    setForm(empty);
    setEditing(null);
    setWrong(null);
  };
  const submit = async () => {
    const name = form.name.trim();
    const read = readNumber(form.number);
    if (name === '' || (!read.ok && read.reason === 'empty')) return setWrong(t('transferPanel.incomplete'));
    if (!read.ok)
      return setWrong(
        t(read.reason === 'tooLong' ? 'keypad.tooLong' : 'keypad.wrong', { max: longestNumber }),
      );
    const target = { name, number: read.text };
    // As main decides: an outside number on the list would be one to dial freely.
    const listed = targets.some(({ number }) => number === target.number);
    if (!freely && !listed && !isInternalNumber(target.number)) return setWrong(t('transferPanel.inside'));
    const others = targets.filter(({ number }) => number !== editing);
    if (others.some(({ number }) => number === target.number)) return setWrong(t('transferPanel.twice'));
    const next =
      editing === null ? [...targets, target] : targets.map((one) => (one.number === editing ? target : one));
    if (!(await store(next))) return;
    announce(t('transferPanel.stored', { name }));
    reset();
  };
  const remove = async ({ name, number }: TransferTarget) => {
    if (!(await store(targets.filter((one) => one.number !== number)))) return;
    announce(t('transferPanel.removed', { name }));
    if (editing === number) reset();
  };
  return (
    <Panel title={t('transferPanel.settings')}>
      <p className="soft">{t(freely ? 'transferPanel.settingsText' : 'transferPanel.settingsInside')}</p>
      <ul className="target-list">
        {targets.map((target) => (
          <li key={target.number}>
            <span>{target.name}</span>
            <span className="soft">{target.number}</span>
            <IconButton
              icon={Pencil}
              label={t('transferPanel.edit', { name: target.name })}
              onPress={() => {
                setForm(target);
                setEditing(target.number);
                setWrong(null);
              }}
            />
            <IconButton
              icon={Trash2}
              label={t('transferPanel.remove', { name: target.name })}
              onPress={() => void remove(target)}
            />
          </li>
        ))}
      </ul>
      <div className="settings-form">
        <TextField
          label={t('transferPanel.name')}
          value={form.name}
          maxLength={40}
          onChange={(name) => setForm({ ...form, name })}
          onEnter={() => void submit()}
        />
        <TextField
          label={t('transferPanel.numberLabel')}
          value={form.number}
          maxLength={longestNumber}
          error={wrong}
          onChange={(number) => {
            setWrong(null);
            setForm({ ...form, number });
          }}
          onEnter={() => void submit()}
        />
      </div>
      <ErrorText error={save.error} />
      <div className="settings-actions">
        <Button pending={save.pending} onPress={() => void submit()}>
          {t(editing === null ? 'transferPanel.add' : 'transferPanel.save')}
        </Button>
        {editing !== null && (
          <Button kind="plain" onPress={reset}>
            {t('transferPanel.cancel')}
          </Button>
        )}
      </div>
    </Panel>
  );
};
