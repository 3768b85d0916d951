import { useRef, useState } from 'react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ChoiceGroup } from '../../../ui/choice-group.tsx';
import { TextField } from '../../../ui/field.tsx';
import type { Permission } from '../../../../core/people/permissions.ts';
import { useAppStore, useLocale } from '../../../lib/app-store.ts';
import { useIssueStore } from '../../../lib/issue-store.ts';
import { useDebounced } from '../../../lib/use-debounced.ts';
import { useNow } from '../../../lib/use-now.ts';
import { useKey } from '../../keyboard/use-key.ts';
import { useListVersion } from '../../shared/use-list-version.ts';
import { ComplaintView } from '../cases/complaint-view.tsx';
import { CorrectionView } from '../cases/correction-view.tsx';
import { FindingsReport } from '../findings/findings-report.tsx';
import { IssueView, type ViewProps } from './issue-view.tsx';
import './issues.css';

const kinds = ['issues', 'complaints', 'corrections', 'figures'] as const;
type Kind = (typeof kinds)[number];
const nothing: readonly Permission[] = [];
const needed: Record<Kind, Permission> = {
  issues: 'issues',
  complaints: 'cases',
  corrections: 'cases',
  figures: 'figures',
};

/** Board of 问题件, with complaints and correction requests as views of their own. */
export const IssuesScreen = () => {
  const { t } = useTranslation();
  const may = useAppStore((state) => state.app?.seat.may ?? nothing);
  const offered = kinds.filter((id) => may.includes(needed[id]));
  const [chosen, setKind] = useState<Kind>('issues');
  const kind = offered.includes(chosen) ? chosen : (offered[0] ?? chosen);
  const [search, setSearch] = useState('');
  const wanted = useDebounced(search.trim(), 120);
  const now = useNow(30_000);
  const told = useIssueStore((state) => state.version);
  const [done, setDone] = useState(0);
  const version = `${useListVersion()} ${told} ${done} ${useLocale()}`;
  const searchRef = useRef<HTMLInputElement>(null);
  const gridRef = useRef<HTMLDivElement>(null);
  useKey('searchIssues', () => searchRef.current?.focus());

  const head = (badges: ReactNode) => (
    <>
      <div className="worklist-head">
        <h1 id="issue-board-title">{t('issues.title')}</h1>
        {badges}
        {kind !== 'figures' && (
          <TextField
            className="worklist-search"
            type="search"
            label={t('issues.search')}
            hideLabel
            placeholder={`${t('issues.search')}  (Ctrl+K)`}
            value={search}
            onChange={setSearch}
            maxLength={100}
            inputRef={searchRef}
            onArrowDown={() => gridRef.current?.focus()}
          />
        )}
      </div>
      <ChoiceGroup<Kind>
        label={t('boardKinds')}
        hideLabel
        choices={offered.map((id) => ({
          id,
          label: id === 'figures' ? t('findings.scope') : t(`boardKind.${id}`),
        }))}
        value={kind}
        onChange={setKind}
      />
    </>
  );
  const view: ViewProps = {
    search: wanted,
    version,
    now,
    gridRef,
    head,
    onDone: () => setDone((count) => count + 1),
  };
  return (
    <div className={kind === 'figures' ? 'issue-figures' : 'issue-board'}>
      {kind === 'issues' && <IssueView {...view} />}
      {kind === 'complaints' && <ComplaintView {...view} />}
      {kind === 'corrections' && <CorrectionView {...view} />}
      {kind === 'figures' && (
        <section className="issue-board-left" aria-labelledby="issue-board-title">
          {head(null)}
          <FindingsReport version={version} />
        </section>
      )}
    </div>
  );
};
