import { useTranslation } from 'react-i18next';
import type { KnowledgeView } from '../../../../core/ipc/features/knowledge.ts';

/** The entry as it is written, with where it comes from and what to mind (domain.md section 2). */
export const EntryText = ({ entry }: { entry: KnowledgeView }) => {
  const { t } = useTranslation();
  return (
    <>
      <p className="knowledge-body" lang="zh-CN">
        {entry.body}
      </p>
      <dl className="knowledge-from">
        <dt>{t('knowledge.source')}</dt>
        <dd lang="zh-CN">{entry.source}</dd>
        <dt>{t('knowledge.caution')}</dt>
        <dd lang="zh-CN">{entry.caution}</dd>
      </dl>
    </>
  );
};
