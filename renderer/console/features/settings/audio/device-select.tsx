import { useTranslation } from 'react-i18next';
import type { AudioDevice } from '../../../../../core/call/audio.ts';
import { findDevice } from '../../../../../core/call/device-match.ts';
import { SelectField } from '../../../../ui/select-field.tsx';

type DeviceSelectProps = {
  label: string;
  devices: readonly AudioDevice[];
  /** Label of the chosen device; null = the system's default. */
  chosen: string | null;
  onChange: (label: string | null) => void;
};

/** Not a label: no device can be called so. */
const systemDefault = '\u0000';

/** One device by name; a chosen one that is unplugged stays in the list and says so. */
export const DeviceSelect = ({ label, devices, chosen, onChange }: DeviceSelectProps) => {
  const { t } = useTranslation();
  const found = findDevice(devices, chosen);
  const missing = chosen !== null && found === null ? [chosen] : [];
  return (
    <SelectField
      label={label}
      choices={[
        { id: systemDefault, label: t('devices.systemDefault') },
        ...devices.map((device) => ({ id: device.label, label: device.label })),
        ...missing.map((name) => ({ id: name, label: t('devices.notPluggedIn', { name }) })),
      ]}
      value={found?.label ?? chosen ?? systemDefault}
      onChange={(id) => onChange(id === systemDefault ? null : id)}
    />
  );
};
