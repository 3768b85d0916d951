import { useState } from 'react';
import { BookOpenText } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../../ui/button.tsx';
import { useRequest } from '../../../lib/use-request.ts';
import { ErrorText } from '../../shared/error-text.tsx';
import { EntryText } from '../knowledge/entry-text.tsx';

/** Opens the entry of the knowledge base beside what is to be improved; the review stays where it is. */
export const KnowledgeLink = ({ id, title }: { id: string; title: string }) => {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const found = useRequest('knowledge.entry', open ? { id } : null);
  const entry = found.value?.entry ?? null;
  return (
    <>
      <Button kind="plain" icon={BookOpenText} pressed={open} onPress={() => setOpen(!open)}>
        {t('review.knowledge', { title })}
      </Button>
      <ErrorText error={found.error} />
      {entry && (
        <div className="review-entry">
          <EntryText entry={entry} />
        </div>
      )}
    </>
  );
};
