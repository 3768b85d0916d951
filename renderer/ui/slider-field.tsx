import { Label } from 'react-aria-components/Label';
import { Slider, SliderOutput, SliderThumb, SliderTrack } from 'react-aria-components/Slider';
import './field.css';
import './slider-field.css';

type SliderFieldProps = {
  label: string;
  /** 0..1 */
  value: number;
  /** While it moves. */
  onChange: (value: number) => void;
  /** When it was let go. */
  onDone: (value: number) => void;
};

/** A share from 0 to 100 %. */
export const SliderField = ({ label, value, onChange, onDone }: SliderFieldProps) => (
  <Slider
    className="slider"
    value={value}
    minValue={0}
    maxValue={1}
    step={0.05}
    formatOptions={{ style: 'percent' }}
    onChange={onChange}
    onChangeEnd={onDone}
  >
    <Label className="field-label">{label}</Label>
    <SliderOutput className="slider-value" />
    <SliderTrack className="slider-track">
      <SliderThumb className="slider-thumb" />
    </SliderTrack>
  </Slider>
);
