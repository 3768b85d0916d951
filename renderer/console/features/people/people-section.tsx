import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AppState } from '../../../../core/ipc/features/app.ts';
import type { PersonRow } from '../../../../core/ipc/features/people.ts';
import { useLocale } from '../../../lib/app-store.ts';
import { formatTime } from '../../../lib/format.ts';
import { useMay } from '../../../lib/seat.ts';
import { useRequest } from '../../../lib/use-request.ts';
import { Button } from '../../../ui/button.tsx';
import { Panel } from '../../../ui/panel.tsx';
import { ErrorText } from '../../shared/error-text.tsx';
import { OwnSignIn } from './own-sign-in.tsx';
import { PersonForm } from './person-form.tsx';
import type { PeopleList } from './person-form.tsx';
import './people.css';

const PersonState = ({ person }: { person: PersonRow }) => {
  const { t } = useTranslation();
  const locale = useLocale();
  if (!person.active) return <>{t('peoplePanel.state.inactive')}</>;
  if (person.pausedUntil !== null)
    return <>{t('peoplePanel.state.paused', { time: formatTime(person.pausedUntil, locale) })}</>;
  return <>{t(person.mustChangePin ? 'peoplePanel.state.must_change' : 'peoplePanel.state.active')}</>;
};

const PeopleTable = ({ list, onEdit }: { list: PeopleList; onEdit: (person: PersonRow) => void }) => {
  const { t } = useTranslation();
  const locale = useLocale();
  const columns = ['name', 'number', 'role', 'state', 'act'] as const;
  return (
    <table className="people-table" aria-label={t('peoplePanel.table')}>
      <thead>
        <tr>
          {columns.map((column) => (
            <th key={column} scope="col">
              {t(`peoplePanel.column.${column}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {list.people.map((person) => (
          <tr key={person.id}>
            <td>{person.name}</td>
            <td>{person.number}</td>
            <td>{list.roles.find(({ id }) => id === person.role)?.name[locale] ?? person.role}</td>
            <td>
              <PersonState person={person} />
            </td>
            <td>
              <Button
                kind="plain"
                label={t('peoplePanel.edit', { name: person.name })}
                onPress={() => onEdit(person)}
              >
                {t('peoplePanel.editShort')}
              </Button>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
};

type Open = { kind: 'none' } | { kind: 'add' } | { kind: 'edit'; person: PersonRow };

/** Who may sign in here. On a seat that nobody has set up: why one would, and the first person. */
const PeopleKeeping = ({ app }: { app: AppState }) => {
  const { t } = useTranslation();
  const [version, setVersion] = useState(0);
  const [open, setOpen] = useState<Open>({ kind: 'none' });
  const found = useRequest('people.list', {}, version);
  const list = found.value;
  const first = app.seat.state === 'open';
  const done = () => {
    setOpen({ kind: 'none' });
    setVersion((before) => before + 1);
  };
  if (list === null) return <ErrorText error={found.error} />;
  return (
    <>
      {first && <p className="soft">{t('peoplePanel.openWhy')}</p>}
      {list.people.length > 0 && (
        <PeopleTable list={list} onEdit={(person) => setOpen({ kind: 'edit', person })} />
      )}
      {open.kind === 'none' ? (
        <div>
          <Button onPress={() => setOpen({ kind: 'add' })}>
            {t(first ? 'peoplePanel.firstTitle' : 'peoplePanel.add')}
          </Button>
        </div>
      ) : (
        <PersonForm
          key={open.kind === 'edit' ? open.person.id : 'add'}
          list={list}
          person={open.kind === 'edit' ? open.person : null}
          known={first ? app.agent : null}
          onDone={done}
          onChanged={() => setVersion((before) => before + 1)}
          onCancel={() => setOpen({ kind: 'none' })}
        />
      )}
    </>
  );
};

/** People and sign-in, in the settings. */
export const PeopleSection = ({ app }: { app: AppState }) => {
  const { t } = useTranslation();
  const keeps = useMay('people');
  return (
    <Panel title={t('peoplePanel.title')}>
      {app.seat.person !== null && <OwnSignIn app={app} person={app.seat.person} />}
      {keeps ? <PeopleKeeping app={app} /> : <p className="soft">{t('peoplePanel.noRight')}</p>}
    </Panel>
  );
};
