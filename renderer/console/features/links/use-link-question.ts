import { useEffect, useState } from 'react';
import type { LinkQuestion } from '../../../../core/ipc/features/links.ts';
import { callDesk, onDesk } from '../../../lib/desk.ts';

/** The link that waits for an answer, live; also after a reload of the page. */
export const useLinkQuestion = (): LinkQuestion | null => {
  const [question, setQuestion] = useState<LinkQuestion | null>(null);
  useEffect(() => {
    let heard = false;
    const end = onDesk('links.changed', (change) => {
      heard = true;
      setQuestion(change.question);
    });
    void callDesk('links.question', {}).then((result) => {
      if (result.ok && !heard) setQuestion(result.value.question);
    });
    return end;
  }, []);
  return question;
};
