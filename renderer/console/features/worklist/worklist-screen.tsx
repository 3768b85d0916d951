import { useCallback, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { TaskFilter } from '../../../../core/ipc/features/worklist.ts';
import { ErrorText } from '../../shared/error-text.tsx';
import { Badge } from '../../../ui/badge.tsx';
import { ChoiceGroup } from '../../../ui/choice-group.tsx';
import { TextField } from '../../../ui/field.tsx';
import { callDesk } from '../../../lib/desk.ts';
import { useLocale } from '../../../lib/app-store.ts';
import { formatCount } from '../../../lib/format.ts';
import { go, useRouteStore } from '../../../lib/route-store.ts';
import { useDebounced } from '../../../lib/use-debounced.ts';
import { useLast } from '../../../lib/use-last.ts';
import { useNow } from '../../../lib/use-now.ts';
import { usePagedList } from '../../../lib/use-paged-list.ts';
import { useListVersion } from '../../shared/use-list-version.ts';
import { useKey } from '../../keyboard/use-key.ts';
import { ReviewPanel } from '../practice/review-panel.tsx';
import { PreCallCard } from './pre-call-card.tsx';
import { TaskTable } from './task-table.tsx';
import { useShownTask } from './use-shown-task.ts';
import './worklist.css';

/** Order on screen; the type makes sure that every filter of the contract exists. */
const filters: readonly TaskFilter[] = [
  'open',
  'due_soon',
  'appointments',
  'waiting',
  'issues',
  'done',
  'all',
];

/** The list at the left, the task to call at the right; the next task is there without asking. */
export const WorklistScreen = () => {
  const { t } = useTranslation();
  const locale = useLocale();
  const [filter, setFilter] = useState<TaskFilter>('open');
  const [search, setSearch] = useState('');
  const wanted = useDebounced(search.trim(), 120);
  const chosen = useRouteStore((state) => state.taskId);
  const searchRef = useRef<HTMLInputElement>(null);
  const gridRef = useRef<HTMLDivElement>(null);
  const minute = useNow(60_000);
  const version = `${useListVersion()} ${Math.floor(minute / 60_000)}`;
  const load = useCallback(
    (offset: number, limit: number) => callDesk('worklist.page', { filter, search: wanted, offset, limit }),
    [filter, wanted],
  );
  const rows = usePagedList(load, version);
  const searching = search.trim() !== '';
  const firstHit = searching && wanted === search.trim() ? (rows.rowAt(0)?.id ?? null) : null;
  const shown = useShownTask(chosen ?? firstHit, version, !searching);
  // The number of tries needed is a rule of the pack, the same for every task.
  const triesNeeded = useLast(shown.card.value?.triesNeeded ?? null);
  const counts = useLast(rows.answer?.counts ?? null);

  useKey('searchTasks', () => searchRef.current?.focus());

  return (
    <div className="worklist">
      <section className="worklist-left" aria-labelledby="worklist-title">
        <ReviewPanel />
        <div className="worklist-head">
          <h1 id="worklist-title">{t('worklist.title')}</h1>
          {counts && counts.overdue > 0 && (
            <Badge tone="rule">{t('worklist.overdue', { count: counts.overdue })}</Badge>
          )}
          <TextField
            className="worklist-search"
            type="search"
            label={t('worklist.search')}
            hideLabel
            placeholder={`${t('worklist.search')}  (Ctrl+K)`}
            value={search}
            onChange={(text) => {
              setSearch(text);
              // A task chosen before is not what the search is about.
              go('worklist', { taskId: null });
            }}
            maxLength={100}
            inputRef={searchRef}
            onArrowDown={() => gridRef.current?.focus()}
            onEnter={() => gridRef.current?.focus()}
          />
        </div>
        <ChoiceGroup<TaskFilter>
          label={t('worklist.filters')}
          hideLabel
          choices={filters.map((id) => ({
            id,
            label: (
              <>
                {t(`worklist.filter.${id}`)}
                {counts && <span className="filter-count">{formatCount(counts[id], locale)}</span>}
              </>
            ),
          }))}
          value={filter}
          onChange={setFilter}
        />
        <ErrorText error={rows.error} />
        <TaskTable
          rows={rows}
          search={wanted}
          nothingAtAll={counts !== null && counts.all === 0}
          now={minute}
          chosen={shown.shownId}
          triesNeeded={triesNeeded}
          onChoose={(taskId) => go('worklist', { taskId })}
          gridRef={gridRef}
        />
      </section>
      <PreCallCard shown={shown} now={minute} />
    </div>
  );
};
