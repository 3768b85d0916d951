import { mkdir, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { BrowserWindow } from 'electron';

/** Right after loading the compositor may still have nothing to show. */
const maxAttempts = 50;

/** Saves a picture of the window once its screen is drawn: the main element then carries `data-screen`. */
export const takeScreenshot = async (window: BrowserWindow, file: string): Promise<void> => {
  if (window.webContents.isLoading()) {
    await new Promise<void>((resolve) => window.webContents.once('did-finish-load', () => resolve()));
  }
  await window.webContents.executeJavaScript(
    `new Promise((resolve) => {
      const check = () => (document.querySelector('[data-screen]') ? requestAnimationFrame(() => setTimeout(resolve, 300)) : setTimeout(check, 50));
      check();
    })`,
  );
  await mkdir(dirname(file), { recursive: true });
  for (let attempt = 0; attempt < maxAttempts; attempt += 1) {
    const image = await window.webContents.capturePage();
    if (!image.isEmpty()) {
      // Whoever waits for the file never sees half of it.
      await writeFile(`${file}.part`, image.toPNG());
      await rename(`${file}.part`, file);
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error('The window gave no picture.');
};
