import { useState } from 'react';
import { FileSpreadsheet } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { ChannelOutput } from '../../../../core/ipc/contract.ts';
import type { ImportPreview } from '../../../../core/ipc/features/import.ts';
import { Button } from '../../../ui/button.tsx';
import { useAppStore } from '../../../lib/app-store.ts';
import { callDesk } from '../../../lib/desk.ts';
import { useAction } from '../../../lib/use-action.ts';
import { ErrorText } from '../../shared/error-text.tsx';
import { ImportPreviewView } from './import-preview.tsx';
import { ImportResult } from './import-result.tsx';
import './import.css';

type Counts = ChannelOutput<'import.commit'>;

type ChooseProps = { onPreview: (preview: ImportPreview) => void };

const Choose = ({ onPreview }: ChooseProps) => {
  const { t } = useTranslation();
  const choose = useAction('import.choose');
  const practising = useAppStore((state) => state.app?.mode === 'practice');
  const take = async (source: 'dialog' | 'sample') => {
    const result = await choose.run({ source });
    if (result.ok && result.value) onPreview(result.value);
  };
  return (
    <div className="import-choose">
      <FileSpreadsheet aria-hidden size={40} strokeWidth={1.25} />
      <h1>{t('import.title')}</h1>
      <p>{t('import.lead')}</p>
      <div className="import-choices">
        <Button
          kind="primary"
          size="l"
          autoFocus
          pending={choose.pending}
          onPress={() => void take('dialog')}
        >
          {t('import.choose')}
        </Button>
        {practising && (
          <Button size="l" pending={choose.pending} onPress={() => void take('sample')}>
            {t('import.sample')}
          </Button>
        )}
      </div>
      {practising && <p className="soft">{t('import.sampleHint')}</p>}
      <ErrorText error={choose.error} />
    </div>
  );
};

/** Three steps at one place: choose, check, done. Nothing is written before the button that says how many. */
export const ImportScreen = () => {
  const [preview, setPreview] = useState<ImportPreview | null>(null);
  const [counts, setCounts] = useState<Counts | null>(null);
  const leave = () => {
    if (preview) void callDesk('import.cancel', { importId: preview.importId });
    setPreview(null);
    setCounts(null);
  };
  if (preview && counts) return <ImportResult preview={preview} counts={counts} onMore={leave} />;
  if (preview) {
    return (
      <ImportPreviewView preview={preview} onPreview={setPreview} onDone={setCounts} onAnother={leave} />
    );
  }
  return <Choose onPreview={setPreview} />;
};
