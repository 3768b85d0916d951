import { join } from 'node:path';
import { Menu, nativeImage, Tray } from 'electron';
import type { MenuItemConstructorOptions, NativeImage } from 'electron';
import type { Log } from '../log/log.ts';
import { trayModel } from './tray-model.ts';
import type { TrayCommand, TrayFacts, TrayItem, TrayLook, TrayModel } from './tray-model.ts';

export type DeskTray = {
  /** Shows the facts as they are now; the same facts again cost nothing. */
  update(): void;
  /** What the tray shows. */
  model(): TrayModel;
  stop(): void;
};

/**
 * The icon beside the clock. Where the desktop has none (a Linux desktop without StatusNotifier) Electron shows
 * nothing, and nothing else depends on it: the window stays as it is when it is closed.
 */
export const createTray = (deps: {
  icons: string;
  facts: () => TrayFacts;
  run: Readonly<Record<TrayCommand, () => void>>;
  setAgentState: (id: string) => void;
  log: Log;
}): DeskTray => {
  const images = new Map<TrayLook, NativeImage>();
  const imageOf = (look: TrayLook): NativeImage => {
    const known = images.get(look);
    if (known !== undefined) return known;
    // A Mac tints template images for its light and dark bar; elsewhere they carry a light rim for dark bars.
    const mac = process.platform === 'darwin';
    const image = nativeImage.createFromPath(join(deps.icons, `tray-${look}${mac ? '-Template' : ''}.png`));
    if (mac) image.setTemplateImage(true);
    images.set(look, image);
    return image;
  };
  const toMenu = (item: TrayItem): MenuItemConstructorOptions => {
    switch (item.kind) {
      case 'separator':
        return { type: 'separator' };
      case 'state':
        return {
          type: 'radio',
          label: item.label,
          checked: item.checked,
          click: () => deps.setAgentState(item.id),
        };
      case 'item':
        return {
          label: item.label,
          enabled: item.enabled,
          click: () => deps.run[item.id](),
          ...(item.checked === null ? {} : { type: 'checkbox', checked: item.checked }),
        };
    }
  };

  let shown = trayModel(deps.facts());
  let tray: Tray | null = null;
  const paint = (model: TrayModel, before: TrayModel | null): void => {
    if (tray === null) return;
    if (model.look !== before?.look) tray.setImage(imageOf(model.look));
    if (model.tooltip !== before?.tooltip) tray.setToolTip(model.tooltip);
    if (JSON.stringify(model.items) !== JSON.stringify(before?.items))
      tray.setContextMenu(Menu.buildFromTemplate(model.items.map(toMenu)));
  };
  try {
    tray = new Tray(imageOf(shown.look));
    tray.on('click', () => deps.run.show());
    paint(shown, null);
  } catch (error) {
    deps.log.warn('tray.none', { reason: error instanceof Error ? error.message : 'unknown' });
  }
  return {
    update: () => {
      const before = shown;
      shown = trayModel(deps.facts());
      paint(shown, before);
    },
    model: () => shown,
    stop: () => {
      tray?.destroy();
      tray = null;
    },
  };
};
