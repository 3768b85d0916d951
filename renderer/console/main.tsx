import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { startI18n } from '../locales/i18n.ts';
import { connectStores } from '../lib/connect.ts';
import { App } from './app.tsx';
import { installKeyboard } from './keyboard/keyboard.ts';

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root');

await startI18n('zh-CN');
connectStores();
installKeyboard();
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
