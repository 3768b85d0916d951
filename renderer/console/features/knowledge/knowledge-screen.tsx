import { useMemo, useRef, useState } from 'react';
import { LockKeyhole } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { KnowledgeHit } from '../../../../core/ipc/features/knowledge.ts';
import { Badge, Notice } from '../../../ui/badge.tsx';
import { TextField } from '../../../ui/field.tsx';
import { VirtualTable } from '../../../ui/virtual-table.tsx';
import type { Column } from '../../../ui/virtual-table.tsx';
import { useLocale } from '../../../lib/app-store.ts';
import { useCallStore } from '../../../lib/call-store.ts';
import { useDebounced } from '../../../lib/use-debounced.ts';
import { useRequest } from '../../../lib/use-request.ts';
import { useKey } from '../../keyboard/use-key.ts';
import { ErrorText } from '../../shared/error-text.tsx';
import { EntryText } from './entry-text.tsx';
import { MarkedText } from './marked-text.tsx';
import { titleOf } from './title-of.ts';
import './knowledge.css';

const useColumns = (): readonly Column<KnowledgeHit>[] => {
  const { t } = useTranslation();
  const locale = useLocale();
  return useMemo(
    () => [
      {
        id: 'title',
        header: t('knowledge.columnTitle'),
        track: 'minmax(11rem, 0.8fr)',
        cell: (hit) => titleOf(hit, locale),
      },
      {
        id: 'passage',
        wideOnly: true,
        header: t('knowledge.columnPassage'),
        track: 'minmax(0, 2fr)',
        cell: (hit) => <MarkedText text={hit.passage.text} marks={hit.passage.marks} />,
      },
    ],
    [t, locale],
  );
};

/** Changes when the identity wall may have opened or closed: what main shows then is another thing. */
const useWall = (): string =>
  useCallStore(({ session }) =>
    session === null ? '' : `${session.attemptId} ${session.script.identity.status}`,
  );

const OneEntry = ({ id, wall }: { id: string | null; wall: string }) => {
  const { t } = useTranslation();
  const locale = useLocale();
  const found = useRequest('knowledge.entry', id === null ? null : { id }, wall);
  const entry = found.value?.entry ?? null;
  return (
    <section className="knowledge-one" aria-label={t('knowledge.one')} tabIndex={0}>
      {id === null && <p className="soft">{t('knowledge.choose')}</p>}
      <ErrorText error={found.error} />
      {found.value !== null && entry === null && (
        <Notice tone="care" icon={LockKeyhole}>
          {t('knowledge.withheldOne')}
        </Notice>
      )}
      {entry && (
        <>
          <div className="knowledge-head">
            <h2>{titleOf(entry, locale)}</h2>
            <Badge>{t(`knowledge.kind.${entry.kind}`)}</Badge>
            <span className="soft">{`${entry.id} · ${t('knowledge.version')} ${entry.version}`}</span>
          </div>
          <EntryText entry={entry} />
        </>
      )}
    </section>
  );
};

/** Everything the desk knows, searched without a network (domain.md rows 94, 95). */
export const KnowledgeScreen = () => {
  const { t } = useTranslation();
  const [search, setSearch] = useState('');
  const [chosen, setChosen] = useState<string | null>(null);
  const wanted = useDebounced(search.trim(), 120);
  const wall = useWall();
  const result = useRequest('knowledge.search', { query: wanted }, wall);
  const columns = useColumns();
  const searchRef = useRef<HTMLInputElement>(null);
  const gridRef = useRef<HTMLDivElement>(null);
  const found = result.value?.found ?? [];
  const withheld = result.value?.withheld ?? 0;
  const at = found.findIndex((hit) => hit.id === chosen);
  // The best hit is read at once; one that was chosen stays while it is among the hits.
  const selected = at < 0 ? 0 : at;
  useKey('searchKnowledge', () => searchRef.current?.focus());
  const nothing = wanted ? t('knowledge.emptySearch', { search: wanted }) : t('knowledge.empty');

  return (
    <div className="knowledge">
      <section className="knowledge-left" aria-labelledby="knowledge-title">
        <div className="worklist-head">
          <h1 id="knowledge-title">{t('knowledge.title')}</h1>
          <TextField
            className="worklist-search"
            type="search"
            label={t('knowledge.search')}
            hideLabel
            placeholder={`${t('knowledge.search')}  (Ctrl+K)`}
            value={search}
            onChange={(next) => {
              setSearch(next);
              setChosen(null);
            }}
            maxLength={100}
            inputRef={searchRef}
            onArrowDown={() => gridRef.current?.focus()}
          />
        </div>
        {withheld > 0 && (
          <Notice tone="care" icon={LockKeyhole}>
            {t('knowledge.withheld', { count: withheld })}
          </Notice>
        )}
        <ErrorText error={result.error} />
        <VirtualTable
          label={t('knowledge.list')}
          columns={columns}
          total={found.length}
          rowAt={(index) => found[index] ?? null}
          onShow={nothingToFetch}
          rowHeight={36}
          selected={found.length > 0 ? selected : null}
          onSelect={(index) => setChosen(found[index]?.id ?? null)}
          empty={result.loading ? t('common.loading') : nothing}
          gridRef={gridRef}
        />
      </section>
      <OneEntry id={found[selected]?.id ?? null} wall={wall} />
    </div>
  );
};

/** The hits come whole. */
const nothingToFetch = (): void => undefined;
