import { FileText, ListChecks } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { CallView } from '../../../../core/ipc/features/softphone.ts';
import { Button } from '../../../ui/button.tsx';
import { useCallStore } from '../../../lib/call-store.ts';
import { go } from '../../../lib/route-store.ts';
import { useAction } from '../../../lib/use-action.ts';
import { ErrorText } from '../../shared/error-text.tsx';

/** The tasks a caller's number belongs to: to look at, and once the call is up to take up as its callback. */
export const TaskButtons = ({ view }: { view: CallView }) => {
  const { t } = useTranslation();
  const free = useCallStore((state) => state.session === null);
  const takeUp = useAction('softphone.takeUp');
  const { callId, phase } = view.call;
  if (view.tasks.length === 0 || phase === 'ended') return null;
  return (
    <>
      {view.tasks.map((task) => {
        const words = { name: task.holderName, policyNo: task.policyNo };
        return (
          <span key={task.id} className="strip-task">
            <Button icon={FileText} onPress={() => go('worklist', { taskId: task.id })}>
              {t('strip.openTask', words)}
            </Button>
            {phase === 'talking' && free && (
              <Button icon={ListChecks} onPress={() => void takeUp.run({ callId, taskId: task.id })}>
                {t('strip.takeUp', words)}
              </Button>
            )}
          </span>
        );
      })}
      <ErrorText error={takeUp.error} />
    </>
  );
};
