import { join } from 'node:path';
import { app } from 'electron';

/** Folder of the shipped data: beside the sources in development, beside the program in a package. */
export const resourcesFolder = (): string =>
  app.isPackaged ? join(process.resourcesPath, 'resources') : join(import.meta.dirname, '../../resources');
