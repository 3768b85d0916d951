import { Label } from 'react-aria-components/Label';
import { Meter } from 'react-aria-components/Meter';
import './field.css';
import './level-bar.css';

type LevelBarProps = {
  label: string;
  /** 0..1 */
  value: number;
  /** Said instead of the figure. */
  valueText: string;
  /** The sound reaches full scale. */
  over: boolean;
};

/** A bar that follows a sound. */
export const LevelBar = ({ label, value, valueText, over }: LevelBarProps) => (
  <Meter className="level-bar" value={value} minValue={0} maxValue={1} valueLabel={valueText}>
    <Label className="field-label">{label}</Label>
    <span className="level-bar-text">{valueText}</span>
    <svg className="level-bar-track" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden>
      <rect className={over ? 'level-bar-over' : 'level-bar-fill'} width={value * 100} height="4" />
    </svg>
  </Meter>
);
