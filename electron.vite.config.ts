import { resolve } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';

const at = (path: string): string => resolve(import.meta.dirname, path);

/**
 * Built for the older bound of the runtimes that are tested (Chromium 130, Node 20.18), so that the same
 * bundle runs on the closed-network runtime and on the shipped Electron.
 */
export default defineConfig({
  main: {
    build: {
      target: 'node20.18',
      outDir: 'out/main',
      lib: {
        entry: {
          index: at('main/index.ts'),
          'store-worker': at('main/store/worker.ts'),
          'import-worker': at('main/import/import-worker.ts'),
          'workbook-worker': at('main/export/workbook-worker.ts'),
        },
        formats: ['es'],
      },
    },
  },
  preload: {
    build: {
      target: 'node20.18',
      outDir: 'out/preload',
      minify: true,
      // A sandboxed preload cannot be an ES module.
      lib: { entry: { bridge: at('preload/bridge.ts') }, formats: ['cjs'] },
    },
  },
  renderer: {
    root: at('renderer'),
    base: './',
    plugins: [react()],
    build: {
      target: 'chrome130',
      outDir: at('out/renderer'),
      minify: true,
      // No inlined data: URLs, the content security policy forbids them for scripts, styles and fonts.
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      rollupOptions: {
        input: {
          console: at('renderer/console/index.html'),
          phone: at('renderer/phone/index.html'),
          customer: at('renderer/customer/index.html'),
        },
      },
    },
  },
});
