import { FileCheck } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../../ui/button.tsx';
import { announce } from '../../../lib/announce-store.ts';
import { useAction } from '../../../lib/use-action.ts';
import { chordFor } from '../../keyboard/keymap.ts';
import { useKey } from '../../keyboard/use-key.ts';
import { ErrorText } from '../../shared/error-text.tsx';

/** Saves the evidence sheet of the record's policy as PDF (domain.md row 2). */
export const EvidenceButton = ({ attemptId }: { attemptId: string }) => {
  const { t } = useTranslation();
  const print = useAction('record.evidence');
  const printNow = async () => {
    const result = await print.run({ attemptId });
    if (result.ok && result.value.path !== null)
      announce(
        t(result.value.masked ? 'documents.savedMasked' : 'documents.savedOpen', { path: result.value.path }),
      );
  };
  useKey('printEvidence', () => void printNow(), !print.pending);
  return (
    <>
      <Button
        icon={FileCheck}
        keyHint={chordFor('printEvidence')}
        disabled={print.pending}
        onPress={() => void printNow()}
      >
        {t('documents.evidence')}
      </Button>
      <ErrorText error={print.error} />
    </>
  );
};
