import { useTranslation } from 'react-i18next';
import { Button } from '../../../ui/button.tsx';
import { TextField } from '../../../ui/field.tsx';
import { useLocale } from '../../../lib/app-store.ts';
import { formatFullMoment } from '../../../lib/format.ts';
import { appointmentChoices, fromDateAndTime, toDateAndTime, type Band } from '../../../lib/trade-time.ts';

type AppointmentFieldsProps = {
  date: string;
  time: string;
  /** UTC ms of what is typed, null while it cannot be read. */
  at: number | null;
  now: number;
  onDate: (date: string) => void;
  onTime: (time: string) => void;
  /** Last day of the 犹豫期, `YYYY-MM-DD`. */
  deadline: string;
  /** Hours in which customers may be called. */
  bands: readonly Band[];
  error: string | null;
};

/** When the customer wants to be called: one press for common moments, date and time for the others. */
export const AppointmentFields = (props: AppointmentFieldsProps) => {
  const { date, time, at, now, onDate, onTime, deadline, error } = props;
  const { t } = useTranslation();
  const locale = useLocale();
  const lastMoment = fromDateAndTime(deadline, '23:59') ?? Number.MAX_SAFE_INTEGER;
  const choices = appointmentChoices(now, lastMoment, props.bands);
  return (
    <div className="appointment">
      <div className="appointment-quick" role="group" aria-label={t('wrapUp.appointmentQuick')}>
        {choices.map((choice) => (
          <Button
            key={choice.id}
            pressed={choice.at === at}
            onPress={() => {
              const moment = toDateAndTime(choice.at);
              onDate(moment.date);
              onTime(moment.time);
            }}
          >
            {t(`wrapUp.quick.${choice.id}`)}
          </Button>
        ))}
      </div>
      <div className="appointment-fields">
        <TextField
          label={t('wrapUp.appointmentDate')}
          value={date}
          onChange={onDate}
          placeholder={toDateAndTime(now).date}
          inputMode="numeric"
          error={error}
        />
        <TextField
          label={t('wrapUp.appointmentTime')}
          value={time}
          onChange={onTime}
          placeholder="15:30"
          inputMode="numeric"
        />
        {at !== null && (
          <p className="appointment-read" data-appointment={at}>
            {formatFullMoment(at, locale)}
          </p>
        )}
      </div>
    </div>
  );
};
