import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ChannelOutput } from '../../../../core/ipc/contract.ts';
import type { PersonRow } from '../../../../core/ipc/features/people.ts';
import { announce } from '../../../lib/announce-store.ts';
import { useLocale } from '../../../lib/app-store.ts';
import { useAction } from '../../../lib/use-action.ts';
import { Button } from '../../../ui/button.tsx';
import { CheckBox } from '../../../ui/check-box.tsx';
import { TextField } from '../../../ui/field.tsx';
import { SelectField } from '../../../ui/select-field.tsx';
import { ErrorText } from '../../shared/error-text.tsx';
import { fieldError, formError } from '../settings/field-error.ts';

export type PeopleList = ChannelOutput<'people.list'>;
const fields = ['name', 'number', 'role', 'pin'];

type PersonFormProps = {
  list: PeopleList;
  /** null = a new one. */
  person: PersonRow | null;
  /** Who has worked here before anybody was set up; offered as the first. */
  known: { name: string; number: string } | null;
  onDone: () => void;
  /** Kept, and the form stays open. */
  onChanged: () => void;
  onCancel: () => void;
};

const useForm = ({ list, person, known }: PersonFormProps) => {
  const first = list.people.length === 0;
  const able = list.roles.filter(({ signsIn, may }) => signsIn && (!first || may.includes('people')));
  const [values, setValues] = useState({
    name: person?.name ?? known?.name ?? '',
    number: person?.number ?? known?.number ?? '',
    role: person?.role ?? able[0]?.id ?? '',
    active: person?.active ?? true,
    pin: '',
  });
  return {
    first,
    able,
    values,
    set: (change: Partial<typeof values>) => setValues({ ...values, ...change }),
  };
};

/** A new person, or another role, another name, a new PIN for one who is there. */
export const PersonForm = (props: PersonFormProps) => {
  const { list, person, onDone, onChanged, onCancel } = props;
  const { t } = useTranslation();
  const locale = useLocale();
  const { first, able, values, set } = useForm(props);
  const add = useAction('people.add');
  const change = useAction('people.change');
  const reset = useAction('people.resetPin');
  const { name, number, role, active, pin } = values;
  const ready = name.trim() !== '' && number.trim() !== '' && (person !== null || pin !== '');
  const error = add.error ?? change.error ?? reset.error;
  const save = async () => {
    if (!ready) return;
    const result =
      person === null
        ? await add.run({ name, number, role, pin })
        : await change.run({ id: person.id, name, role, active });
    if (!result.ok) return;
    announce(t(person === null ? 'peoplePanel.added' : 'peoplePanel.saved', { name }));
    onDone();
  };
  const newPin = async () => {
    if (person === null || pin === '') return;
    const result = await reset.run({ id: person.id, pin });
    if (!result.ok) return;
    set({ pin: '' });
    announce(t('peoplePanel.resetDone', { name: person.name }));
    onChanged();
  };
  const pinLabel =
    person === null
      ? t(first ? 'peoplePanel.pinFirst' : 'peoplePanel.pin', list.pinDigits)
      : t('peoplePanel.resetPin');
  const can = able.find(({ id }) => id === role)?.may ?? [];
  return (
    <section
      className="people-form"
      aria-label={person === null ? t('peoplePanel.addTitle') : t('peoplePanel.editTitle', person)}
    >
      <h3>
        {person === null
          ? t(first ? 'peoplePanel.firstTitle' : 'peoplePanel.addTitle')
          : t('peoplePanel.editTitle', person)}
      </h3>
      <div className="settings-form">
        <TextField
          label={t('peoplePanel.name')}
          value={name}
          onChange={(typed) => set({ name: typed })}
          maxLength={40}
          autoFocus
          error={fieldError(t, error, 'name')}
        />
        {person === null && (
          <TextField
            label={t('peoplePanel.number')}
            value={number}
            onChange={(typed) => set({ number: typed })}
            maxLength={20}
            error={fieldError(t, error, 'number')}
          />
        )}
        <SelectField
          label={t('peoplePanel.role')}
          choices={able.map((one) => ({ id: one.id, label: one.name[locale] }))}
          value={role}
          onChange={(id) => set({ role: id })}
        />
        <TextField
          label={pinLabel}
          type="password"
          inputMode="numeric"
          value={pin}
          onChange={(typed) => set({ pin: typed })}
          maxLength={64}
          help={first ? '' : t('peoplePanel.pinHelp')}
          error={fieldError(t, error, 'pin')}
        />
      </div>
      <p className="soft">
        {t('peoplePanel.may', {
          list: can.map((one) => t(`permission.${one}`)).join(locale === 'en' ? '; ' : '；'),
        })}
      </p>
      {person !== null && (
        <CheckBox checked={active} onChange={(checked) => set({ active: checked })}>
          {t('peoplePanel.active')}
        </CheckBox>
      )}
      <ErrorText error={fieldError(t, error, 'role') === null ? formError(error, fields) : error} />
      <div className="settings-actions">
        <Button disabled={!ready} pending={add.pending || change.pending} onPress={() => void save()}>
          {t(person !== null ? 'peoplePanel.save' : first ? 'peoplePanel.addFirst' : 'peoplePanel.add')}
        </Button>
        {person !== null && (
          <Button disabled={pin === ''} pending={reset.pending} onPress={() => void newPin()}>
            {t('peoplePanel.reset')}
          </Button>
        )}
        <Button kind="plain" onPress={onCancel}>
          {t('peoplePanel.cancel')}
        </Button>
      </div>
    </section>
  );
};
